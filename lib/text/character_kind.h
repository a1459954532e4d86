#pragma once
// What clean text makes of a character. Internal to this module.

namespace newshole::text {

inline constexpr char32_t kCancelTag = 0xE007F;

enum class CharacterKind {
  Visible,
  Blank,
  Break,
  NoBreakSpace,
  Mark,         ///< nonspacing or enclosing
  SpacingMark,  ///< takes room of its own in Indic scripts, where words have many
  Joiner,
  Tag,
  Selector16,
  SoftHyphen,
  ZeroWidthSpace,
  Dropped,
};

[[nodiscard]] CharacterKind character_kind(char32_t c);

}  // namespace newshole::text
