#pragma once
// Code points that several files treat apart, and the properties that ICU knows of any. Internal to
// this module.

#include <unicode/uchar.h>

namespace newshole::text {

inline constexpr char32_t kSoftHyphenCode = 0xAD;
inline constexpr char32_t kZeroWidthSpaceCode = 0x200B;
inline constexpr char32_t kZeroWidthJoiner = 0x200D;
inline constexpr char32_t kKeycap = 0x20E3;
inline constexpr char32_t kEmojiSelector = 0xFE0F;

/// A mark that turns the sign under it into its opposite: strokes (of U+2260, U+226F, ...), bars as
/// HTML has them (&bne; &nvle;), and the circle of a prohibition.
[[nodiscard]] constexpr bool is_negation(char32_t c) {
  return c == 0x337 || c == 0x338 || c == 0x20D2 || c == 0x20D3 || c == 0x20E0 || c == 0x20E5 ||
         c == 0x20EB;
}

[[nodiscard]] inline UChar32 icu_code(char32_t c) {
  return static_cast<UChar32>(c);
}

[[nodiscard]] inline bool has_property(char32_t c, UProperty property) {
  return u_hasBinaryProperty(icu_code(c), property) != 0;
}

}  // namespace newshole::text
