#include "listing/feeds/character_reference.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <libxml/HTMLparser.h>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>

#include "base/ascii.h"
#include "text/charset/charset.h"
#include "text/utf8.h"

namespace newshole::listing {
namespace {

constexpr std::size_t kLongest = 12;
constexpr unsigned kLastOfHtml4 = 0x2666;  // diams

/// libxml2's own look-up by name compares with all of them.
const std::unordered_map<std::string_view, char32_t>& named_characters() {
  static const auto names = [] {
    std::unordered_map<std::string_view, char32_t> out = {{"apos", U'\''}};
    for (unsigned value = 1; value <= kLastOfHtml4; ++value) {
      if (const htmlEntityDesc* entity = htmlEntityValueLookup(value)) out[entity->name] = value;
    }
    return out;
  }();
  return names;
}

/// https://html.spec.whatwg.org/#numeric-character-reference-end-state
char32_t as_html_reads(std::uint32_t value) {
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0xFFFD;
  const bool is_space = value == '\t' || value == '\n' || value == '\r';
  if ((value < 0x20 && !is_space) || value == 0xFFFE || value == 0xFFFF) return U' ';
  if (value < 0x80 || value > 0x9F) return value;
  const char byte = static_cast<char>(value);
  return text::code_point_at(text::decode_page(std::string(1, byte), "windows-1252").text, 0).value;
}

std::optional<char32_t> numbered_character(std::string_view digits) {
  const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, is_hex ? 16 : 10);
  if (digits.empty() || stop != end) return std::nullopt;
  return as_html_reads(error == std::errc() ? value : 0);
}

}  // namespace

std::optional<CharacterReference> reference_at(std::string_view text) {
  const std::size_t end = text.substr(0, kLongest).find(';');
  if (end == std::string_view::npos || end < 2) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  if (name.front() == '#') {
    const auto character = numbered_character(name.substr(1));
    if (!character) return std::nullopt;
    return CharacterReference{*character, end + 1};
  }
  const auto found = named_characters().find(name);
  if (found == named_characters().end()) return std::nullopt;
  return CharacterReference{found->second, end + 1};
}

}  // namespace newshole::listing
