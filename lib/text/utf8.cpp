#include "text/utf8.h"

#include <cstdint>
#include <cstring>

#include <unicode/utf8.h>

namespace newshole::text {

std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t offset = 0;
  for (; offset + sizeof(std::uint64_t) <= text.size(); offset += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
  return offset;
}

// ICU's macros expand here, with conversions that our flags and checks refuse.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
// NOLINTBEGIN

CodePoint code_point_at(std::string_view utf8, std::size_t offset) {
  if (offset >= utf8.size()) return {};
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  if (bytes[offset] < 0x80) return {bytes[offset], 1};
  std::size_t next = offset;
  const std::size_t size = utf8.size();
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, next, size, c);
  return {static_cast<char32_t>(c), next - offset};
}

CodePoint code_point_before(std::string_view utf8, std::size_t offset) {
  std::size_t begin = offset;
  while (begin > 0 && is_continuation(utf8[begin - 1])) --begin;
  return begin == 0 ? CodePoint{} : code_point_at(utf8.substr(0, offset), begin - 1);
}

std::u32string code_points(std::string_view utf8) {
  std::u32string all;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint next = code_point_at(utf8, at);
    all += next.value;
    at += next.length;
  }
  return all;
}

void append_utf8(std::string& out, char32_t code_point) {
  constexpr char32_t kReplacement = 0xFFFD;
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  const char32_t c = code_point > 0x10FFFF || is_surrogate ? kReplacement : code_point;
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::size_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  out.append(reinterpret_cast<const char*>(bytes), size);
}

// NOLINTEND
#pragma GCC diagnostic pop

}  // namespace newshole::text
