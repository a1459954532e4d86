#include "extract/body/character_references.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "text/utf8.h"

namespace newshole::extract {
namespace {

struct Name {
  std::string_view name;
  char32_t value;
};

constexpr std::array kNames = {
    Name{"amp", '&'},  Name{"apos", '\''},     Name{"copy", 0xa9},    Name{"eacute", 0xe9},
    Name{"gt", '>'},   Name{"hellip", 0x2026}, Name{"ldquo", 0x201c}, Name{"lsquo", 0x2018},
    Name{"lt", '<'},   Name{"mdash", 0x2014},  Name{"nbsp", 0xa0},    Name{"ndash", 0x2013},
    Name{"quot", '"'}, Name{"rdquo", 0x201d},  Name{"rsquo", 0x2019},
};

constexpr std::size_t kLongestReference = 10;

std::optional<char32_t> number_of(std::string_view digits) {
  const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, value, is_hex ? 16 : 10);
  const bool is_character = value > 0 && value < 0x110000 && (value < 0xd800 || value > 0xdfff);
  if (result.ec != std::errc() || result.ptr != end || !is_character) return std::nullopt;
  return value;
}

/// The character that "#8217" or "amp" names.
std::optional<char32_t> value_of(std::string_view reference) {
  if (reference.starts_with('#')) return number_of(reference.substr(1));
  const auto* const found = std::ranges::find(kNames, reference, &Name::name);
  if (found == kNames.end()) return std::nullopt;
  return found->value;
}

std::string resolved_once(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t at = text.find('&');
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
    const std::size_t end = text.substr(0, kLongestReference).find(';');
    const auto value = end == std::string_view::npos ? std::nullopt : value_of(text.substr(0, end));
    if (!value) {
      out += '&';
      continue;
    }
    text::append_utf8(out, *value);
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string resolved_references(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return std::string(text);
  return resolved_once(resolved_once(text));
}

}  // namespace newshole::extract
