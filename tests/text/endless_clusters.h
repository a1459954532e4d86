#pragma once
// What a grapheme cluster may be made of without end, and what looks like it.

#include <array>
#include <string>
#include <string_view>

namespace newshole::text {

/// Repeated, most of these are one cluster by UAX #29 and ICU, however long. All are clean text.
inline constexpr auto kClusterPieces = std::to_array<std::string_view>({
    "\u1100",                // leading Jamo
    "\u1161",                // vowel Jamo
    "\u11a8",                // trailing Jamo
    "\u0915\u094d",          // Devanagari with virama
    "\u0a95\u0acd",          // Gujarati with virama
    "\u1780\u17d2",          // Khmer with coeng
    "\u1000\u1039",          // Myanmar with virama
    "\u0e81\u0eb3",          // Lao with a vowel that joins what stands before it
    "\u0f40\u0fb7",          // Tibetan with a subjoined letter
    "\uac00",                // a Hangul syllable LV
    "\uac01",                // a Hangul syllable LVT
    "\uac00\u11a8\u1100",    // Hangul of all kinds
    "\u0d4e",                // a letter that stands before its base
    "\u0600",                // an Arabic sign that does
    "\u0e33",                // a Thai vowel that joins what stands before it
    "\u0e01",                // a Thai consonant
    "\uff9e",                // a halfwidth voiced sound mark
    "\u0301",                // a mark
    "a\u0301\u0323",         // marks of a letter
    "\u0903",                // a spacing mark
    "\U0001f468\u200d",      // a chain of joined emoji
    "\u2764\ufe0f\u200d",    // the same with selectors
    "\U0001f44d\U0001f3fd",  // emoji with skin tones
    "\U0001f3fd",            // skin tones alone
    "e\ufe0f",               // a selector that selects nothing
    "\u4e2d\U000e0100",      // an ideographic variation
    "\U0001f1eb",            // regional indicators
    "1\ufe0f\u20e3",         // keycaps
    "\U0001f3f4\U000e0067",  // flags whose tags do not end
    "\U000e0067",            // tags
    "\u0600\U0001f1eb",      // a sign before half a flag
    "\u4e2d",                // Chinese
    "x",
});

[[nodiscard]] inline std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (; times != 0; --times) out += piece;
  return out;
}

}  // namespace newshole::text
