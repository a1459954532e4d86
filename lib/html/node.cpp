#include "html/node.h"

#include <array>

#include <gumbo.h>

#include "base/ascii.h"

namespace newshole::html {
namespace {

using TagNames = std::array<std::string_view, GUMBO_TAG_LAST>;

TagNames tag_names() {
  TagNames names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = gumbo_normalized_tagname(static_cast<GumboTag>(i));
  }
  return names;
}

// Selectors compare names at every step, and gumbo's own table has no lengths.
const TagNames kTagNames = tag_names();

bool is_comment(const GumboNode& node) {
  return node.type == GUMBO_NODE_COMMENT;
}

const GumboNode* child_at(const GumboNode& parent, std::size_t index) {
  return static_cast<const GumboNode*>(parent.v.element.children.data[index]);
}

bool has_siblings(const GumboNode* node) {
  return node != nullptr && node->parent != nullptr && node->parent->type != GUMBO_NODE_DOCUMENT;
}

const GumboNode* first_shown(const GumboNode& parent, std::size_t index) {
  const std::size_t count = parent.v.element.children.length;
  while (index < count && is_comment(*child_at(parent, index))) ++index;
  return index < count ? child_at(parent, index) : nullptr;
}

}  // namespace

bool Node::is_element() const {
  return node_ != nullptr &&
         (node_->type == GUMBO_NODE_ELEMENT || node_->type == GUMBO_NODE_TEMPLATE);
}

bool Node::is_text() const {
  return node_ != nullptr &&
         (node_->type == GUMBO_NODE_TEXT || node_->type == GUMBO_NODE_WHITESPACE ||
          node_->type == GUMBO_NODE_CDATA);
}

std::string_view Node::tag() const {
  if (!is_element()) return {};
  const GumboElement& element = node_->v.element;
  if (element.tag < GUMBO_TAG_UNKNOWN) return kTagNames[element.tag];
  GumboStringPiece name = element.original_tag;  // Document::parse has put it in lower case
  if (name.data == nullptr) return {};
  gumbo_tag_from_original_text(&name);
  return {name.data, name.length};
}

std::string_view Node::text() const {
  return is_text() ? std::string_view(node_->v.text.text) : std::string_view();
}

std::optional<std::string_view> Node::attribute(std::string_view name) const {
  if (!is_element()) return std::nullopt;
  const GumboVector& attributes = node_->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
    if (name == attribute.name) return attribute.value;
  }
  return std::nullopt;
}

bool Node::has_class(std::string_view name) const {
  return ascii::has_word(attribute("class").value_or(""), name);
}

Node Node::parent() const {
  return has_siblings(node_) ? Node(node_->parent) : Node();
}

Node Node::first_child() const {
  return is_element() ? Node(first_shown(*node_, 0)) : Node();
}

Node Node::next_sibling() const {
  if (!has_siblings(node_)) return {};
  return Node(first_shown(*node_->parent, node_->index_within_parent + 1));
}

std::size_t Node::ordinal() const {
  return is_element() ? node_->v.element.start_pos.offset : 0;
}

void Walker::next() {
  if (!entering_ || !node_.is_element()) return leave_or_advance();
  const Node child = node_.first_child();
  if (child) {
    node_ = child;
  } else {
    entering_ = false;
  }
}

void Walker::leave_or_advance() {
  if (node_ == root_) {
    node_ = Node();
    return;
  }
  const Node sibling = node_.next_sibling();
  entering_ = static_cast<bool>(sibling);
  node_ = sibling ? sibling : node_.parent();
}

}  // namespace newshole::html
