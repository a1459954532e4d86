#pragma once
// A menu before its lines are set: what stands in it, in which order, and where it leads.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/typesetter.h"
#include "gopher/menu.h"

namespace newshole::gopher {

/// Texts are UTF-8. Its entries stand in the order in which they were added.
class Outline {
 public:
  /// Wording of our own, broken into as many info lines as it needs.
  void text(std::string_view words) { add(Kind::Text, ItemType::Info, words); }
  /// The same below an item, indented by two columns; nothing where there are no words.
  void note(std::string_view words) { indented(Kind::Note, words); }
  /// Facts of the item above, indented by four columns: no part of its title, which goes on at two.
  void facts(std::string_view words) { indented(Kind::Facts, words); }
  /// A title of a part of the menu: info lines, set as the titles of items are.
  void heading(std::string_view title) { add(Kind::Title, ItemType::Info, title); }
  void blank() { line(""); }
  /// An info line as it is, of a banner for instance.
  void line(std::string_view text) { add(Kind::Line, ItemType::Info, text); }
  void lines(std::span<const std::string> lines);
  /// A line of somebody's own text, its blanks kept: one or more info lines.
  void kept(std::string_view line) { add(Kind::Kept, ItemType::Info, line); }
  /// An item; a title that is too long for its line goes on in info lines below it.
  void item(ItemType type, std::string_view title, std::string_view selector) {
    add(Kind::Title, type, title, selector);
  }
  /// The same in one line: a title that is too long ends in "...".
  void short_item(ItemType type, std::string_view title, std::string_view selector) {
    add(Kind::ShortTitle, type, title, selector);
  }
  /// The same for an address of the web; see gopher::add_web_link.
  void web_link(std::string_view title, std::string_view url) {
    add(Kind::WebLink, ItemType::Html, title, url);
  }
  /// The same in one line: a title that is too long ends in "...", and `end` behind it stays whole.
  void short_web_link(std::string_view title, std::string_view end, std::string_view url) {
    add(Kind::ShortWebLink, ItemType::Html, title, url);
    entries_.back().end = end;
  }
  /// An item whose line is set already.
  void finished(const MenuItem& item) { add(Kind::Line, item.type, item.display, item.selector); }
  void finished(std::span<const MenuItem> items);

  /// The menu, its lines set for the view of `setter` and in its charset. The title of an item
  /// leaves room for the mark that a client puts behind it (format/menu_width.h).
  [[nodiscard]] Menu set(format::Typesetter& setter) const;

 private:
  enum class Kind { Line, Text, Note, Facts, Kept, Title, ShortTitle, WebLink, ShortWebLink };
  struct Entry {
    Kind kind = Kind::Line;
    ItemType type = ItemType::Info;
    std::string text;
    std::string target;  // a selector, or of a link to the web a URL
    std::string end;     // of a ShortWebLink
  };
  void add(Kind kind, ItemType type, std::string_view text, std::string_view target = {}) {
    entries_.push_back({kind, type, std::string(text), std::string(target), {}});
  }
  void indented(Kind kind, std::string_view words) {
    if (!words.empty()) add(kind, ItemType::Info, words);
  }
  static void set(const Entry& entry, format::Typesetter& setter, Menu& menu);

  std::vector<Entry> entries_;
};

}  // namespace newshole::gopher
