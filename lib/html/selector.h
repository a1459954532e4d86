#pragma once
// CSS selectors (Selectors Level 4, a part), for finding the fields of an article.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "html/node.h"

namespace newshole::html {

struct SelectorTree;

/// Type, `*`, `.class`, `#id`, `[name]`, `[name=value]` with = ~= ^= $= *= (value bare or quoted),
/// `:not()` of a compound, `:first-child`, `:last-child`, `:nth-child(an+b | odd | even)`, joined
/// by a blank (descendant), `>` (child) and `,` (either); and, as an extension, a last `@name` that
/// takes that attribute's value instead of the element's text. Names of elements and attributes
/// match in any case; classes, ids and values only as written. Ancestors of `element` and of
/// `scope` count up to 512 levels above them. A search looks once at each element below `scope`. A
/// value, cheap to copy, that threads may share; unusable once moved from.
class Selector {
 public:
  /// Errors (Config): the place and what was expected, "p > > a: column 5: expected a name".
  [[nodiscard]] static Result<Selector> parse(std::string_view text);

  [[nodiscard]] bool matches(Node element) const;
  /// True if an element's own name, class and id alone decide whether it matches: elements that are
  /// alike in these need asking once.
  [[nodiscard]] bool looks_at_names_only() const;
  /// The first match at or below `scope` in document order, or nothing.
  [[nodiscard]] Node first(Node scope) const;
  /// All matches at or below `scope`, in document order.
  [[nodiscard]] std::vector<Node> all(Node scope) const;

  /// The attribute that `@name` names; empty without one.
  [[nodiscard]] const std::string& attribute() const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Selector(std::string_view text, std::shared_ptr<const SelectorTree> tree);

  std::string text_;
  std::shared_ptr<const SelectorTree> tree_;
};

}  // namespace newshole::html
