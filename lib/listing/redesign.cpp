#include "listing/redesign.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/node_text.h"
#include "extract/by_profile/field.h"
#include "html/node.h"

namespace newshole::listing {
namespace {

/// Less than six tenths.
bool is_much_less(std::size_t part, std::size_t whole) {
  return part * 10 < whole * 6;
}

/// No text of a story stands in these.
bool is_beside_stories(html::Node element) {
  constexpr std::array<std::string_view, 12> kTags = {"head",     "script", "style",  "noscript",
                                                      "template", "nav",    "header", "footer",
                                                      "aside",    "form",   "button", "svg"};
  return std::ranges::find(kTags, element.tag()) != kTags.end();
}

/// Bytes of the pieces of text that may belong to a story, without the space around them.
std::size_t bytes_of_text(const html::Document& document) {
  std::size_t bytes = 0;
  for (html::Walker walker(document.root()); walker; walker.next()) {
    if (!walker.is_entering()) continue;
    if (walker.node().is_text()) bytes += ascii::trimmed(walker.node().text()).size();
    if (walker.node().is_element() && is_beside_stories(walker.node())) walker.skip();
  }
  return bytes;
}

std::size_t links_of(const html::Document& document) {
  std::size_t links = 0;
  for (html::Walker walker(document.root()); walker; walker.next()) {
    if (walker.is_entering() && walker.node().tag() == "a") ++links;
  }
  return links;
}

}  // namespace

bool is_as_before(std::size_t by_rules, Before before) {
  return before.found > 0 && !is_much_less(by_rules, before.found);
}

std::size_t removed_words(const html::Document& document, const site::SiteProfile& profile) {
  extract::Article removed;
  for (const html::Selector& selector : profile.article.remove) {
    for (const html::Node node : extract::outermost(document.root(), selector))
      removed.blocks.push_back({.text = extract::text_of(node)});
  }
  return extract::count_words(removed);
}

bool are_too_few_stories(const extract::Overruled& found) {
  return found.by_rules * 2 < found.without_rules;
}

bool may_list_more(std::size_t by_rules, const html::Document& document) {
  return by_rules < limits::kMostStories && are_too_few_stories({by_rules, links_of(document)});
}

bool may_hold_more(const extract::Article& article, const html::Document& document) {
  return is_much_less(extract::count_bytes(article), bytes_of_text(document));
}

bool are_too_few_words(const extract::Overruled& found) {
  constexpr std::size_t kLeastMore = 40;
  return is_much_less(found.by_rules, found.without_rules) &&
         found.without_rules - found.by_rules >= kLeastMore;
}

}  // namespace newshole::listing
