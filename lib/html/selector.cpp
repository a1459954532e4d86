#include "html/selector.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/ascii.h"

namespace newshole::html {
namespace {

using Compound = Selector::Compound;
using Combinator = Selector::Combinator;
using Operator = Selector::Operator;
using Steps = std::vector<Selector::Step>;

constexpr std::size_t kAncestorLevels = 512;
constexpr std::size_t kMostSteps = 32;  // bits of a State

enum class Search { GoesOn, Ends };

constexpr std::string_view kBlanks = " \t\n\f\r";

bool is_name_char(char c) {
  const char l = ascii::lower(c);
  return ascii::is_lower(l) || ascii::is_digit(c) || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_bare_value_char(char c) {
  return is_name_char(c) || c == '/' || c == '.' || c == ':';
}

bool has_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  std::size_t at = text.find(word);
  for (; at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || kBlanks.find(text[at - 1]) != std::string_view::npos;
    const bool ends = end == text.size() || kBlanks.find(text[end]) != std::string_view::npos;
    if (begins && ends) return true;
  }
  return false;
}

bool holds(Operator op, std::string_view actual, std::string_view wanted) {
  switch (op) {
    case Operator::Exists:
      return true;
    case Operator::Equals:
      return actual == wanted;
    case Operator::Word:
      return wanted.find_first_of(kBlanks) == std::string_view::npos && has_word(actual, wanted);
    case Operator::Prefix:
      return !wanted.empty() && actual.starts_with(wanted);
    case Operator::Suffix:
      return !wanted.empty() && actual.ends_with(wanted);
    case Operator::Substring:
      return !wanted.empty() && actual.find(wanted) != std::string_view::npos;
  }
  return false;
}

bool holds(const Selector::AttributeTest& test, Node element) {
  const auto value = element.attribute(test.name);
  return value && holds(test.op, *value, test.value);
}

bool holds(const Selector::Nth& nth, std::size_t ordinal) {
  const auto distance = static_cast<long long>(ordinal) - nth.offset;
  if (nth.step == 0) return distance == 0;
  return distance % nth.step == 0 && distance / nth.step >= 0;
}

bool is_last_child(Node element) {
  Node sibling = element.next_sibling();
  while (sibling && !sibling.is_element()) sibling = sibling.next_sibling();
  return !sibling;
}

bool matches_plainly(const Compound& compound, Node element);

// From cheap to dear: most elements fail by their name.
bool matches_compound(const Compound& compound, Node element) {
  return matches_plainly(compound, element) &&
         std::none_of(compound.negated.begin(), compound.negated.end(),
                      [&](const Compound& other) { return matches_plainly(other, element); });
}

bool matches_plainly(const Compound& compound, Node element) {
  if (!compound.type.empty() && compound.type != element.tag()) return false;
  const auto in_place = [&](const Selector::Nth& nth) { return holds(nth, element.ordinal()); };
  const auto has_class = [&](const std::string& name) { return element.has_class(name); };
  const auto passes = [&](const Selector::AttributeTest& test) { return holds(test, element); };
  return std::all_of(compound.nth_child.begin(), compound.nth_child.end(), in_place) &&
         std::all_of(compound.classes.begin(), compound.classes.end(), has_class) &&
         std::all_of(compound.attributes.begin(), compound.attributes.end(), passes) &&
         (!compound.is_last_child || is_last_child(element));
}

// What an element is to one alternative. Bit i: the i-th step from the right, and all left of it.
struct State {
  std::uint32_t here = 0;   // hold at this element
  std::uint32_t above = 0;  // hold at this element or above it
};

// The states follow from the parent's, so a walk from the top costs each element once, however deep
// the page is nested; going up from each match would be quadratic.
State next_state(const Steps& steps, const State& parent, Node element) {
  State state{.above = parent.above};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [combinator, compound] = steps[i];
    const std::uint32_t left = combinator == Combinator::Child ? parent.here : parent.above;
    const bool is_open = i + 1 == steps.size() || (left >> (i + 1) & 1U) != 0;
    if (is_open && matches_compound(compound, element)) state.here |= std::uint32_t{1} << i;
  }
  state.above |= state.here;
  return state;
}

// The states of the elements from the root of a page down to the one that a walk has reached.
class Path {
 public:
  explicit Path(const std::vector<Steps>& alternatives)
      : alternatives_(alternatives), states_(alternatives.size()) {}

  // Goes down to a child. True: it matches.
  bool enter(Node element) {
    const std::size_t parents = states_.size() - alternatives_.size();
    bool is_match = false;
    for (std::size_t i = 0; i < alternatives_.size(); ++i) {
      states_.push_back(next_state(alternatives_[i], states_[parents + i], element));
      is_match = is_match || (states_.back().here & 1U) != 0;
    }
    return is_match;
  }

  void leave() { states_.resize(states_.size() - alternatives_.size()); }

  // Goes down from the root, or from not too far above, to the parent of `element`.
  void enter_ancestors(Node element) {
    std::vector<Node> ancestors;
    for (Node up = element.parent(); up && ancestors.size() < kAncestorLevels; up = up.parent()) {
      ancestors.push_back(up);
    }
    std::for_each(ancestors.rbegin(), ancestors.rend(), [&](Node ancestor) { enter(ancestor); });
  }

 private:
  const std::vector<Steps>& alternatives_;
  std::vector<State> states_;  // one for each alternative, above the root too
};

// Calls `found` with each match at or below `scope` until it says that this is enough.
template <typename Found>
void search(const std::vector<Steps>& alternatives, Node scope, Found found) {
  Path path(alternatives);
  path.enter_ancestors(scope);
  for (Walker walker(scope); walker; walker.next()) {
    if (!walker.node().is_element()) continue;
    if (!walker.is_entering()) {
      path.leave();
    } else if (path.enter(walker.node()) && found(walker.node()) == Search::Ends) {
      return;
    }
  }
}

// Reads a selector from left to right. The first thing that is wrong ends it.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  [[nodiscard]] Result<void> read(std::vector<Steps>& alternatives, std::string& attribute) {
    do {
      skip_blanks();
      alternatives.push_back(read_steps());
    } while (is_good() && take(','));
    if (take('@')) attribute = ascii::lowered(read_name());
    skip_blanks();
    if (at_ < text_.size()) expect("the end");
    if (is_good()) return {};
    return fail(ErrorKind::Config, std::string(text_) + ": column " + std::to_string(at_ + 1) +
                                       ": expected " + expected_);
  }

 private:
  [[nodiscard]] bool is_good() const { return expected_.empty(); }
  [[nodiscard]] bool is_at_not() const { return text_.substr(at_).starts_with(":not("); }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void expect(std::string_view what) {
    if (is_good()) expected_ = what;
  }

  // After the first mistake nothing is taken any more, so `at_` stays where it was.
  bool take(std::string_view token) {
    if (!is_good() || !text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  bool take(char c) { return take(std::string_view(&c, 1)); }

  bool skip_blanks() {
    const std::size_t begin = at_;
    while (is_good() && at_ < text_.size() && kBlanks.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
    return at_ > begin;
  }

  template <typename Predicate>
  std::string_view take_while(Predicate belongs, std::string_view what) {
    const std::size_t begin = at_;
    while (is_good() && at_ < text_.size() && belongs(text_[at_])) ++at_;
    if (at_ == begin) expect(what);
    return text_.substr(begin, at_ - begin);
  }

  std::string_view read_name() { return take_while(is_name_char, "a name"); }

  // "a > b c", right to left.
  Steps read_steps() {
    Steps steps;
    Combinator combinator = Combinator::Descendant;
    do {
      if (steps.size() == kMostSteps) expect("at most 32 steps");
      steps.push_back({.combinator = combinator, .compound = read_compound()});
      const bool has_blank = skip_blanks();
      const bool is_child = take('>');
      combinator = is_child ? Combinator::Child : Combinator::Descendant;
      if (!is_child && (!has_blank || ends_steps())) break;
      skip_blanks();
    } while (is_good());
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  [[nodiscard]] bool ends_steps() const {
    return at_ == text_.size() || peek() == ',' || peek() == '@';
  }

  Compound read_compound() {
    Compound compound = is_at_not() ? Compound{} : read_plain_compound();
    while (take(":not(")) {
      do {
        skip_blanks();
        compound.negated.push_back(read_plain_compound());
        skip_blanks();
      } while (take(','));
      if (!take(')')) expect("')'");
      read_tests(compound);
    }
    return compound;
  }

  // One without :not().
  Compound read_plain_compound() {
    Compound compound;
    const std::size_t begin = at_;
    if (!take('*') && is_name_char(peek())) compound.type = ascii::lowered(read_name());
    read_tests(compound);
    if (at_ == begin) expect("a name");
    return compound;
  }

  void read_tests(Compound& compound) {
    while (is_good()) {
      if (take('.')) {
        compound.classes.emplace_back(read_name());
      } else if (take('#')) {
        compound.attributes.push_back({"id", Operator::Equals, std::string(read_name())});
      } else if (take('[')) {
        compound.attributes.push_back(read_attribute_test());
      } else if (peek() == ':' && !is_at_not()) {
        read_pseudo_class(compound);
      } else {
        return;
      }
    }
  }

  void read_pseudo_class(Compound& compound) {
    if (take(":first-child")) {
      compound.nth_child.push_back({.step = 0, .offset = 1});
    } else if (take(":last-child")) {
      compound.is_last_child = true;
    } else if (take(":nth-child(")) {
      skip_blanks();
      compound.nth_child.push_back(read_nth());
      skip_blanks();
      if (!take(')')) expect("')'");
    } else {
      expect(":first-child, :last-child, :nth-child() or :not()");
    }
  }

  Selector::AttributeTest read_attribute_test() {
    Selector::AttributeTest test;
    skip_blanks();
    test.name = ascii::lowered(read_name());
    skip_blanks();
    test.op = read_operator();
    if (test.op != Operator::Exists) {
      skip_blanks();
      test.value = read_value();
      skip_blanks();
    }
    if (!take(']')) expect(test.op == Operator::Exists ? "an operator or ']'" : "']'");
    return test;
  }

  Operator read_operator() {
    constexpr std::array<std::pair<std::string_view, Operator>, 5> kOperators = {{
        {"=", Operator::Equals},
        {"~=", Operator::Word},
        {"^=", Operator::Prefix},
        {"$=", Operator::Suffix},
        {"*=", Operator::Substring},
    }};
    for (const auto& [token, op] : kOperators) {
      if (take(token)) return op;
    }
    return Operator::Exists;
  }

  std::string read_value() {
    const char quote = peek();
    if (quote != '"' && quote != '\'')
      return std::string(take_while(is_bare_value_char, "a value"));
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      expect("the closing quote");
      return {};
    }
    const std::size_t begin = std::exchange(at_, end + 1) + 1;
    return std::string(text_.substr(begin, end - begin));
  }

  // "odd", "even", "5", "2n", "-n+3" (CSS Syntax, An+B).
  Selector::Nth read_nth() {
    if (take("odd")) return {.step = 2, .offset = 1};
    if (take("even")) return {.step = 2, .offset = 0};
    const int sign = read_sign();
    const bool has_number = ascii::is_digit(peek());
    const int number = has_number ? read_number() : 1;
    if (!take('n') && !take('N')) {
      if (!has_number) expect("a number, odd, even or an+b");
      return {.step = 0, .offset = sign * number};
    }
    skip_blanks();
    if (peek() != '+' && peek() != '-') return {.step = sign * number, .offset = 0};
    const int offset_sign = read_sign();
    skip_blanks();
    return {.step = sign * number, .offset = offset_sign * read_number()};
  }

  int read_sign() {
    if (take('-')) return -1;
    take('+');
    return 1;
  }

  int read_number() {
    const std::size_t begin = at_;
    const std::string_view digits = take_while(ascii::is_digit, "a number");
    int number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (is_good() && read.ec != std::errc()) {
      at_ = begin;
      expect("a smaller number");
    }
    return number;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string expected_;
};

}  // namespace

Result<Selector> Selector::parse(std::string_view text) {
  Selector selector;
  selector.text_ = text;
  if (const auto read = Parser(text).read(selector.alternatives_, selector.attribute_); !read) {
    return tl::unexpected(read.error());
  }
  return selector;
}

bool Selector::matches(Node element) const {
  const auto may_match = [&](const Steps& steps) {
    return matches_compound(steps.front().compound, element);
  };
  // Most elements fail here, and need no look at their ancestors.
  if (!element.is_element() ||
      std::none_of(alternatives_.begin(), alternatives_.end(), may_match)) {
    return false;
  }
  const auto is_single_match = [&](const Steps& steps) {
    return steps.size() == 1 && may_match(steps);
  };
  if (std::any_of(alternatives_.begin(), alternatives_.end(), is_single_match)) return true;
  Path path(alternatives_);
  path.enter_ancestors(element);
  return path.enter(element);
}

bool Selector::looks_at_names_only() const {
  const auto is_name = [](const AttributeTest& test) {
    return test.name == "class" || test.name == "id";
  };
  const auto is_plain = [&](const Compound& compound) {
    return compound.nth_child.empty() && !compound.is_last_child &&
           std::all_of(compound.attributes.begin(), compound.attributes.end(), is_name);
  };
  return std::all_of(alternatives_.begin(), alternatives_.end(), [&](const Steps& steps) {
    const Compound& compound = steps.front().compound;
    return steps.size() == 1 && is_plain(compound) &&
           std::all_of(compound.negated.begin(), compound.negated.end(), is_plain);
  });
}

Node Selector::first(Node scope) const {
  Node first;
  search(alternatives_, scope, [&](Node node) {
    first = node;
    return Search::Ends;
  });
  return first;
}

std::vector<Node> Selector::all(Node scope) const {
  std::vector<Node> all;
  search(alternatives_, scope, [&](Node node) {
    all.push_back(node);
    return Search::GoesOn;
  });
  return all;
}

}  // namespace newshole::html
