#pragma once
// Code points of UTF-8.

#include <cstddef>
#include <string>
#include <string_view>

namespace newshole::text {

/// A code point and the bytes it took. Malformed bytes give U+FFFD, as many bytes as the maximal
/// subpart (Unicode 15, 3.9); `length` is 0 only at the end.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};

[[nodiscard]] CodePoint code_point_at(std::string_view utf8, std::size_t offset);

/// The one that ends at `offset`, in valid UTF-8; `length` is 0 only at the start.
[[nodiscard]] CodePoint code_point_before(std::string_view utf8, std::size_t offset);

/// Bytes of `text` before the first that is not ASCII.
[[nodiscard]] std::size_t ascii_prefix(std::string_view text);

/// True for a byte that is not the first of its code point.
[[nodiscard]] constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// All code points, as `code_point_at` gives them.
[[nodiscard]] std::u32string code_points(std::string_view utf8);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace newshole::text
