#include "format/table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/join.h"
#include "text/clean.h"
#include "text/width.h"

namespace newshole::format {
namespace {

constexpr int kGap = 2;

using Row = std::vector<std::string_view>;  // of the table

std::vector<Row> rows_of(std::string_view table) {
  std::vector<Row> rows;
  for (const std::string_view line : split(table, '\n')) rows.push_back(split(line, '\t'));
  return rows;
}

std::vector<int> column_widths(const std::vector<Row>& rows) {
  std::vector<int> widths;
  for (const Row& row : rows) {
    if (widths.size() < row.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], text::width(row[i]));
  }
  return widths;
}

std::string aligned(const Row& row, const std::vector<int>& widths) {
  std::string line;
  int missing = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    // Blanks are added when a cell with text follows, so that no line ends in blanks.
    if (!row[i].empty()) {
      line.append(static_cast<std::size_t>(missing), ' ');
      line += text::as_printed(row[i]);
      missing = 0;
    }
    missing += widths[i] - text::width(row[i]) + kGap;
  }
  return line;
}

void append(std::vector<std::string>& lines, std::vector<std::string> more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

std::vector<std::string> labelled(const Row& header, const Row& row, int width,
                                  text::LineBreaker& breaker) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) continue;
    std::string line;
    if (i < header.size() && !header[i].empty()) line.append(header[i]).append(": ");
    append(lines, breaker.wrap(line.append(row[i]), {.width = width, .next_indent = "  "}));
  }
  return lines;
}

std::vector<std::string> as_list(const std::vector<Row>& rows, int width,
                                 text::LineBreaker& breaker) {
  std::vector<std::string> lines;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (r > 1) lines.emplace_back();
    append(lines, labelled(rows.front(), rows[r], width, breaker));
  }
  return lines;
}

}  // namespace

std::vector<std::string> set_table(std::string_view table, int width, text::LineBreaker& breaker) {
  const std::vector<Row> rows = rows_of(table);
  const std::vector<int> widths = column_widths(rows);
  int total = -kGap;
  for (const int column : widths) total += column + kGap;
  if (total > width && rows.size() > 1) return as_list(rows, width, breaker);
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    if (total <= width) {
      lines.push_back(aligned(row, widths));
      continue;
    }
    for (const std::string_view cell : row) append(lines, breaker.wrap(cell, {.width = width}));
  }
  return lines;
}

}  // namespace newshole::format
