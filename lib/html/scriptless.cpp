#include "html/scriptless.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "base/limits.h"
#include "html/node.h"

namespace newshole::html {
namespace {

std::string_view id_of(const GumboNode* node) {
  return Node(node).attribute("id").value_or("");
}

bool is_html(const GumboNode& node, GumboTag tag) {
  return node.v.element.tag == tag && node.v.element.tag_namespace == GUMBO_NAMESPACE_HTML;
}

bool is_shadow_root(const GumboNode* node) {
  const Node element(node);
  return element.attribute("shadowrootmode") || element.attribute("shadowroot");
}

/// "B:1a" and "P:1a" mark the place of "S:1a".
bool marks_place(std::string_view id) {
  return id.starts_with("B:") || id.starts_with("P:");
}

/// A paragraph of text that asks for no script.
bool holds_prose(Node noscript) {
  constexpr std::size_t kMostSteps = 100;
  constexpr std::size_t kLeastBytes = 40;
  std::size_t steps = 0;
  std::size_t in_paragraph = 0;
  for (Walker walker(noscript); walker && ++steps <= kMostSteps; walker.next()) {
    const Node node = walker.node();
    if (!node.is_text() || node.parent().tag() != "p") continue;
    if (ascii::lowered(node.text()).find("javascript") != std::string::npos) return false;
    in_paragraph += ascii::trimmed(node.text()).size();
  }
  return in_paragraph >= kLeastBytes;
}

void become_element(GumboNode& node) {
  node.type = GUMBO_NODE_ELEMENT;
  node.v.element.tag = GUMBO_TAG_DIV;
}

bool is_within(const GumboNode* node, const GumboNode* around) {
  for (; node != nullptr; node = node->parent) {
    if (node == around) return true;
  }
  return false;
}

/// `fragment`'s children in the place of `place`. False: no memory.
bool move_children(GumboNode& fragment, GumboNode& place, Arena& arena) {
  GumboNode& parent = *place.parent;
  GumboVector& to = parent.v.element.children;
  GumboVector& from = fragment.v.element.children;
  const std::size_t at = place.index_within_parent;
  const std::size_t length = to.length - 1 + from.length;
  auto** const data =
      static_cast<void**>(arena.allocate(std::max<std::size_t>(length, 1) * sizeof(void*)));
  if (data == nullptr) return false;
  void** end = std::copy_n(to.data, at, data);
  end = std::copy_n(from.data, from.length, end);
  std::copy(to.data + at + 1, to.data + to.length, end);
  to = {.data = data,
        .length = static_cast<unsigned>(length),
        .capacity = static_cast<unsigned>(length)};
  from.length = 0;
  for (std::size_t i = at; i < length; ++i) {
    auto& child = *static_cast<GumboNode*>(data[i]);
    child.parent = &parent;
    child.index_within_parent = i;
  }
  return true;
}

}  // namespace

void Scriptless::note(GumboNode* element) {
  if (is_html(*element, GUMBO_TAG_TEMPLATE)) {
    if (is_shadow_root(element)) become_element(*element);
    if (marks_place(id_of(element)) && places_.size() < limits::kFragments)
      places_.push_back(element);
  } else if (is_html(*element, GUMBO_TAG_NOSCRIPT)) {
    if (noscripts_.size() < limits::kFragments) noscripts_.push_back(element);
  } else if (!places_.empty() && fragments_.size() < limits::kFragments &&
             is_html(*element, GUMBO_TAG_DIV) && id_of(element).starts_with("S:")) {
    fragments_.push_back(element);
  }
}

bool Scriptless::change(GumboNode* root, Arena& arena, std::vector<GumboNode*>& changed) {
  for (GumboNode* noscript : noscripts_) {
    if (holds_prose(Node(noscript))) become_element(*noscript);
  }
  for (GumboNode* fragment : fragments_) {
    const std::string_view name = id_of(fragment).substr(2);
    const auto place = std::ranges::find_if(
        places_, [&](const GumboNode* one) { return id_of(one).substr(2) == name; });
    if (place == places_.end() || *place == root || is_within(*place, fragment)) continue;
    if (!move_children(*fragment, **place, arena)) return false;
    changed.push_back((*place)->parent);
    places_.erase(place);
  }
  return true;
}

}  // namespace newshole::html
