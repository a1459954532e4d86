#include "gopher/line_fields.h"

#include <algorithm>
#include <cstddef>

namespace newshole::gopher {
namespace {

constexpr std::size_t kTabFields = 4;

// Parts `inner` at bars without a backslash before them, and gives the number of fields. The
// storage keeps as many as it has room for.
std::size_t split_at_bars(std::string_view inner, FieldStorage& storage) {
  std::size_t count = 1;
  storage.front().clear();
  for (std::size_t at = 0; at < inner.size(); ++at) {
    const bool is_escaped = inner.substr(at).starts_with("\\|");
    if (inner[at] == '|') {
      if (++count > storage.size()) return count;
      storage.at(count - 1).clear();
    } else {
      storage.at(count - 1) += inner[is_escaped ? ++at : at];
    }
  }
  return count;
}

}  // namespace

LineFields fields_at_tabs(std::string_view line, FieldStorage& /*storage*/) {
  if (line == ".") return {.kind = LineFields::Kind::End};
  std::array<std::string_view, kTabFields> fields;
  std::size_t count = 0;
  for (std::size_t tab = 0; tab != std::string_view::npos; ++count) {
    tab = line.find('\t');
    if (count < fields.size()) fields.at(count) = line.substr(0, tab);
    if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
  }
  if (count == 1) return {};
  const auto& [first, selector, host, port] = fields;
  const bool has_type = !first.empty();
  return {.kind = has_type && count == kTabFields ? LineFields::Kind::WholeItem
                                                  : LineFields::Kind::Item,
          .type = has_type ? first.front() : '\0',
          .display = has_type ? first.substr(1) : first,
          .selector = selector,
          .host = host,
          .port = port};
}

LineFields fields_at_bars(std::string_view line, FieldStorage& storage) {
  const std::size_t end = line.rfind(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return {};
  if (split_at_bars(line.substr(1, end - 1), storage) != storage.size()) return {};
  const auto& [type, display, selector, host, port] = storage;
  if (type.empty()) return {};
  const bool is_whole = type.size() == 1 && end + 1 == line.size();
  return {.kind = is_whole ? LineFields::Kind::WholeItem : LineFields::Kind::Item,
          .type = type.front(),
          .display = display,
          .selector = selector,
          .host = host == "server" ? std::string_view() : host,
          .port = port == "port" ? std::string_view() : port};
}

std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace newshole::gopher
