#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "html/selector_tree.h"

namespace newshole::html {
namespace {

bool is_name_char(char c) {
  return ascii::is_alphanumeric(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_bare_value_char(char c) {
  return is_name_char(c) || c == '/' || c == '.' || c == ':';
}

// Reads a selector from left to right up to the first error.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  [[nodiscard]] Result<SelectorTree> read() {
    SelectorTree tree;
    do {
      skip_blanks();
      tree.alternatives.push_back(read_steps());
    } while (is_good() && take(','));
    if (take('@')) tree.attribute = ascii::lowered(read_name());
    skip_blanks();
    if (at_ < text_.size()) expect("the end");
    if (is_good()) return tree;
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

  // After an error it takes nothing, so `at_` stays at the place of the error.
  bool take(std::string_view token) {
    if (!is_good() || !text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  bool take(char c) { return take(std::string_view(&c, 1)); }

  bool skip_blanks() {
    const std::size_t begin = at_;
    while (is_good() && at_ < text_.size() &&
           ascii::kWhiteSpace.find(text_[at_]) != std::string_view::npos) {
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
      const bool is_end = at_ == text_.size() || peek() == ',' || peek() == '@';
      if (!is_child && (!has_blank || is_end)) break;
      skip_blanks();
    } while (is_good());
    std::reverse(steps.begin(), steps.end());
    return steps;
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

  AttributeTest read_attribute_test() {
    AttributeTest test;
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
  Nth read_nth() {
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
    const auto number = ascii::number<int>(take_while(ascii::is_digit, "a number"));
    if (is_good() && !number) {
      at_ = begin;
      expect("a smaller number");
    }
    return number.value_or(0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string expected_;
};

}  // namespace

Result<SelectorTree> parse_selector(std::string_view text) {
  return Parser(text).read();
}

}  // namespace newshole::html
