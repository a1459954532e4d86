#pragma once
// CSS selectors (Selectors Level 4, a part), for finding the fields of an article.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "html/node.h"

namespace newshole::html {

/// Type, `*`, `.class`, `#id`, `[name]`, `[name=value]` with = ~= ^= $= *= (value bare or quoted),
/// `:not()` of a compound, `:first-child`, `:last-child`, `:nth-child(an+b | odd | even)`, joined
/// by a blank (descendant), `>` (child) and `,` (either); and, ours, a last `@name` that takes that
/// attribute's value instead of the element's text. Names of elements and attributes match without
/// regard to case; classes, ids and values with. Ancestors of `element` and of `scope` count up to
/// 512 levels above them. A search costs each element below `scope` once. A value; thread-safe to
/// share once made.
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
  [[nodiscard]] const std::string& attribute() const { return attribute_; }
  [[nodiscard]] const std::string& text() const { return text_; }

  enum class Operator : unsigned char { Exists, Equals, Word, Prefix, Suffix, Substring };
  struct AttributeTest {
    std::string name;
    Operator op = Operator::Exists;
    std::string value;
  };
  struct Nth {
    int step = 0;
    int offset = 0;
  };
  enum class Combinator : unsigned char { Descendant, Child };
  struct Compound {
    std::string type;  ///< empty: any
    std::vector<std::string> classes;
    std::vector<AttributeTest> attributes;  ///< `#id` too
    std::vector<Nth> nth_child;
    bool is_last_child = false;
    std::vector<Compound> negated;
  };
  /// A compound and how it hangs on the one before it.
  struct Step {
    Combinator combinator = Combinator::Descendant;
    Compound compound;
  };

 private:
  std::string text_;
  std::string attribute_;
  std::vector<std::vector<Step>> alternatives_;  // each right to left
};

}  // namespace newshole::html
