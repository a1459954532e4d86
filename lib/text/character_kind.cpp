#include "text/character_kind.h"

#include <algorithm>
#include <array>

#include "text/code_points.h"

namespace newshole::text {
namespace {

constexpr char32_t kZeroWidthNonJoiner = 0x200C;
constexpr char32_t kNextLine = 0x85;
constexpr char32_t kTextSelector = 0xFE0E;
constexpr char32_t kObjectReplacement = 0xFFFC;

// Letters and symbols by category, blanks by appearance.
bool looks_blank(char32_t c) {
  constexpr std::array<char32_t, 5> kBlanks = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0};
  return std::ranges::find(kBlanks, c) != kBlanks.end();
}

CharacterKind kind_of_space(char32_t c) {
  const bool holds = c == 0x00A0 || c == 0x202F || c == 0x2007;
  return holds ? CharacterKind::NoBreakSpace : CharacterKind::Blank;
}

// Format characters; those of Arabic and the like that are seen (U+0600) stay.
CharacterKind kind_of_format(char32_t c) {
  if (c == kZeroWidthJoiner || c == kZeroWidthNonJoiner) return CharacterKind::Joiner;
  if (c == kSoftHyphenCode) return CharacterKind::SoftHyphen;
  if (c == kZeroWidthSpaceCode) return CharacterKind::ZeroWidthSpace;
  if (c >= 0xE0020 && c <= kCancelTag) return CharacterKind::Tag;
  if (c >= 0xFFF9 && c <= 0xFFFB) return CharacterKind::Dropped;
  return has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? CharacterKind::Dropped
                                                             : CharacterKind::Visible;
}

CharacterKind kind_of_mark(char32_t c) {
  if (c == kEmojiSelector) return CharacterKind::Selector16;
  if (c == kTextSelector) return CharacterKind::Dropped;
  return has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? CharacterKind::Dropped
                                                             : CharacterKind::Mark;
}

CharacterKind kind_of_unassigned(char32_t c) {
  const bool is_dropped = has_property(c, UCHAR_NONCHARACTER_CODE_POINT) ||
                          has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
  return is_dropped ? CharacterKind::Dropped : CharacterKind::Visible;
}

}  // namespace

CharacterKind character_kind(char32_t c) {
  switch (u_charType(icu_code(c))) {
    case U_CONTROL_CHAR:
      return c == '\v' || c == kNextLine ? CharacterKind::Break : CharacterKind::Blank;
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return CharacterKind::Break;
    case U_SPACE_SEPARATOR:
      return kind_of_space(c);
    case U_FORMAT_CHAR:
      return kind_of_format(c);
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return kind_of_mark(c);
    case U_COMBINING_SPACING_MARK:
      return CharacterKind::SpacingMark;
    case U_UNASSIGNED:
      return kind_of_unassigned(c);
    case U_OTHER_LETTER:
    case U_OTHER_SYMBOL:
      if (c == kObjectReplacement) return CharacterKind::Dropped;
      return looks_blank(c) ? CharacterKind::Blank : CharacterKind::Visible;
    default:
      return CharacterKind::Visible;
  }
}

}  // namespace newshole::text
