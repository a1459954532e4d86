#include "text/dates/date_tokens.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr std::size_t kMostTokens = 80;
constexpr std::size_t kMostDigits = 9;

constexpr std::u32string_view kHanDigits =
    U"\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d";
constexpr char32_t kHanTen = U'\u5341';

/// Year, month, day, number, hour, point, minute, second: of Chinese and Japanese, then of Korean.
constexpr std::u32string_view kUnits =
    U"\u5e74\u6708\u65e5\u53f7\u865f\u6642\u65f6\u70b9\u9ede\u5206\u79d2\ub144\uc6d4\uc77c\uc2dc"
    U"\ubd84\ucd08";

/// Signs of other widths and scripts, and what they are in ASCII.
constexpr auto kSigns = std::to_array<std::pair<char32_t, std::string_view>>({{U'\u2010', "-"},
                                                                              {U'\u2011', "-"},
                                                                              {U'\u2212', "-"},
                                                                              {U'\uff0d', "-"},
                                                                              {U'\uff0f', "/"},
                                                                              {U'\uff0e', "."},
                                                                              {U'\uff1a', ":"},
                                                                              {U'\u2236', ":"},
                                                                              {U'\uff0c', ","},
                                                                              {U'\u3001', ","},
                                                                              {U'\u060c', ","},
                                                                              {U'\u2019', "'"},
                                                                              {U'\u02bc', "'"},
                                                                              {U'\uff08', "("},
                                                                              {U'\uff09', ")"}});

enum class Class { Blank, Digit, HanNumeral, Unit, Letter, Sign };

bool holds(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

Class class_of(char32_t c) {
  if (c < 0x80) {
    const char sign = static_cast<char>(c);
    if (c <= ' ') return Class::Blank;
    if (ascii::is_digit(sign)) return Class::Digit;
    return ascii::is_letter(sign) ? Class::Letter : Class::Sign;
  }
  if (holds(kUnits, c)) return Class::Unit;
  if (holds(kHanDigits, c) || c == kHanTen) return Class::HanNumeral;
  const auto code = static_cast<UChar32>(c);
  switch (u_charType(code)) {
    case U_DECIMAL_DIGIT_NUMBER:
      return Class::Digit;
    case U_FORMAT_CHAR:
    case U_SPACE_SEPARATOR:
      return Class::Blank;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
      return Class::Letter;
    default:
      return u_isalpha(code) != 0 ? Class::Letter : Class::Sign;
  }
}

/// Twenty-one as "two ten one", or "two one" digit by digit.
class HanNumber {
 public:
  void add(char32_t c) {
    if (c == kHanTen) {
      tens_ = std::max(last_, 1) * 10;
      last_ = 0;
      return;
    }
    const auto digit = static_cast<int>(kHanDigits.find(c));
    last_ = tens_ > 0 || last_ > 9'999'999 ? digit : last_ * 10 + digit;
  }
  [[nodiscard]] int value() const { return tens_ + last_; }

 private:
  int tens_ = 0;
  int last_ = 0;
};

std::string_view sign_text(char32_t c, std::string_view written) {
  const auto* const found =
      std::ranges::find(kSigns, c, &std::pair<char32_t, std::string_view>::first);
  return found == kSigns.end() ? written : found->second;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view line) : line_(line) {}

  std::vector<DateToken> read() {
    bool follows_gap = true;
    while (at_ < line_.size() && tokens_.size() < kMostTokens) {
      const Class kind = class_of(peek().value);
      if (kind == Class::Blank) {
        at_ += peek().length;
      } else {
        DateToken token = take(kind);
        token.follows_gap = follows_gap;
        tokens_.push_back(token);
      }
      follows_gap = kind == Class::Blank;
    }
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] CodePoint peek() const { return code_point_at(line_, at_); }

  DateToken take(Class kind) {
    DateToken token{.begin = at_};
    const char32_t first = peek().value;
    HanNumber han;
    int value = 0;
    do {
      const CodePoint point = peek();
      if (kind == Class::HanNumeral) han.add(point.value);
      if (kind == Class::Digit && token.digits < kMostDigits)
        value = value * 10 + u_charDigitValue(static_cast<UChar32>(point.value));
      ++token.digits;
      at_ += point.length;
    } while (at_ < line_.size() && goes_on(kind));
    token.end = at_;
    token.text = line_.substr(token.begin, token.end - token.begin);
    if (kind == Class::Sign) token.text = sign_text(first, token.text);
    if (kind == Class::Letter || kind == Class::Unit) token.kind = TokenKind::Word;
    if (kind != Class::Digit && kind != Class::HanNumeral) return token;
    token.kind = TokenKind::Number;
    if (token.digits <= kMostDigits) token.value = kind == Class::Digit ? value : han.value();
    return token;
  }

  [[nodiscard]] bool goes_on(Class kind) const {
    return kind != Class::Sign && kind != Class::Unit && class_of(peek().value) == kind;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<DateToken> tokens_;
};

}  // namespace

DateTokens::DateTokens(std::string_view line) : tokens_(Tokenizer(line).read()) {}

bool DateTokens::is(std::size_t i, std::string_view text) const {
  return i < size() && tokens_[i].text == text;
}

bool DateTokens::is_word(std::size_t i) const {
  return i < size() && tokens_[i].kind == TokenKind::Word;
}

bool DateTokens::is_any(std::size_t i, std::span<const std::string_view> texts) const {
  return i < size() && std::ranges::find(texts, tokens_[i].text) != texts.end();
}

int DateTokens::number(std::size_t i) const {
  return i < size() && tokens_[i].kind == TokenKind::Number ? tokens_[i].value : -1;
}

std::size_t DateTokens::digits(std::size_t i) const {
  return number(i) < 0 ? 0 : tokens_[i].digits;
}

}  // namespace newshole::text
