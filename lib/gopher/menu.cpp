#include "gopher/menu.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/ascii.h"
#include "base/percent.h"
#include "gopher/dialect.h"
#include "text/width.h"

namespace newshole::gopher {
namespace {

// Clients open these behind "URL:". The convention forbids gopher and telnet there (CONVENTIONS.md
// 3.3), and some client would run other schemes (javascript, data).
constexpr std::array<std::string_view, 7> kWebSchemes = {
    "http:", "https:", "ftp:", "gemini:", "mailto:", "tel:", "irc:"};

// RFC 3986 sections 2.2 and 2.3: characters that a path segment and a host name may both hold.
constexpr std::string_view kMarks = "-._~!$&'()*+,;=";
constexpr int kDefaultPort = 70;

/// `bytes` with %XX for any character that is neither unreserved, a sub-delimiter nor in `also`.
std::string encoded_in_url(std::string_view bytes, std::string_view also) {
  return percent::encoded(bytes, [also](char c) {
    return ascii::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos ||
           also.find(c) != std::string_view::npos;
  });
}

std::string authority(std::string_view host) {
  if (host.find(':') == std::string_view::npos) return encoded_in_url(host, "");
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return "[" + encoded_in_url(host, ":") + "]";
}

}  // namespace

bool leads_to_the_web(std::string_view url) {
  return std::ranges::any_of(kWebSchemes, [url](std::string_view scheme) {
    return url.size() > scheme.size() && ascii::equals_folded(url.substr(0, scheme.size()), scheme);
  });
}

void add_info(Menu& menu, std::string_view text) {
  menu.push_back({.type = ItemType::Info, .display = std::string(text), .selector = {}});
}

void add_item(Menu& menu, ItemType type, std::span<const std::string> lines,
              std::string_view selector) {
  assert(!lines.empty());
  menu.push_back({.type = type, .display = lines.front(), .selector = std::string(selector)});
  for (const std::string& line : lines.subspan(1)) add_info(menu, line);
}

void add_web_link(Menu& menu, std::span<const std::string> title, std::string_view url,
                  int columns) {
  const std::string selector = "URL:" + std::string(url);
  if (leads_to_the_web(url) && fits_in_a_line(selector))
    return add_item(menu, ItemType::Html, title, selector);
  for (const std::string& line : title) add_info(menu, line);
  if (url.find("://") == std::string_view::npos) return;
  while (!url.empty()) {
    const std::string_view piece = text::prefix_within(url, columns, url.size());
    add_info(menu, piece);
    url.remove_prefix(piece.size());
  }
}

Menu to_menu(const format::Document& document, int columns) {
  Menu menu;
  menu.reserve(document.size());
  for (const format::Line& line : document) {
    if (line.url.empty()) {
      add_info(menu, line.text);
    } else {
      add_web_link(menu, std::span(&line.text, 1), line.url, columns);
    }
  }
  return menu;
}

std::string gopher_url(const Server& server, ItemType type, std::string_view selector) {
  std::string url = "gopher://" + authority(server.host);
  if (server.port != kDefaultPort) url += ":" + std::to_string(server.port);
  url += '/';
  url += static_cast<char>(type);
  return url + encoded_in_url(selector, "/:@");
}

}  // namespace newshole::gopher
