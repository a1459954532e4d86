#pragma once
// A parsed selector. Internal to this module.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::html {

enum class Operator : unsigned char { Exists, Equals, Word, Prefix, Suffix, Substring };

struct AttributeTest {
  std::string name;
  Operator op = Operator::Exists;
  std::string value;
};

/// The an+b of `:nth-child()`.
struct Nth {
  int step = 0;
  int offset = 0;
};

struct Compound {
  std::string type;  ///< empty: any
  std::vector<std::string> classes;
  std::vector<AttributeTest> attributes;  ///< `#id` too
  std::vector<Nth> nth_child;
  bool is_last_child = false;
  std::vector<Compound> negated;
};

enum class Combinator : unsigned char { Descendant, Child };

/// A compound and its combinator with the one on its left.
struct Step {
  Combinator combinator = Combinator::Descendant;
  Compound compound;
};

using Steps = std::vector<Step>;  ///< right to left

/// A selector has at most as many steps: the bits of the state of a search.
inline constexpr std::size_t kMostSteps = 32;

struct SelectorTree {
  std::vector<Steps> alternatives;
  std::string attribute;  ///< of a last `@name`, in lower case
};

/// Errors: see Selector::parse.
[[nodiscard]] Result<SelectorTree> parse_selector(std::string_view text);

}  // namespace newshole::html
