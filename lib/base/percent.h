#pragma once
// Percent-encoding (RFC 3986 section 2.1) and its hexadecimal digits. Which characters are encoded
// is up to the caller: each URL component and each file format has a set of its own.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"

namespace newshole::percent {

/// The value of a hexadecimal digit of either case; -1 for any other character.
[[nodiscard]] constexpr int hex_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  constexpr int kTen = 10;
  return ascii::is_hex_digit(c) ? ascii::lower(c) - 'a' + kTen : -1;
}

/// Two digits, upper case, as RFC 3986 section 2.1 asks of producers.
inline void append_hex(std::string& out, char octet) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(octet);
  out += {kDigits[byte >> 4U], kDigits[byte & 0xFU]};
}

/// "%XX".
inline void append_encoded(std::string& out, char octet) {
  out += '%';
  append_hex(out, octet);
}

/// `text` with %XX for each octet of which `is_plain(char)` is false. A "%" is a character like
/// any other.
template <typename IsPlain>
[[nodiscard]] std::string encoded(std::string_view text, IsPlain is_plain) {
  std::string out;
  out.reserve(text.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain(text[i])) continue;
    append_encoded(out.append(text, begin, i - begin), text[i]);
    begin = i + 1;
  }
  return out.append(text, begin);
}

/// The octet of the two hexadecimal digits that `digits` begins with.
[[nodiscard]] constexpr std::optional<char> octet_of(std::string_view digits) {
  if (digits.size() < 2) return std::nullopt;
  const int high = hex_value(digits[0]);
  const int low = hex_value(digits[1]);
  if (high < 0 || low < 0) return std::nullopt;
  constexpr int kSixteen = 16;
  return static_cast<char>(static_cast<unsigned char>(high * kSixteen + low));
}

/// The octet that "%XX" stands for, if `text` begins with one.
[[nodiscard]] constexpr std::optional<char> encoded_octet(std::string_view text) {
  return text.starts_with('%') ? octet_of(text.substr(1)) : std::nullopt;
}

/// `text` with the octet for each %XX of which `may_decode(char)` is true of the octet; the others,
/// and a "%" without two digits, stay as they are.
template <typename MayDecode>
[[nodiscard]] std::string decoded(std::string_view text, MayDecode may_decode) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::optional<char> octet = encoded_octet(text);
    const bool is_decoded = octet && may_decode(*octet);
    out += is_decoded ? *octet : text.front();
    text.remove_prefix(is_decoded ? 3 : 1);
  }
  return out;
}

}  // namespace newshole::percent
