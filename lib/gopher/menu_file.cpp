#include "gopher/menu_file.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "gopher/line_fields.h"

namespace newshole::gopher {
namespace {

constexpr std::string_view kSelectorOfInfo = "Err";

std::string without_controls(std::string_view text) {
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), ascii::is_control, ' ');
  return clean;
}

std::optional<int> port_number(std::string_view text) {
  constexpr int kMaxPort = 65535;
  int port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || stop != end || port < 0 || port > kMaxPort) return std::nullopt;
  return port;
}

WireItem info(std::string_view text, const MenuPlace& place) {
  return {'i', without_controls(text), std::string(kSelectorOfInfo), place.server};
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
    const std::optional<int> number = port_number(fields.port);
    if (!number) return info(item.display, place);
    item.server.port = *number;
  }
  if (item.type == 'i') return item;
  if (item.selector.empty()) item.selector = item.display;
  if (is_below_folder(item.selector, fields.host)) item.selector.insert(0, place.folder + "/");
  return item;
}

}  // namespace

std::vector<WireItem> read_menu_file(std::string_view bytes, Dialect dialect,
                                     const MenuPlace& place) {
  const PartLine part_line = part_line_of(dialect);
  FieldStorage storage;
  std::vector<WireItem> items;
  while (!bytes.empty()) {
    const std::string_view line = take_line(bytes);
    const LineFields fields = part_line(line, storage);
    if (fields.kind == LineFields::Kind::End) break;
    const bool is_text = fields.kind == LineFields::Kind::Text;
    items.push_back(is_text ? info(line, place) : item_of(fields, place));
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

}  // namespace newshole::gopher
