#include "format/table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/join.h"
#include "base/limits.h"
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

/// What stands before the cells of each column: its head, shortened where it is long.
class Labels {
 public:
  Labels() = default;
  explicit Labels(const Row& header) {
    for (const std::string_view cell : header) {
      labels_.push_back(cell.empty() ? "" : text::shortened(cell, limits::kLabelCells) + ": ");
      is_whole_ = is_whole_ && (cell.empty() || labels_.back().size() == cell.size() + 2);
    }
  }
  [[nodiscard]] std::string_view operator[](std::size_t column) const {
    return column < labels_.size() ? std::string_view(labels_[column]) : std::string_view();
  }
  /// Every head of a column is whole in its label.
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  /// With those before all cells of all rows but the first the table has little more text.
  [[nodiscard]] bool are_few(const std::vector<Row>& rows, std::size_t bytes_of_table) const {
    std::size_t bytes = 0;
    for (std::size_t r = 1; r < rows.size(); ++r) {
      for (std::size_t i = 0; i < rows[r].size(); ++i) {
        if (!rows[r][i].empty()) bytes += (*this)[i].size() + rows[r][i].size();
      }
    }
    return bytes <= std::max(limits::kGrowthOfTable * bytes_of_table, limits::kSmallTableBytes);
  }

 private:
  std::vector<std::string> labels_;
  bool is_whole_ = true;
};

std::vector<std::string> labelled(const Labels& labels, const Row& row, int width,
                                  text::LineBreaker& breaker) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) continue;
    const std::string line = std::string(labels[i]).append(row[i]);
    append(lines, breaker.wrap(line, {.width = width, .next_indent = "  "}));
  }
  return lines;
}

/// A row after the other, a cell a line.
std::vector<std::string> as_groups(const std::vector<Row>& rows, int width,
                                   text::LineBreaker& breaker) {
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    if (!lines.empty()) lines.emplace_back();
    append(lines, labelled(Labels(), row, width, breaker));
  }
  return lines;
}

/// A row after the other, a cell a line. The heads of columns come first unless they are whole in
/// the labels.
std::vector<std::string> as_list(const std::vector<Row>& rows, std::size_t bytes_of_table,
                                 int width, text::LineBreaker& breaker) {
  const Labels none;
  const Labels all(rows.front());
  const Labels& labels = all.are_few(rows, bytes_of_table) ? all : none;
  std::vector<std::string> lines;
  if (&labels == &none || !all.is_whole()) lines = labelled(none, rows.front(), width, breaker);
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (!lines.empty()) lines.emplace_back();
    append(lines, labelled(labels, rows[r], width, breaker));
  }
  return lines;
}

/// Each row is a line that is neither wider than `width` nor, of characters that take no cell,
/// longer than lines are.
bool fits(const std::vector<Row>& rows, int total, int width) {
  const auto is_long = [width](const Row& row) {
    std::size_t bytes = static_cast<std::size_t>(width);
    for (const std::string_view cell : row) bytes += cell.size();
    return bytes > text::kMaxLineBytes;
  };
  return total <= width && std::ranges::none_of(rows, is_long);
}

}  // namespace

std::vector<std::string> set_table(std::string_view table, TableHead head, int width,
                                   text::LineBreaker& breaker) {
  const std::vector<Row> rows = rows_of(table);
  const std::vector<int> widths = column_widths(rows);
  int total = -kGap;
  for (const int column : widths) total += column + kGap;
  const bool is_narrow = fits(rows, total, width);
  if (!is_narrow && rows.size() > 1) {
    return head == TableHead::None ? as_groups(rows, width, breaker)
                                   : as_list(rows, table.size(), width, breaker);
  }
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    if (is_narrow) {
      lines.push_back(aligned(row, widths));
      continue;
    }
    for (const std::string_view cell : row) append(lines, breaker.wrap(cell, {.width = width}));
  }
  return lines;
}

}  // namespace newshole::format
