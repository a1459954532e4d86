#pragma once
// Nodes of a parsed page: cheap handles that live as long as their Document.

#include <cstddef>
#include <optional>
#include <string_view>

struct GumboInternalNode;

namespace newshole::html {

/// A handle to an element or a piece of text, or to nothing; cheap to copy. All text is UTF-8.
class Node {
 public:
  Node() = default;
  explicit Node(const GumboInternalNode* node) : node_(node) {}

  explicit operator bool() const { return node_ != nullptr; }
  friend bool operator==(Node, Node) = default;

  /// An element (a template's contents are its children). Comments never show up as nodes.
  [[nodiscard]] bool is_element() const;
  /// A piece of text; character references are already resolved.
  [[nodiscard]] bool is_text() const;

  /// The element's name in lower case ("p", "h2"); empty for text.
  [[nodiscard]] std::string_view tag() const;
  /// The piece of text; empty for elements.
  [[nodiscard]] std::string_view text() const;
  /// The attribute's value; nothing where the element lacks it. `name` in lower case.
  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
  /// True if the class attribute holds the word `name`.
  [[nodiscard]] bool has_class(std::string_view name) const;

  [[nodiscard]] Node parent() const;  ///< nothing for the root
  [[nodiscard]] Node first_child() const;
  [[nodiscard]] Node next_sibling() const;
  /// The element's place among the elements of its parent, from 1; 0 for text. Constant time.
  [[nodiscard]] std::size_t ordinal() const;
  /// Identifies this node among all of its page: a key for sets and maps. Null for nothing.
  [[nodiscard]] const void* identity() const { return node_; }

 private:
  const GumboInternalNode* node_ = nullptr;
};

/// Walks a subtree in document order without recursion, whatever its depth.
///
///   for (Walker w(root); w; w.next()) if (w.is_entering()) ...
///
/// Each element is visited twice, entering and leaving; text once (entering).
class Walker {
 public:
  explicit Walker(Node root) : root_(root), node_(root) {}
  explicit operator bool() const { return static_cast<bool>(node_); }
  [[nodiscard]] Node node() const { return node_; }
  [[nodiscard]] bool is_entering() const { return entering_; }
  void next();
  /// When entering an element: the following `next` continues behind it, without visiting its
  /// children or leaving it.
  void skip() { entering_ = false; }

 private:
  void leave_or_advance();
  Node root_;
  Node node_;
  bool entering_ = true;
};

}  // namespace newshole::html
