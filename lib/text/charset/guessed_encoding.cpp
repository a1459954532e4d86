#include "text/charset/guessed_encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include <unicode/ucsdet.h>

#include "base/ascii.h"

namespace newshole::text {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;
/// Of 100: what a guess without the page's language must reach.
constexpr std::int32_t kLeastConfidence = 30;

/// The encodings that pages of these languages had before UTF-8; the first is the usual one.
struct Legacy {
  std::string_view languages;
  std::string_view encodings;
};
constexpr auto kLegacy = std::to_array<Legacy>({
    {"ru uk be bg sr mk kk ky tg mn tt", "windows-1251 koi8-r koi8-u iso-8859-5 ibm866"},
    {"pl cs sk hu sl hr bs ro sq", "windows-1250 iso-8859-2"},
    {"el", "windows-1253 iso-8859-7"},
    {"tr az", "windows-1254"},
    {"he yi", "windows-1255 iso-8859-8"},
    {"ar fa ur", "windows-1256 iso-8859-6"},
    {"lt lv et", "windows-1257 iso-8859-13 iso-8859-4"},
    {"vi", "windows-1258"},
    {"th", "windows-874"},
    {"ja", "shift_jis euc-jp iso-2022-jp"},
    {"ko", "euc-kr"},
    {"zh", "gbk gb18030 big5"},
    {"en de fr es it pt nl sv no nb nn da fi is ga ca gl eu", "windows-1252"},
});

bool holds_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    if (ascii::take_before(words, " ") == word) return true;
  }
  return false;
}

/// "ru" of <html lang="ru-RU">; "" where no tag says so near the beginning.
std::string language_of(std::string_view bytes) {
  constexpr std::size_t kMostBefore = 4096;
  const std::string head = ascii::lowered(bytes.substr(0, kMostBefore));
  const std::size_t tag = head.find("<html");
  const std::size_t at = tag == std::string::npos ? tag : head.find("lang=", tag);
  if (at == std::string::npos || at > head.find('>', tag)) return {};
  std::string_view value = std::string_view(head).substr(at + 5);
  value.remove_prefix(std::min(value.find_first_not_of("\"' "), value.size()));
  return std::string(value.substr(0, value.find_first_of("\"' >-_")));
}

/// Without tags: their letters are all ASCII, whatever the text is.
std::string text_between_tags(std::string_view bytes) {
  std::string out;
  bool is_in_tag = false;
  for (const char c : bytes) {
    if (out.size() == kMostBytes) break;
    if (c == '<') is_in_tag = true;
    if (!is_in_tag) out += c;
    if (c == '>') is_in_tag = false;
  }
  return out;
}

/// ICU's guesses, the best first; `take` says whether one will do.
template <typename Take>
const Encoding* guess_of_icu(const std::string& text, Take take) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUCharsetDetectorPointer detector(ucsdet_open(&status));
  ucsdet_setText(detector.getAlias(), text.data(), static_cast<std::int32_t>(text.size()), &status);
  std::int32_t count = 0;
  const UCharsetMatch** const matches = ucsdet_detectAll(detector.getAlias(), &count, &status);
  for (std::int32_t i = 0; U_SUCCESS(status) != 0 && i < count; ++i) {
    const char* const name = ucsdet_getName(matches[i], &status);
    const std::int32_t confidence = ucsdet_getConfidence(matches[i], &status);
    const Encoding* const encoding = U_SUCCESS(status) != 0 ? find_encoding(name) : nullptr;
    if (encoding != nullptr && take(*encoding, confidence)) return encoding;
  }
  return nullptr;
}

bool is_legacy(std::string_view name) {
  return !name.starts_with("utf-") && name != "x-user-defined";
}

}  // namespace

const Encoding* guessed_encoding(std::string_view bytes) {
  const std::string language = language_of(bytes);
  const std::string text = text_between_tags(bytes);
  const auto row = std::ranges::find_if(kLegacy, [&](const Legacy& one) {
    return !language.empty() && holds_word(one.languages, language);
  });
  if (row == kLegacy.end()) {
    const Encoding* const guess =
        guess_of_icu(text, [](const Encoding& encoding, std::int32_t confidence) {
          return is_legacy(encoding.name) && confidence >= kLeastConfidence;
        });
    return guess != nullptr ? guess : find_encoding("windows-1252");
  }
  const Encoding* const guess = guess_of_icu(text, [&](const Encoding& encoding, std::int32_t) {
    return holds_word(row->encodings, encoding.name);
  });
  std::string_view usual = row->encodings;
  return guess != nullptr ? guess : find_encoding(ascii::take_before(usual, " "));
}

}  // namespace newshole::text
