#include "gopher/menu.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/ascii.h"

namespace newshole::gopher {
namespace {

// Clients open these behind "URL:". The convention forbids gopher and telnet there (CONVENTIONS.md
// 3.3), and some client would run other schemes (javascript, data).
constexpr std::array<std::string_view, 7> kWebSchemes = {
    "http:", "https:", "ftp:", "gemini:", "mailto:", "tel:", "irc:"};

bool starts_with_scheme(std::string_view url, std::string_view scheme) {
  return url.size() > scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), url.begin(),
                    [](char expected, char c) { return expected == ascii::lower(c); });
}

}  // namespace

bool leads_to_the_web(std::string_view url) {
  return std::any_of(kWebSchemes.begin(), kWebSchemes.end(),
                     [url](std::string_view scheme) { return starts_with_scheme(url, scheme); });
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

void add_web_link(Menu& menu, std::span<const std::string> title, std::string_view url) {
  if (leads_to_the_web(url))
    return add_item(menu, ItemType::Html, title, "URL:" + std::string(url));
  for (const std::string& line : title) add_info(menu, line);
  if (url.find("://") != std::string_view::npos) add_info(menu, url);
}

Menu to_menu(const format::Document& document) {
  Menu menu;
  menu.reserve(document.size());
  for (const format::Line& line : document) {
    if (line.url.empty()) {
      add_info(menu, line.text);
    } else {
      add_web_link(menu, std::span(&line.text, 1), line.url);
    }
  }
  return menu;
}

}  // namespace newshole::gopher
