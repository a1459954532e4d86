#include "extract/generic/folded.h"

#include <algorithm>
#include <cstddef>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

constexpr char32_t kNoBreakSpace = 0xa0;

bool is_sign(char32_t c) {
  return (c >= 0x80 && c < 0xc0 && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 ||
         (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x3003) ||
         (c >= 0x3008 && c <= 0x3011);
}

char lower(char32_t c) {
  return ascii::lower(static_cast<char>(c));
}

bool is_ascii_letter_or_digit(char32_t c) {
  return c < 0x80 && ascii::is_alphanumeric(static_cast<char>(c));
}

/// Capitals of Latin-1, Greek and Cyrillic: those whose small letters take as many bytes.
char32_t lower_of_two_bytes(char32_t c) {
  const bool is_latin = c >= 0xc0 && c <= 0xde && c != 0xd7;
  const bool is_greek = c >= 0x391 && c <= 0x3a9;
  const bool is_cyrillic = c >= 0x410 && c <= 0x42f;
  if (is_latin || is_greek || is_cyrillic) return c + 0x20;
  return c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
}

void append_two_bytes(std::string& to, char32_t c) {
  to += static_cast<char>(0xc0 | (c >> 6));
  to += static_cast<char>(0x80 | (c & 0x3f));
}

}  // namespace

std::string folded_line(std::string_view clean) {
  std::string out;
  for (std::size_t at = 0; at < clean.size();) {
    const text::CodePoint point = text::code_point_at(clean, at);
    if (point.value == kNoBreakSpace || point.value == '\n') {
      out += ' ';
    } else if (point.value == 0x2018 || point.value == 0x2019) {
      out += '\'';
    } else if (point.value == 0x201c || point.value == 0x201d) {
      out += '"';
    } else if (point.value < 0x80) {
      out += lower(point.value);
    } else if (point.length == 2) {
      append_two_bytes(out, lower_of_two_bytes(point.value));
    } else {
      out += clean.substr(at, point.length);
    }
    at += point.length;
  }
  return out;
}

std::string lowered(std::string_view clean) {
  std::string out;
  for (std::size_t at = 0; at < clean.size();) {
    const text::CodePoint point = text::code_point_at(clean, at);
    const bool is_apostrophe = point.value == 0x2018 || point.value == 0x2019;
    const auto code = static_cast<UChar32>(is_apostrophe ? U'\'' : point.value);
    text::append_utf8(out, static_cast<char32_t>(u_tolower(code)));
    at += std::max<std::size_t>(point.length, 1);
  }
  return out;
}

std::string letters_of(std::string_view clean) {
  std::string out;
  for (std::size_t at = 0; at < clean.size();) {
    const text::CodePoint point = text::code_point_at(clean, at);
    if (is_ascii_letter_or_digit(point.value)) {
      out += lower(point.value);
    } else if (point.value >= 0x80 && !is_sign(point.value)) {
      out += clean.substr(at, point.length);
    }
    at += point.length;
  }
  return out;
}

bool repeats_any(std::string_view line, std::span<const std::string> lines) {
  const std::string letters = letters_of(line);
  return std::ranges::any_of(
      lines, [&letters](const std::string& other) { return letters_of(other) == letters; });
}

}  // namespace newshole::extract
