#include "gopher/outline.h"

#include <algorithm>
#include <array>

#include "text/width.h"

namespace newshole::gopher {
namespace {

constexpr std::string_view kNoteIndent = "  ";
constexpr std::string_view kFactsIndent = "    ";

struct TitleWidth {
  ItemType type;
  int columns;
};

constexpr std::array kTitleWidths = {
    TitleWidth{ItemType::Menu, format::kMenuLinkWidth},
    TitleWidth{ItemType::Search, format::kSearchLinkWidth},
    TitleWidth{ItemType::Html, format::kWebLinkWidth},
};

int title_width(ItemType type) {
  const auto* row = std::ranges::find(kTitleWidths, type, &TitleWidth::type);
  return row == kTitleWidths.end() ? format::kMenuWidth : row->columns;
}

void add_all(Menu& menu, std::span<const std::string> lines, std::string_view indent = {}) {
  for (const std::string& line : lines) add_info(menu, std::string(indent) + line);
}

void add_indented(Menu& menu, std::string_view words, std::string_view indent,
                  format::Typesetter& setter) {
  add_all(menu, setter.lines(words, static_cast<int>(indent.size())), indent);
}

std::string short_line(std::string_view title, std::string_view end, format::Typesetter& setter) {
  const int columns = std::min(title_width(ItemType::Html), setter.view().width);
  return setter.short_title(title, columns - text::width(end)).append(end);
}

}  // namespace

void Outline::lines(std::span<const std::string> lines) {
  for (const std::string& each : lines) line(each);
}

void Outline::finished(std::span<const MenuItem> items) {
  for (const MenuItem& item : items) finished(item);
}

Menu Outline::set(format::Typesetter& setter) const {
  Menu menu;
  menu.reserve(entries_.size());
  for (const Entry& entry : entries_) set(entry, setter, menu);
  return menu;
}

void Outline::set(const Entry& entry, format::Typesetter& setter, Menu& menu) {
  switch (entry.kind) {
    case Kind::Line:
      menu.push_back({.type = entry.type, .display = entry.text, .selector = entry.target});
      return;
    case Kind::Text:
      return add_all(menu, setter.lines(entry.text));
    case Kind::Note:
      return add_indented(menu, entry.text, kNoteIndent, setter);
    case Kind::Facts:
      return add_indented(menu, entry.text, kFactsIndent, setter);
    case Kind::Kept:
      return add_all(menu, setter.kept_line(entry.text));
    case Kind::Title:
      return add_item(menu, entry.type, setter.title(entry.text, title_width(entry.type)),
                      entry.target);
    case Kind::ShortTitle:
      return add_item(menu, entry.type,
                      std::vector{setter.short_title(entry.text, title_width(entry.type))},
                      entry.target);
    case Kind::WebLink:
      return add_web_link(menu, setter.title(entry.text, title_width(entry.type)), entry.target,
                          setter.view().width);
    case Kind::ShortWebLink:
      return add_web_link(menu, std::vector{short_line(entry.text, entry.end, setter)},
                          entry.target, setter.view().width);
  }
}

}  // namespace newshole::gopher
