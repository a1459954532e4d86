#include "listing/own_links/link_table.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "base/fingerprint.h"
#include "extract/body/element_role.h"
#include "text/utf8.h"

namespace newshole::listing {
namespace {

using extract::Role;

/// Counts the words of a line as they come in pieces.
class WordCounter {
 public:
  void append(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const text::CodePoint point = text::code_point_at(text, at);
      count(point.value);
      at += std::max<std::size_t>(point.length, 1);
    }
  }
  void part() { is_in_word_ = false; }
  [[nodiscard]] std::uint32_t words() const { return words_ + unspaced_ * 2 / 3; }

 private:
  void count(char32_t c) {
    const bool is_blank = c <= ' ' || c == 0xa0 || c == 0x200b || c == 0x3000;
    const bool is_unspaced = (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
                             (c >= 0x0e00 && c <= 0x0eff) || c >= 0x20000;
    if (is_unspaced && !is_blank) ++unspaced_;
    const bool is_sign = c < 0x80 && !ascii::is_alphanumeric(static_cast<char>(c));
    if (!is_blank && !is_unspaced && !is_in_word_ && !is_sign) {
      ++words_;
      is_in_word_ = true;
    }
    if (is_blank || is_unspaced) is_in_word_ = false;
  }

  std::uint32_t words_ = 0;
  std::uint32_t unspaced_ = 0;
  bool is_in_word_ = false;
};

/// It is asked for again for each link below it.
std::string_view class_of(html::Node element) {
  constexpr std::size_t kLongest = 200;
  return element.attribute("class").value_or("").substr(0, kLongest);
}

bool is_named_as_headline(html::Node element) {
  constexpr auto kParts = std::to_array<std::string_view>(
      {"eadline", "itle", "titel", "titulo", "titre", "titolo", "heading"});
  const std::string_view name = class_of(element);
  return std::ranges::any_of(
      kParts, [name](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

bool may_lead_to_page(std::string_view href) {
  href = ascii::trimmed(href);
  if (href.empty() || href.front() == '#') return false;
  const std::size_t end = href.find_first_of(":/?#");
  if (end == std::string_view::npos || href[end] != ':') return true;
  return ascii::equals_folded(href.substr(0, 4), "http");
}

/// The tag and the first word of the class, digits left out, mixed into `hash`.
std::uint64_t mixed(std::uint64_t hash, html::Node element) {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15;
  std::string make(element.tag());
  std::string_view name = ascii::trimmed(class_of(element));
  make += '.';
  for (const char c : ascii::take_before(name, ascii::kWhiteSpace)) {
    if (!ascii::is_digit(c)) make += c;
  }
  return (hash ^ fingerprint(make)) * kFactor;
}

class TableMaker {
 public:
  explicit TableMaker(LinkPlaces& places) : places_(places) {}

  LinkTable make(html::Node root) {
    for (html::Walker walker(root); walker; walker.next()) {
      const html::Node node = walker.node();
      if (node.is_text()) {
        read(node.text());
      } else if (!walker.is_entering()) {
        leave(node);
      } else if (!enter(node)) {
        walker.skip();
      }
    }
    end_line();
    settle_places();
    return std::move(out_);
  }

 private:
  /// False where nothing below counts.
  bool enter(html::Node node) {
    const Role role = extract::role_of(node.tag());
    if (role == Role::Skip || node.tag() == "head") return false;
    if (!extract::is_in_line(role)) end_line();
    const auto index = static_cast<std::uint32_t>(out_.elements.size());
    out_.elements.push_back(
        {.node = node, .parent = open_.empty() ? index : open_.back(), .own = place_of(node)});
    open_.push_back(index);
    if (is_item(node)) ++open_items_;
    if (role == Role::Heading) enter_heading(index);
    if (link_ != kNone && is_named_as_headline(node)) out_.links[link_].is_heading = true;
    const auto href = node.attribute("href");
    if (role == Role::Link && link_ == kNone && href && may_lead_to_page(*href)) enter_link(index);
    return true;
  }

  /// An item of a list has a footer of its own.
  [[nodiscard]] PlaceSign place_of(html::Node node) {
    const PlaceSign sign = places_.of(node);
    return sign.place == Place::Footer && open_items_ > 0 ? PlaceSign() : sign;
  }

  static bool is_item(html::Node node) { return node.tag() == "article" || node.tag() == "li"; }

  void enter_heading(std::uint32_t index) {
    ++open_headings_;
    out_.headings.push_back(index);
    if (link_ != kNone) out_.links[link_].is_heading = true;
  }

  void enter_link(std::uint32_t index) {
    link_ = static_cast<std::uint32_t>(out_.links.size());
    out_.links.push_back({.element = index,
                          .words_before = outside_.words(),
                          .make = make_of(index),
                          .is_heading = open_headings_ > 0 || is_named_headline(index)});
    links_of_line_.push_back(link_);
    follows_link_ = false;
  }

  [[nodiscard]] bool is_named_headline(std::uint32_t index) const {
    constexpr int kLevels = 3;
    for (int level = 0; level < kLevels; ++level, index = out_.elements[index].parent) {
      if (is_named_as_headline(out_.elements[index].node)) return true;
    }
    return false;
  }

  [[nodiscard]] std::uint64_t make_of(std::uint32_t index) const {
    constexpr int kLevels = 5;
    std::uint64_t hash = 0;
    for (int level = 0; level < kLevels; ++level, index = out_.elements[index].parent)
      hash = mixed(hash, out_.elements[index].node);
    return hash;
  }

  void leave(html::Node node) {
    const Role role = extract::role_of(node.tag());
    if (open_.empty() || out_.elements[open_.back()].node != node) return;
    const std::uint32_t index = open_.back();
    out_.elements[index].end = static_cast<std::uint32_t>(out_.elements.size());
    if (role == Role::Heading) --open_headings_;
    if (is_item(node)) --open_items_;
    if (link_ != kNone && out_.links[link_].element == index) leave_link();
    if (!extract::is_in_line(role)) end_line();
    open_.pop_back();
  }

  void leave_link() {
    out_.links[link_].words = link_words_.words();
    link_words_ = {};
    link_ = kNone;
    follows_link_ = true;
  }

  void read(std::string_view text) {
    if (link_ != kNone) return link_words_.append(text);
    outside_.append(text);
    const std::string_view visible = ascii::trimmed(text);
    if (!follows_link_ || visible.empty()) return;
    follows_link_ = false;
    out_.links[links_of_line_.back()].goes_on =
        ascii::is_lower(visible.front()) || visible.front() == ',';
  }

  void end_line() {
    link_words_.part();
    // A link that holds lines began in another.
    for (const std::uint32_t link : links_of_line_) {
      const std::uint32_t before = out_.links[link].words_before;
      out_.links[link].words_behind = std::max(outside_.words(), before) - before;
    }
    links_of_line_.clear();
    if (link_ != kNone) links_of_line_.push_back(link_);
    follows_link_ = false;
    outside_ = {};
  }

  /// A name counts only where it is not that of a frame around most of the page's headlines.
  void settle_places() {
    constexpr std::uint32_t kFew = 3;
    std::vector<LinkElement>& elements = out_.elements;
    for (const TableLink& link : out_.links) {
      if (link.words >= kHeadlineWords || link.is_heading) ++elements[link.element].headlines;
    }
    for (std::size_t i = elements.size(); i-- > 1;)
      elements[elements[i].parent].headlines += elements[i].headlines;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const bool is_frame = elements[i].own.sign == Sign::Name && elements[i].headlines >= kFew &&
                            elements[i].headlines * 2 > elements.front().headlines;
      const Place own = is_frame ? Place::Main : elements[i].own.place;
      elements[i].place = std::max(own, i == 0 ? Place::Main : elements[elements[i].parent].place);
    }
  }

  LinkPlaces& places_;
  LinkTable out_;
  std::vector<std::uint32_t> open_;
  std::uint32_t open_headings_ = 0;
  std::uint32_t open_items_ = 0;
  std::uint32_t link_ = kNone;
  WordCounter link_words_;
  WordCounter outside_;  // of this line, without links
  std::vector<std::uint32_t> links_of_line_;
  bool follows_link_ = false;  // and no text since
};

}  // namespace

LinkTable link_table_of(const html::Document& document, LinkPlaces& places) {
  return TableMaker(places).make(document.root());
}

}  // namespace newshole::listing
