#pragma once
// A line with dates as numbers, words and signs, whatever script it is written in. Internal to this
// module.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace newshole::text {

enum class TokenKind { Number, Word, Sign };

struct DateToken {
  TokenKind kind = TokenKind::Sign;
  std::string_view text;  ///< of a sign as ASCII has it, where ASCII has it
  std::size_t begin = 0;  ///< bytes of the line
  std::size_t end = 0;
  int value = -1;           ///< of a number of at most nine digits
  std::size_t digits = 0;   ///< of a number
  bool follows_gap = true;  ///< white space stands before it
};

/// The first tokens of a line, without white space and marks of direction. Digits are those of any
/// script (General_Category Nd) and Chinese numerals; the units of time of Chinese, Japanese and
/// Korean are words by themselves. The line must outlive this.
class DateTokens {
 public:
  explicit DateTokens(std::string_view line);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  /// `i` must be less than `size`; all others take any.
  [[nodiscard]] const DateToken& operator[](std::size_t i) const { return tokens_[i]; }
  [[nodiscard]] bool is(std::size_t i, std::string_view text) const;
  [[nodiscard]] bool is_word(std::size_t i) const;
  [[nodiscard]] bool is_any(std::size_t i, std::span<const std::string_view> texts) const;
  [[nodiscard]] int number(std::size_t i) const;          ///< -1 where there is none
  [[nodiscard]] std::size_t digits(std::size_t i) const;  ///< of the number; 0 where there is none

 private:
  std::vector<DateToken> tokens_;
};

}  // namespace newshole::text
