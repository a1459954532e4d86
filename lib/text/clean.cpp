#include "text/clean.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "text/character_kind.h"
#include "text/code_points.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr char32_t kBlackFlag = 0x1F3F4;

constexpr int kMaxMarks = 4;
// Burmese and Tibetan syllables reach five; beyond eight there is no language.
constexpr int kMaxSpacingMarks = 8;
// The longest sequence that Unicode recommends has three.
constexpr int kMaxJoiners = 8;
// A region of two letters and a subdivision of at most four.
constexpr std::size_t kMaxTagBytes = std::size_t{6} * 4;

constexpr bool is_printable_ascii(char c) {
  return c > ' ' && c < 0x7F;
}

bool is_pictograph(char32_t c) {
  return has_property(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

// A letter or mark of a script in which joiners change what is read: cursive ones (Arabic) by their
// joining type, Indic ones by their syllables.
bool uses_joiners(char32_t c) {
  constexpr std::uint32_t kLettersAndMarks = U_GC_L_MASK | U_GC_M_MASK;
  if ((U_MASK(u_charType(icu_code(c))) & kLettersAndMarks) == 0) return false;
  const int joining = u_getIntPropertyValue(icu_code(c), UCHAR_JOINING_TYPE);
  if (joining != U_JT_NON_JOINING && joining != U_JT_TRANSPARENT) return true;
  if (u_getIntPropertyValue(icu_code(c), UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER)
    return true;
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(icu_code(c), &status) == USCRIPT_ARABIC;
}

bool is_letter(char32_t c) {
  return u_isalpha(icu_code(c)) != 0;
}

// Whether `held`, between `base` and `next`, has a meaning.
bool stays_between(char32_t base, char32_t held, char32_t next) {
  if (held == kSoftHyphenCode) return is_letter(next);
  if (held == kZeroWidthSpaceCode) return (U_MASK(u_charType(icu_code(next))) & U_GC_M_MASK) == 0;
  if (held == kEmojiSelector) return next == kKeycap;
  return is_pictograph(base) ? is_pictograph(next) : uses_joiners(next);
}

bool is_tag_of_flag(char32_t c) {
  return (c >= 0xE0030 && c <= 0xE0039) || (c >= 0xE0061 && c <= 0xE007A);
}

bool is_keycap_base(char32_t c) {
  return c == '#' || c == '*' || (c >= '0' && c <= '9');
}

const icu::Normalizer2* nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  return U_SUCCESS(status) != 0 ? normalizer : nullptr;
}

// Puts what `text` has from `start` on into NFC. Without ICU's data it stays as it is.
void normalise(std::string& text, std::size_t start) {
  const icu::Normalizer2* normalizer = nfc();
  const std::string_view kept = std::string_view(text).substr(start);
  UErrorCode status = U_ZERO_ERROR;
  if (normalizer == nullptr || normalizer->isNormalizedUTF8(kept, status) != 0) return;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  status = U_ZERO_ERROR;
  normalizer->normalizeUTF8(0, kept, sink, nullptr, status);
  if (U_SUCCESS(status) != 0) text.erase(start).append(out);
}

// Ranges that news is mostly written in, without a character that NFC never has.
constexpr bool is_surely_in_nfc(char32_t c) {
  return c < 0x340 || (c >= 0x2002 && c < 0x2126) || (c >= 0x3000 && c < 0xF900);
}

// The NFC form of a `c` that NFC never has: U+0344, for instance, is two marks. Empty for all
// others.
icu::UnicodeString decomposition(char32_t c) {
  icu::UnicodeString parts;
  if (is_surely_in_nfc(c)) return parts;
  const int check = u_getIntPropertyValue(icu_code(c), UCHAR_NFC_QUICK_CHECK);
  const icu::Normalizer2* normalizer = nfc();
  if (check == UNORM_NO && normalizer != nullptr) normalizer->getDecomposition(icu_code(c), parts);
  return parts;
}

std::string without_zero_width_spaces(std::string text) {
  std::size_t next = text.find(kZeroWidthSpace);
  if (next == std::string::npos) return text;
  std::string out = text.substr(0, next);
  while (next != std::string::npos) {
    const std::size_t start = next + kZeroWidthSpace.size();
    next = text.find(kZeroWidthSpace, start);
    out.append(text, start, next - start);
  }
  return out;
}

/// Bytes at the front of `text` that are printable ASCII and single blanks, eight at a time, so
/// perhaps not all of them. What stands before `text` is no blank.
std::size_t words_ahead(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = kOnes * 0x80;
  std::size_t size = 0;
  for (; size + sizeof(std::uint64_t) <= text.size(); size += sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + size, sizeof eight);
    // With the high bits set no byte borrows from its neighbour.
    const std::uint64_t not_control = ((eight | kHighs) - kOnes * ' ') & kHighs;
    const std::uint64_t delete_or_more = (eight | (eight + kOnes)) & kHighs;
    const std::uint64_t not_blank = ((eight ^ (kOnes * ' ')) | kHighs) - kOnes;
    const std::uint64_t blanks = ~not_blank & kHighs;
    const bool has_two =
        (blanks & (blanks << 8)) != 0 || (size > 0 && text[size] == ' ' && text[size - 1] == ' ');
    if (not_control != kHighs || delete_or_more != 0 || has_two) break;
  }
  return size;
}

constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";

// The bytes to keep of `point`, which was read at `offset`.
std::string_view bytes_of(std::string_view utf8, std::size_t offset, CodePoint point) {
  return point.value == 0xFFFD ? kReplacementBytes : utf8.substr(offset, point.length);
}

}  // namespace

void LineCleaner::append(std::string_view piece) {
  if (ascii_prefix(piece) == piece.size()) {
    for (std::size_t offset = 0; offset < piece.size();) {
      offset += append_ascii(piece.substr(offset));
    }
    return;
  }
  const std::size_t start = line_.size();
  for (std::size_t offset = 0; offset < piece.size();) {
    if ((piece[offset] & 0x80) == 0) {
      offset += append_ascii(piece.substr(offset));
      continue;
    }
    const CodePoint point = code_point_at(piece, offset);
    append_decomposed(point.value, bytes_of(piece, offset, point));
    offset += point.length;
  }
  // ICU takes quadratic time for a long run of marks, even to test for NFC, so it is called when
  // all but a few of them have been removed.
  normalise(line_, start);
}

void LineCleaner::append_decomposed(char32_t c, std::string_view bytes) {
  const icu::UnicodeString parts = decomposition(c);
  if (parts.length() == 0) append_code_point(c, bytes);
  for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
    std::string part;
    append_utf8(part, static_cast<char32_t>(parts.char32At(at)));
    append_code_point(static_cast<char32_t>(parts.char32At(at)), part);
  }
}

// Takes a run of ASCII that begins `piece`: the whole of what can be copied as it stands, or a run
// of blanks. Gives the bytes taken.
std::size_t LineCleaner::append_ascii(std::string_view piece) {
  if (!is_printable_ascii(piece.front())) {
    const auto* const end = std::find_if(piece.begin(), piece.end(), [](char c) {
      return is_printable_ascii(c) || (c & 0x80) != 0;
    });
    note_blank(Pending::Blank);
    for (auto c = piece.begin(); c != end; ++c) {
      if (*c == '\v') append_break();
    }
    return static_cast<std::size_t>(end - piece.begin());
  }
  std::size_t size = 1 + words_ahead(piece.substr(1));
  while (size < piece.size() &&
         (is_printable_ascii(piece[size]) || (piece[size] == ' ' && piece[size - 1] != ' '))) {
    ++size;
  }
  const std::size_t kept = piece[size - 1] == ' ' ? size - 1 : size;
  settle_held(static_cast<unsigned char>(piece.front()));
  flush_pending();
  line_.append(piece.substr(0, kept));
  base_ = last_ = static_cast<unsigned char>(piece[kept - 1]);
  marks_ = {};
  joiners_ = 0;
  if (kept < size) note_blank(Pending::Blank);
  return size;
}

void LineCleaner::append_code_point(char32_t c, std::string_view bytes) {
  switch (character_kind(c)) {
    case CharacterKind::Visible:
      return append_visible(c, bytes);
    case CharacterKind::Blank:
      return note_blank(Pending::Blank);
    case CharacterKind::Break:
      return append_break();
    case CharacterKind::NoBreakSpace:
      return note_blank(Pending::NoBreakSpace);
    case CharacterKind::Mark:
    case CharacterKind::SpacingMark:
      return append_mark(c, bytes);
    case CharacterKind::Joiner:
      return hold_joiner(c);
    case CharacterKind::Tag:
      return append_tag(c);
    case CharacterKind::SoftHyphen:
      return hold_soft_hyphen();
    case CharacterKind::ZeroWidthSpace:
      return hold_zero_width_space();
    case CharacterKind::Selector16:
    case CharacterKind::Dropped:
      return append_invisible(c);
  }
}

void LineCleaner::append_visible(char32_t c, std::string_view bytes) {
  settle_held(c);
  flush_pending();
  const bool extends = has_property(c, UCHAR_EMOJI_MODIFIER) && is_pictograph(base_);
  if (!extends) {
    base_ = c;
    marks_ = {};
    if (last_ != kZeroWidthJoiner) joiners_ = 0;
  }
  keep(c, bytes);
}

void LineCleaner::append_mark(char32_t c, std::string_view bytes) {
  settle_held(c);
  flush_pending();
  const bool is_spacing = u_charType(icu_code(c)) == U_COMBINING_SPACING_MARK;
  int& count = is_spacing ? marks_.spacing : marks_.nonspacing;
  if (count >= (is_spacing ? kMaxSpacingMarks : kMaxMarks)) return;
  ++count;
  keep(c, bytes);
}

void LineCleaner::append_invisible(char32_t c) {
  if (c != kEmojiSelector || held_ != 0 || pending_ != Pending::None || pending_breaks_ != 0)
    return;
  if (is_keycap_base(last_)) {
    held_ = c;
  } else if (has_property(last_, UCHAR_EMOJI)) {
    keep(c, "\xEF\xB8\x8F");
  }
}

void LineCleaner::append_tag(char32_t c) {
  if (last_ != kBlackFlag || pending_ != Pending::None || pending_breaks_ != 0) return;
  if (is_tag_of_flag(c)) {
    // One more than allowed is kept, so that the end can see that there were too many.
    if (tags_.size() <= kMaxTagBytes) append_utf8(tags_, c);
    return;
  }
  if (c == kCancelTag && !tags_.empty() && tags_.size() <= kMaxTagBytes) {
    line_ += tags_;
    append_utf8(line_, kCancelTag);
    last_ = kCancelTag;
  }
  tags_.clear();
}

void LineCleaner::hold_joiner(char32_t c) {
  if (held_ != 0 || pending_ != Pending::None || pending_breaks_ != 0) return;
  const bool joins_emoji = c == kZeroWidthJoiner && joiners_ < kMaxJoiners && is_pictograph(base_);
  if (joins_emoji || uses_joiners(base_)) held_ = c;
}

void LineCleaner::hold_soft_hyphen() {
  const bool is_behind_word = pending_ == Pending::None && pending_breaks_ == 0 && is_letter(base_);
  if (shape_ == Shape::Paragraph && held_ == 0 && is_behind_word) held_ = kSoftHyphenCode;
}

void LineCleaner::hold_zero_width_space() {
  const bool is_inside = !line_.empty() && pending_ == Pending::None && pending_breaks_ == 0;
  if (shape_ == Shape::Paragraph && held_ == 0 && is_inside) held_ = kZeroWidthSpaceCode;
}

void LineCleaner::note_blank(Pending kind) {
  held_ = 0;
  tags_.clear();
  pending_ = std::max(pending_, kind);
}

void LineCleaner::flush_pending() {
  if (pending_ == Pending::None && pending_breaks_ == 0) return;
  if (pending_breaks_ != 0) {
    line_.append(pending_breaks_, '\n');
  } else if (!line_.empty()) {
    line_ += pending_ == Pending::Blank ? std::string_view(" ") : kNoBreakSpace;
  }
  pending_breaks_ = 0;
  pending_ = Pending::None;
  base_ = last_ = ' ';
  marks_ = {};
  joiners_ = 0;
}

// Called before `next` is kept.
void LineCleaner::settle_held(char32_t next) {
  tags_.clear();
  if (held_ == 0) return;
  const char32_t held = std::exchange(held_, 0);
  if (!stays_between(base_, held, next)) return;
  if (is_pictograph(base_)) ++joiners_;
  append_utf8(line_, held);
  last_ = held;
}

void LineCleaner::keep(char32_t c, std::string_view bytes) {
  line_ += bytes;
  last_ = c;
}

void LineCleaner::append_break() {
  if (shape_ == Shape::Line) return note_blank(Pending::Blank);
  held_ = 0;
  tags_.clear();
  pending_ = Pending::None;
  if (!line_.empty()) ++pending_breaks_;
}

std::size_t LineCleaner::next_offset() const {
  if (line_.empty()) return 0;
  if (pending_breaks_ != 0) return line_.size() + pending_breaks_;
  if (pending_ == Pending::None) return line_.size();
  return line_.size() + (pending_ == Pending::Blank ? 1 : kNoBreakSpace.size());
}

std::string LineCleaner::take() {
  std::string line = std::move(line_);
  *this = LineCleaner(shape_);
  return line;
}

std::string clean_line(std::string_view utf8) {
  LineCleaner cleaner;
  cleaner.append(utf8);
  return cleaner.take();
}

std::string as_printed(std::string_view clean) {
  std::string out;
  out.reserve(clean.size());
  for (std::size_t start = 0; start < clean.size();) {
    const std::size_t end = std::min(clean.find('\xC2', start), clean.size());
    out += clean.substr(start, end - start);
    const std::string_view found = clean.substr(end, kNoBreakSpace.size());
    const bool is_printed = found != kNoBreakSpace && found != kSoftHyphen;
    if (is_printed) out += found;
    if (found == kNoBreakSpace) out += ' ';
    start = end + kNoBreakSpace.size();
  }
  return without_zero_width_spaces(std::move(out));
}

}  // namespace newshole::text
