#include "gopher/menu_file.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace newshole::gopher {
namespace {

/// Fields that the line lacks are empty. Views into the line, or into the storage that the caller
/// lent: a menu is read for every request of it, and copies of fields were a third of its cost.
struct LineFields {
  enum class Kind {
    End,   ///< the menu ends before this line
    Text,  ///< no item: the server shows the line as it is
    Item,
    WholeItem  ///< with each of the dialect's fields and no other
  };
  Kind kind = Kind::Text;
  char type = 0;  ///< 0: none
  std::string_view display;
  std::string_view selector;
  std::string_view host;
  std::string_view port;
};

/// Keeps fields whose text is not that of the line, since it has escapes.
using FieldStorage = std::array<std::string, 5>;

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

// RFC 1436: four fields parted by tabs, the first begins with the type. Further ones are dropped; a
// line without a tab is text, and "." the end.
LineFields fields_at_tabs(std::string_view line) {
  if (line == ".") return {.kind = LineFields::Kind::End};
  std::array<std::string_view, kTabFields> fields;
  std::size_t count = 0;
  for (std::size_t tab = 0; tab != std::string_view::npos; ++count) {
    tab = line.find('\t');
    if (count < fields.size()) fields.at(count) = line.substr(0, tab);
    if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
  }
  if (count == 1) return {.display = fields.front()};
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

// geomyidae: "[type|display|selector|host|port]", a bar within a field behind a backslash. Any
// other line is text.
LineFields fields_at_bars(std::string_view line, FieldStorage& storage) {
  const std::size_t end = line.rfind(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return {.display = line};
  if (split_at_bars(line.substr(1, end - 1), storage) != storage.size()) {
    return {.display = line};
  }
  const auto& [type, display, selector, host, port] = storage;
  if (type.empty()) return {.display = line};
  const bool is_whole = type.size() == 1 && end + 1 == line.size();
  return {.kind = is_whole ? LineFields::Kind::WholeItem : LineFields::Kind::Item,
          .type = type.front(),
          .display = display,
          .selector = selector,
          .host = host == "server" ? std::string_view() : host,
          .port = port == "port" ? std::string_view() : port};
}

/// Takes the next line from the front of `bytes`, LF or CR LF behind it.
LineFields take_line(std::string_view& bytes, Dialect dialect, FieldStorage& storage) {
  std::string_view line = ascii::take_before(bytes, "\n");
  if (line.ends_with('\r')) line.remove_suffix(1);
  return dialect == Dialect::Gph ? fields_at_bars(line, storage) : fields_at_tabs(line);
}

std::string without_controls(std::string_view text) {
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), ascii::is_control, ' ');
  return clean;
}

WireItem info(std::string_view text, const MenuPlace& place) {
  return {'i', without_controls(text), "Err", place.server};
}

// A selector of another server is not below the folder of this one.
bool is_below_folder(std::string_view selector, std::string_view host) {
  return host.empty() && !selector.starts_with('/') && !selector.starts_with("URL:");
}

WireItem item_of(const LineFields& fields, const MenuPlace& place) {
  if (fields.type == 0 || ascii::is_control(fields.type)) return info(" ", place);
  WireItem item{fields.type, without_controls(fields.display), without_controls(fields.selector),
                place.server};
  if (!fields.host.empty()) item.server.host = without_controls(fields.host);
  if (!fields.port.empty()) {
    const std::optional<int> number = ascii::number(fields.port, 0, 65535);
    if (!number) return info(item.display, place);
    item.server.port = *number;
  }
  if (item.type == 'i') return item;
  if (item.selector.empty()) item.selector = item.display;
  if (is_below_folder(item.selector, fields.host)) item.selector.insert(0, place.folder + "/");
  return item;
}

std::optional<MenuItem> whole_item_of(const LineFields& fields) {
  constexpr std::string_view kTypes = "0137hi";
  if (fields.kind != LineFields::Kind::WholeItem ||
      kTypes.find(fields.type) == std::string_view::npos)
    return std::nullopt;
  const auto type = static_cast<ItemType>(fields.type);
  const std::string_view selector = type == ItemType::Info ? std::string_view() : fields.selector;
  return MenuItem{type, std::string(fields.display), std::string(selector)};
}

}  // namespace

std::vector<WireItem> read_menu_file(std::string_view bytes, Dialect dialect,
                                     const MenuPlace& place) {
  FieldStorage storage;
  std::vector<WireItem> items;
  while (!bytes.empty()) {
    const LineFields fields = take_line(bytes, dialect, storage);
    if (fields.kind == LineFields::Kind::End) break;
    const bool is_text = fields.kind == LineFields::Kind::Text;
    items.push_back(is_text ? info(fields.display, place) : item_of(fields, place));
  }
  return items;
}

std::string to_wire(const std::vector<WireItem>& items) {
  constexpr std::size_t kUsualLine = 80;
  std::string wire;
  wire.reserve(items.size() * kUsualLine);
  for (const WireItem& item : items) {
    wire += item.type;
    wire += item.display;
    ((wire += '\t') += item.selector) += '\t';
    ((wire += item.server.host) += '\t') += std::to_string(item.server.port);
    wire += "\r\n";
  }
  wire += ".\r\n";
  return wire;
}

Menu from_bytes(std::string_view bytes, Dialect dialect) {
  FieldStorage storage;
  Menu menu;
  while (!bytes.empty()) {
    auto item = whole_item_of(take_line(bytes, dialect, storage));
    if (item) menu.push_back(*std::move(item));
  }
  return menu;
}

}  // namespace newshole::gopher
