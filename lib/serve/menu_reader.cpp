#include "serve/menu_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

#include "base/ascii.h"

namespace newshole::serve {
namespace {

constexpr std::string_view kNowhere = "Err";

// Type and display, selector, host, port; missing ones are empty. They are views, since a menu is
// parsed for each request and copies of fields were a third of the time.
using Fields = std::array<std::string_view, 4>;

std::string without_controls(std::string_view text) {
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), ascii::is_control, ' ');
  return clean;
}

std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
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
  return {'i', without_controls(text), std::string(kNowhere), place.server};
}

Fields split_at_tabs(std::string_view line) {
  Fields fields;
  for (std::string_view& field : fields) {
    const std::size_t tab = line.find('\t');
    field = line.substr(0, tab);
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return fields;
}

// A selector of another server is not relative to this server's folder.
bool is_below_folder(std::string_view selector, std::string_view host) {
  return host.empty() && !selector.starts_with('/') && !selector.starts_with("URL:");
}

WireItem item_of(const Fields& fields, const MenuPlace& place) {
  const auto& [first, selector, host, port] = fields;
  if (first.empty() || ascii::is_control(first.front())) return info(" ", place);
  WireItem item{first.front(), without_controls(first.substr(1)), without_controls(selector),
                place.server};
  if (!host.empty()) item.server.host = without_controls(host);
  if (!port.empty()) {
    const std::optional<int> number = port_number(port);
    if (!number) return info(item.display, place);
    item.server.port = *number;
  }
  if (item.type == 'i') return item;
  if (item.selector.empty()) item.selector = item.display;
  if (is_below_folder(item.selector, host)) item.selector.insert(0, place.folder + "/");
  return item;
}

// Splits the text between the brackets at bars without a backslash before them.
std::vector<std::string> split_at_bars(std::string_view inner) {
  std::vector<std::string> fields(1);
  for (std::size_t at = 0; at < inner.size(); ++at) {
    if (inner.substr(at).starts_with("\\|")) {
      fields.back() += inner[++at];
    } else if (inner[at] == '|') {
      fields.emplace_back();
    } else {
      fields.back() += inner[at];
    }
  }
  return fields;
}

WireItem gph_item(std::string_view line, const MenuPlace& place) {
  constexpr std::size_t kGphFields = 5;
  const std::size_t end = line.rfind(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return info(line, place);
  const std::vector<std::string> fields = split_at_bars(line.substr(1, end - 1));
  if (fields.size() != kGphFields || fields[0].empty()) return info(line, place);
  const std::string first = fields[0].substr(0, 1) + fields[1];
  const std::string_view host = fields[3] == "server" ? "" : std::string_view(fields[3]);
  const std::string_view port = fields[4] == "port" ? "" : std::string_view(fields[4]);
  return item_of({first, fields[2], host, port}, place);
}

}  // namespace

std::vector<WireItem> read_gophermap(std::string_view bytes, const MenuPlace& place) {
  std::vector<WireItem> items;
  while (!bytes.empty()) {
    const std::string_view line = take_line(bytes);
    if (line == ".") break;
    const bool is_text = line.find('\t') == std::string_view::npos;
    items.push_back(is_text ? info(line, place) : item_of(split_at_tabs(line), place));
  }
  return items;
}

std::vector<WireItem> read_gph(std::string_view bytes, const MenuPlace& place) {
  std::vector<WireItem> items;
  while (!bytes.empty()) items.push_back(gph_item(take_line(bytes), place));
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

}  // namespace newshole::serve
