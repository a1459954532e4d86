#include "gopher/menu_readers.h"

#include <utility>

namespace newshole::test {
namespace {

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == separator) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

ReadItem item_of_fields(std::vector<std::string> fields, std::size_t line_bytes) {
  ReadItem item{.type = '!', .fields = fields.size(), .line_bytes = line_bytes};
  if (fields.size() != 4 || fields[0].empty()) return item;
  item.type = fields[0][0];
  item.display = fields[0].substr(1);
  item.selector = std::move(fields[1]);
  item.host = std::move(fields[2]);
  item.port = std::move(fields[3]);
  return item;
}

// What fgets with a buffer of 1024 gives: the rest of a long line is the next line.
std::vector<std::string> lines_as_fgets_gives_them(std::string_view bytes) {
  std::vector<std::string> lines;
  std::string line;
  for (const char c : bytes) {
    line += c;
    if (c == '\n' || line.size() == 1023) lines.push_back(std::exchange(line, {}));
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string without_line_end(std::string line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  // A C string ends at the first NUL.
  return line.substr(0, line.find('\0'));
}

// The fields between "[" and the last "]", at bars without a backslash before them.
std::vector<std::string> gph_fields(std::string_view inner) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size() && inner[i + 1] == '|') {
      fields.back() += '|';
      ++i;
    } else if (inner[i] == '|') {
      fields.emplace_back();
    } else {
      fields.back() += inner[i];
    }
  }
  return fields;
}

ReadItem gph_item(const std::string& line) {
  ReadItem bad{.type = '!', .line_bytes = line.size() + 1};
  if (line.empty() || line[0] != '[' || line.find('\t') != std::string::npos) return bad;
  std::vector<std::string> fields = gph_fields(std::string_view(line).substr(1));
  bad.fields = fields.size();
  if (fields.size() != 5 || fields[0].size() != 1) return bad;
  const std::size_t end = fields[4].find(']');
  if (end == std::string::npos) return bad;
  return {.type = fields[0][0],
          .display = fields[1],
          .selector = fields[2],
          .host = fields[3],
          .port = fields[4].substr(0, end),
          .fields = 5,
          .line_bytes = line.size() + 1};
}

}  // namespace

std::vector<ReadItem> read_gophermap(std::string_view bytes) {
  std::vector<ReadItem> items;
  for (const std::string& line : lines_as_fgets_gives_them(bytes)) {
    items.push_back(item_of_fields(split(without_line_end(line), '\t'), line.size()));
  }
  return items;
}

std::vector<ReadItem> read_wire(std::string_view bytes) {
  std::vector<ReadItem> items;
  while (!bytes.empty()) {
    const std::size_t lf = bytes.find('\n');
    const std::string_view line = bytes.substr(0, lf);
    if (lf == std::string_view::npos || !line.ends_with('\r')) {
      items.push_back({.type = '!'});
      return items;
    }
    bytes.remove_prefix(lf + 1);
    if (line == ".\r") break;
    items.push_back(item_of_fields(split(line.substr(0, line.size() - 1), '\t'), lf + 1));
  }
  if (!bytes.empty()) items.push_back({.type = '!'});
  return items;
}

std::vector<ReadItem> read_gph(std::string_view bytes) {
  std::vector<ReadItem> items;
  while (!bytes.empty()) {
    const std::size_t lf = bytes.find('\n');
    items.push_back(gph_item(std::string(bytes.substr(0, lf))));
    if (lf == std::string_view::npos) break;
    bytes.remove_prefix(lf + 1);
  }
  return items;
}

}  // namespace newshole::test
