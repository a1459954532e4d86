#include "serve/menu_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

namespace newshole::serve {
namespace {

constexpr std::string_view kNowhere = "Err";
constexpr std::size_t kFields = 4;

using Fields = std::vector<std::string>;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

std::string without_controls(std::string_view text) {
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), is_control, ' ');
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
  while (true) {
    const std::size_t tab = line.find('\t');
    fields.push_back(without_controls(line.substr(0, tab)));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

// Below the folder only where the line names no other server: its selectors are its own business.
std::string absolute(const std::string& selector, const MenuPlace& place, std::string_view host) {
  const bool is_relative =
      host.empty() && !selector.starts_with('/') && !selector.starts_with("URL:");
  return is_relative ? place.folder + "/" + selector : selector;
}

// `fields`: type and display, selector, host, port, of which the last may be empty.
WireItem item_of(Fields fields, const MenuPlace& place) {
  std::string& first = fields[0];
  if (first.empty()) return info(" ", place);
  WireItem item{first.front(), first.substr(1), std::move(fields[1]), place.server};
  if (!fields[2].empty()) item.server.host = fields[2];
  if (!fields[3].empty()) {
    const std::optional<int> port = port_number(fields[3]);
    if (!port) return info(item.display, place);
    item.server.port = *port;
  }
  if (item.type == 'i') return item;
  if (item.selector.empty()) item.selector = item.display;
  item.selector = absolute(item.selector, place, fields[2]);
  return item;
}

// The fields between the brackets, at bars that no backslash stands before.
Fields split_at_bars(std::string_view inner) {
  Fields fields(1);
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
  Fields fields = split_at_bars(line.substr(1, end - 1));
  if (fields.size() != kGphFields || fields[0].empty()) return info(line, place);
  if (fields[3] == "server") fields[3].clear();
  if (fields[4] == "port") fields[4].clear();
  const std::string first = fields[0].substr(0, 1) + fields[1];
  return item_of({without_controls(first), without_controls(fields[2]), without_controls(fields[3]),
                  without_controls(fields[4])},
                 place);
}

}  // namespace

std::vector<WireItem> read_gophermap(std::string_view bytes, const MenuPlace& place) {
  std::vector<WireItem> items;
  while (!bytes.empty()) {
    const std::string_view line = take_line(bytes);
    if (line == ".") break;
    Fields fields = split_at_tabs(line);
    const bool is_text = fields.size() == 1;
    fields.resize(kFields);
    items.push_back(is_text ? info(line, place) : item_of(std::move(fields), place));
  }
  return items;
}

std::vector<WireItem> read_gph(std::string_view bytes, const MenuPlace& place) {
  std::vector<WireItem> items;
  while (!bytes.empty()) items.push_back(gph_item(take_line(bytes), place));
  return items;
}

std::string to_wire(const std::vector<WireItem>& items) {
  std::string wire;
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
