#pragma once
// ASCII's classes of characters, whatever the locale. A byte of a non-ASCII character is in none.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace newshole::ascii {

[[nodiscard]] constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

[[nodiscard]] constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

[[nodiscard]] constexpr bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}

[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_alphanumeric(char c) {
  return is_letter(c) || is_digit(c);
}

[[nodiscard]] constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A control character: C0 or DEL.
[[nodiscard]] constexpr bool is_control(char c) {
  return (c >= 0 && c < ' ') || c == '\x7F';
}

[[nodiscard]] constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool equals_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

[[nodiscard]] inline std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// ASCII white space as HTML and HTTP have it.
inline constexpr std::string_view kWhiteSpace = " \t\n\f\r";

/// `text` without the characters of `blanks` at both its ends; a part of `text`.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text,
                                                 std::string_view blanks = kWhiteSpace) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// True if `word`, without white space, stands in `text` between its ends or white space.
[[nodiscard]] constexpr bool has_word(std::string_view text, std::string_view word) {
  const auto is_outside = [text](std::size_t at) {
    return at >= text.size() || kWhiteSpace.find(text[at]) != std::string_view::npos;
  };
  std::size_t at = word.empty() ? std::string_view::npos : text.find(word);
  while (at != std::string_view::npos && !(is_outside(at - 1) && is_outside(at + word.size()))) {
    at = text.find(word, at + 1);
  }
  return at != std::string_view::npos;
}

/// Takes what stands before the first of the characters `ends` from the front of `rest`, and that
/// character too; all of `rest` if it has none of them.
constexpr std::string_view take_before(std::string_view& rest, std::string_view ends) {
  // A search for one character is much the faster one.
  const bool is_one = ends.size() == 1;
  const std::string_view taken =
      rest.substr(0, is_one ? rest.find(ends.front()) : rest.find_first_of(ends));
  rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
  return taken;
}

/// The number from `least` to `most` that `text` is as a whole, in decimal; else nothing.
template <typename Number>
[[nodiscard]] std::optional<Number> number(std::string_view text,
                                           Number least = std::numeric_limits<Number>::min(),
                                           Number most = std::numeric_limits<Number>::max()) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

}  // namespace newshole::ascii
