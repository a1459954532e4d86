#pragma once
// How each character is written in ASCII, by a table that is made from Unicode's data when newshole
// is built (make_spellings.cpp). Internal to this module.

#include <cstdint>
#include <string_view>

namespace newshole::text {

/// How a spelling depends on the characters around it.
enum class SpellingKind : std::uint8_t {
  Ask,          ///< none is known: ICU's transliterator has to see the word
  Plain,        ///< as it is, perhaps empty
  BehindDigit,  ///< parted from a digit before it by a blank: fractions, degrees
  Superscript,  ///< parted from a digit before it by "^"
  Letter,       ///< of another script: if the word holds nothing that ICU has to be asked for
  Ideograph,    ///< a word of its own
  WordDivider,  ///< a blank where it stands between letters
  Emoji,        ///< where it begins no sequence that has a name
  Unknown,      ///< it has no spelling
};

struct Spelling {
  SpellingKind kind = SpellingKind::Ask;
  std::string_view ascii;  ///< never longer than 255 bytes; lives as long as the program
};

/// `c` is no ASCII.
[[nodiscard]] Spelling spelling_of(char32_t c);

/// The name of an emoji of several characters, such as ":flag_france:": `sequence` is in UTF-8,
/// without selectors and skin tones. Empty if it has none.
[[nodiscard]] std::string_view emoji_name(std::string_view sequence);

}  // namespace newshole::text
