#include "text/clean.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "text/code_points.h"
#include "text/utf8.h"
#include "text/width.h"

namespace newshole::text {
namespace {

enum class Kind {
  Visible,
  Blank,
  Break,
  NoBreakSpace,
  Mark,         // nonspacing or enclosing
  SpacingMark,  // takes room of its own in Indic scripts, where words have many
  Joiner,
  Tag,
  Selector16,
  SoftHyphen,
  Dropped,
};

constexpr char32_t kZeroWidthNonJoiner = 0x200C;
constexpr char32_t kNextLine = 0x85;
constexpr char32_t kTextSelector = 0xFE0E;
constexpr char32_t kBlackFlag = 0x1F3F4;
constexpr char32_t kCancelTag = 0xE007F;

constexpr int kMaxMarks = 4;
// Burmese and Tibetan syllables reach five; beyond eight there is no language.
constexpr int kMaxSpacingMarks = 8;
// The longest sequence that Unicode recommends has three.
constexpr int kMaxJoiners = 8;
// A region of two letters and a subdivision of at most four.
constexpr std::size_t kMaxTagBytes = std::size_t{6} * 4;

// Letters and symbols by category, blanks by appearance.
constexpr std::array<char32_t, 5> kBlankLooking = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0};

constexpr bool is_printable_ascii(char c) {
  return c > ' ' && c < 0x7F;
}

bool is_pictograph(char32_t c) {
  return has_property(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

bool is_one_of_blanks(char32_t c) {
  return std::find(kBlankLooking.begin(), kBlankLooking.end(), c) != kBlankLooking.end();
}

Kind kind_of_space(char32_t c) {
  const bool holds = c == 0x00A0 || c == 0x202F || c == 0x2007;
  return holds ? Kind::NoBreakSpace : Kind::Blank;
}

// Format characters; those of Arabic and the like that are seen (U+0600) stay.
Kind kind_of_format(char32_t c) {
  if (c == kZeroWidthJoiner || c == kZeroWidthNonJoiner) return Kind::Joiner;
  if (c == kSoftHyphenCode) return Kind::SoftHyphen;
  if (c >= 0xE0020 && c <= kCancelTag) return Kind::Tag;
  if (c >= 0xFFF9 && c <= 0xFFFB) return Kind::Dropped;
  return has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? Kind::Dropped : Kind::Visible;
}

Kind kind_of_mark(char32_t c) {
  if (c == kEmojiSelector) return Kind::Selector16;
  if (c == kTextSelector) return Kind::Dropped;
  return has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? Kind::Dropped : Kind::Mark;
}

Kind kind_of_unassigned(char32_t c) {
  const bool is_dropped = has_property(c, UCHAR_NONCHARACTER_CODE_POINT) ||
                          has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
  return is_dropped ? Kind::Dropped : Kind::Visible;
}

Kind kind_of(char32_t c) {
  switch (u_charType(icu_code(c))) {
    case U_CONTROL_CHAR:
      return c == '\v' || c == kNextLine ? Kind::Break : Kind::Blank;
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return Kind::Break;
    case U_SPACE_SEPARATOR:
      return kind_of_space(c);
    case U_FORMAT_CHAR:
      return kind_of_format(c);
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return kind_of_mark(c);
    case U_COMBINING_SPACING_MARK:
      return Kind::SpacingMark;
    case U_UNASSIGNED:
      return kind_of_unassigned(c);
    case U_OTHER_LETTER:
      return is_one_of_blanks(c) ? Kind::Blank : Kind::Visible;
    case U_OTHER_SYMBOL:
      if (c == 0xFFFC) return Kind::Dropped;
      return is_one_of_blanks(c) ? Kind::Blank : Kind::Visible;
    default:
      return Kind::Visible;
  }
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

icu::StringPiece icu_piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

// Without ICU's data text stays as it is.
bool is_nfc(std::string_view text) {
  const icu::Normalizer2* normalizer = nfc();
  UErrorCode status = U_ZERO_ERROR;
  return normalizer == nullptr || normalizer->isNormalizedUTF8(icu_piece(text), status) != 0;
}

std::string to_nfc(std::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = nfc();
  if (normalizer != nullptr) normalizer->normalizeUTF8(0, icu_piece(text), sink, nullptr, status);
  return normalizer != nullptr && U_SUCCESS(status) != 0 ? out : std::string(text);
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
  const std::string_view kept = std::string_view(line_).substr(start);
  if (is_nfc(kept)) return;
  const std::string normal = to_nfc(kept);
  line_.erase(start).append(normal);
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
    append_ascii_blanks({piece.begin(), end});
    return static_cast<std::size_t>(end - piece.begin());
  }
  std::size_t size = 1;
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

void LineCleaner::append_ascii_blanks(std::string_view run) {
  note_blank(Pending::Blank);
  for (const char c : run) {
    if (c == '\v') append_break();
  }
}

void LineCleaner::append_code_point(char32_t c, std::string_view bytes) {
  switch (kind_of(c)) {
    case Kind::Visible:
      return append_visible(c, bytes);
    case Kind::Blank:
      return note_blank(Pending::Blank);
    case Kind::Break:
      return append_break();
    case Kind::NoBreakSpace:
      return note_blank(Pending::NoBreakSpace);
    case Kind::Mark:
    case Kind::SpacingMark:
      return append_mark(c, bytes);
    case Kind::Joiner:
      return hold_joiner(c);
    case Kind::Tag:
      return append_tag(c);
    case Kind::SoftHyphen:
      return hold_soft_hyphen();
    case Kind::Selector16:
    case Kind::Dropped:
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
  if (count >= (is_spacing ? kMaxSpacingMarks : kMaxMarks)) {
    return;
  }
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

std::size_t LineCleaner::size() const {
  return line_.size();
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

namespace {

constexpr std::size_t kTabStop = 8;

// One line of preformatted text, blanks and all.
class PreformattedLine {
 public:
  void append(std::string_view raw);
  [[nodiscard]] std::string take();

 private:
  void append_word(std::string_view word);
  void append_blanks(char32_t c);

  std::string line_;
  std::size_t column_ = 0;
};

bool is_blank(char32_t c) {
  if (c < 0x80) return c <= ' ' || c == 0x7F;
  const Kind kind = kind_of(c);
  return kind == Kind::Blank || kind == Kind::NoBreakSpace;
}

// Bytes of the line break that `utf8` begins with; 0 where there is none.
std::size_t break_size(std::string_view utf8) {
  constexpr auto kBreaks =
      std::to_array<std::string_view>({"\r\n", "\n", "\r", "\v", "\u0085", "\u2028", "\u2029"});
  for (const std::string_view sequence : kBreaks) {
    if (utf8.starts_with(sequence)) return sequence.size();
  }
  return 0;
}

std::size_t next_break(std::string_view utf8, std::size_t from) {
  while (from < utf8.size() && break_size(utf8.substr(from)) == 0) ++from;
  return from;
}

void PreformattedLine::append_word(std::string_view word) {
  if (word.empty()) return;
  const std::string clean = clean_line(word);
  line_ += clean;
  column_ += static_cast<std::size_t>(width(clean));
}

void PreformattedLine::append_blanks(char32_t c) {
  std::size_t count = 1;
  if (c == '\t') count = kTabStop - column_ % kTabStop;
  if (c == 0x3000) count = 2;
  line_.append(count, ' ');
  column_ += count;
}

void PreformattedLine::append(std::string_view raw) {
  std::size_t word = 0;
  for (std::size_t offset = 0; offset < raw.size();) {
    const CodePoint point = code_point_at(raw, offset);
    if (is_blank(point.value)) {
      append_word(raw.substr(word, offset - word));
      append_blanks(point.value);
      word = offset + point.length;
    }
    offset += point.length;
  }
  append_word(raw.substr(word));
}

std::string PreformattedLine::take() {
  line_.erase(line_.find_last_not_of(' ') + 1);
  column_ = 0;
  return std::exchange(line_, {});
}

}  // namespace

std::string clean_preformatted(std::string_view utf8) {
  std::string out;
  std::size_t pending_lines = 0;
  PreformattedLine line;
  for (std::size_t start = 0; start < utf8.size();) {
    const std::size_t end = next_break(utf8, start);
    line.append(utf8.substr(start, end - start));
    start = end + std::max(break_size(utf8.substr(end)), std::size_t{1});
    const std::string clean = line.take();
    if (!clean.empty()) {
      if (!out.empty()) out.append(pending_lines, '\n');
      out += clean;
      pending_lines = 0;
    }
    ++pending_lines;
  }
  return out;
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
  return out;
}

}  // namespace newshole::text
