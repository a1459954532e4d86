#include "html/selector.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/ascii.h"
#include "html/selector_tree.h"

namespace newshole::html {
namespace {

constexpr std::size_t kAncestorLevels = 512;

bool holds(Operator op, std::string_view actual, std::string_view wanted) {
  switch (op) {
    case Operator::Exists:
      return true;
    case Operator::Equals:
      return actual == wanted;
    case Operator::Word:
      return wanted.find_first_of(ascii::kWhiteSpace) == std::string_view::npos &&
             ascii::has_word(actual, wanted);
    case Operator::Prefix:
      return !wanted.empty() && actual.starts_with(wanted);
    case Operator::Suffix:
      return !wanted.empty() && actual.ends_with(wanted);
    case Operator::Substring:
      return !wanted.empty() && actual.find(wanted) != std::string_view::npos;
  }
  return false;
}

bool holds(const AttributeTest& test, Node element) {
  const auto value = element.attribute(test.name);
  return value && holds(test.op, *value, test.value);
}

bool holds(const Nth& nth, std::size_t ordinal) {
  const auto distance = static_cast<long long>(ordinal) - nth.offset;
  if (nth.step == 0) return distance == 0;
  return distance % nth.step == 0 && distance / nth.step >= 0;
}

bool is_last_child(Node element) {
  Node sibling = element.next_sibling();
  while (sibling && !sibling.is_element()) sibling = sibling.next_sibling();
  return !sibling;
}

// The cheap tests first: most elements fail by their name.
bool matches_plainly(const Compound& compound, Node element) {
  if (!compound.type.empty() && compound.type != element.tag()) return false;
  const auto in_place = [&](const Nth& nth) { return holds(nth, element.ordinal()); };
  const auto has_class = [&](const std::string& name) { return element.has_class(name); };
  const auto passes = [&](const AttributeTest& test) { return holds(test, element); };
  return std::ranges::all_of(compound.nth_child, in_place) &&
         std::ranges::all_of(compound.classes, has_class) &&
         std::ranges::all_of(compound.attributes, passes) &&
         (!compound.is_last_child || is_last_child(element));
}

bool matches_compound(const Compound& compound, Node element) {
  return matches_plainly(compound, element) &&
         std::ranges::none_of(compound.negated, [&](const Compound& other) {
           return matches_plainly(other, element);
         });
}

// Which steps of one alternative an element matches. Bit i: the i-th step from the right, and all
// on its left.
struct State {
  std::uint32_t here = 0;   // match at this element
  std::uint32_t above = 0;  // match at this element or above it
};

// The states follow from the parent's, so a walk from the top visits each element once, however
// deep the page is nested; a walk up from each match would take quadratic time.
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

// The first `most` matches at or below `scope`.
std::vector<Node> search(const std::vector<Steps>& alternatives, Node scope, std::size_t most) {
  std::vector<Node> found;
  Path path(alternatives);
  path.enter_ancestors(scope);
  for (Walker walker(scope); walker && found.size() < most; walker.next()) {
    if (!walker.node().is_element()) continue;
    if (!walker.is_entering()) {
      path.leave();
    } else if (path.enter(walker.node())) {
      found.push_back(walker.node());
    }
  }
  return found;
}

}  // namespace

Selector::Selector(std::string_view text, std::shared_ptr<const SelectorTree> tree)
    : text_(text), tree_(std::move(tree)) {}

Result<Selector> Selector::parse(std::string_view text) {
  Result<SelectorTree> tree = parse_selector(text);
  if (!tree) return tl::unexpected(tree.error());
  return Selector(text, std::make_shared<const SelectorTree>(*std::move(tree)));
}

const std::string& Selector::attribute() const {
  return tree_->attribute;
}

bool Selector::matches(Node element) const {
  const std::vector<Steps>& alternatives = tree_->alternatives;
  const auto may_match = [&](const Steps& steps) {
    return matches_compound(steps.front().compound, element);
  };
  // Most elements fail here, without a look at their ancestors.
  if (!element.is_element() || std::ranges::none_of(alternatives, may_match)) return false;
  const auto is_single_match = [&](const Steps& steps) {
    return steps.size() == 1 && may_match(steps);
  };
  if (std::ranges::any_of(alternatives, is_single_match)) return true;
  Path path(alternatives);
  path.enter_ancestors(element);
  return path.enter(element);
}

bool Selector::looks_at_names_only() const {
  const std::vector<Steps>& alternatives = tree_->alternatives;
  const auto is_name = [](const AttributeTest& test) {
    return test.name == "class" || test.name == "id";
  };
  const auto is_plain = [&](const Compound& compound) {
    return compound.nth_child.empty() && !compound.is_last_child &&
           std::ranges::all_of(compound.attributes, is_name);
  };
  return std::ranges::all_of(alternatives, [&](const Steps& steps) {
    const Compound& compound = steps.front().compound;
    return steps.size() == 1 && is_plain(compound) &&
           std::ranges::all_of(compound.negated, is_plain);
  });
}

Node Selector::first(Node scope) const {
  const std::vector<Node> found = search(tree_->alternatives, scope, 1);
  return found.empty() ? Node() : found.front();
}

std::vector<Node> Selector::all(Node scope) const {
  return search(tree_->alternatives, scope, std::numeric_limits<std::size_t>::max());
}

}  // namespace newshole::html
