#include "text/charset/output_charset.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/ascii.h"
#include "text/charset/charset.h"
#include "text/charset/spellings.h"
#include "text/code_points.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr char32_t kNoBreakSpaceCode = 0xA0;
constexpr char32_t kFirstTag = 0xE0020;
constexpr char32_t kLastTag = 0xE007F;
constexpr char kUnknown = '?';

// ICU replaces in place and moves the rest of the text each time; no word is as long.
constexpr std::size_t kMaxRunBytes = 256;

// In the order of Charset.
constexpr std::array<std::string_view, 3> kNames = {"utf-8", "iso-8859-1", "us-ascii"};

bool is_in(char32_t c, Charset charset) {
  if (charset == Charset::Ascii) return c < 0x80;
  return c < 0x80 || (c > 0x9F && c < 0x100);
}

// Kept for the code that wraps and prints the text (clean.h).
constexpr bool is_layout(char32_t c) {
  return c == kNoBreakSpaceCode || c == kSoftHyphenCode || c == kZeroWidthSpaceCode;
}

bool is_mark(char32_t c) {
  return (U_MASK(u_charType(icu_code(c))) & U_GC_M_MASK) != 0;
}

bool is_sign(char32_t c) {
  return (U_MASK(u_charType(icu_code(c))) & (U_GC_S_MASK | U_GC_P_MASK)) != 0;
}

// Latin-1's letter under the accents that Latin-1 lacks, in UTF-8; empty where there is none.
std::string latin1_base(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString parts;
  while (U_SUCCESS(status) != 0 && !is_in(c, Charset::Latin1)) {
    if (nfc->getRawDecomposition(icu_code(c), parts) == 0) return {};
    if (is_negation(static_cast<char32_t>(parts.char32At(parts.length() - 1)))) return {};
    c = static_cast<char32_t>(parts.char32At(0));
  }
  std::string out;
  if (is_in(c, Charset::Latin1)) append_utf8(out, c);
  return out;
}

std::unique_ptr<icu::Transliterator> latin_transliterator() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> latin(
      icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
  return U_SUCCESS(status) != 0 ? std::move(latin) : nullptr;
}

// The transliterator takes 10 ms to create, so each thread creates one, and only for text that
// needs it; it has no state from one call to the next.
std::string spelt_by_icu(std::string_view utf8) {
  thread_local const std::unique_ptr<icu::Transliterator> latin = latin_transliterator();
  auto text = icu::UnicodeString::fromUTF8(utf8);
  if (latin) latin->transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

// A sequence of emoji: a flag, or what joiners make one of.
struct EmojiRun {
  std::string key;         // without selectors and skin tones
  std::size_t parts = 0;   // characters of the key
  std::size_t length = 0;  // bytes of the whole
};

class EmojiReader {
 public:
  EmojiReader(std::string_view text, std::size_t offset) : text_(text), offset_(offset) {}

  EmojiRun read() && {
    const char32_t first = take();
    if (has_property(first, UCHAR_REGIONAL_INDICATOR)) {
      if (has_property(next().value, UCHAR_REGIONAL_INDICATOR)) take();
      return std::move(run_);
    }
    while (take_style() || take_tag() || take_joined()) continue;
    return std::move(run_);
  }

 private:
  [[nodiscard]] CodePoint next() const { return code_point_at(text_, offset_ + run_.length); }

  char32_t take() {
    const CodePoint point = next();
    run_.key += text_.substr(offset_ + run_.length, point.length);
    run_.length += point.length;
    ++run_.parts;
    return point.value;
  }

  bool take_style() {
    const CodePoint point = next();
    if (point.value != kEmojiSelector && !has_property(point.value, UCHAR_EMOJI_MODIFIER))
      return false;
    run_.length += point.length;
    return true;
  }

  bool take_tag() {
    if (next().value < kFirstTag || next().value > kLastTag) return false;
    take();
    return true;
  }

  bool take_joined() {
    if (next().value != kZeroWidthJoiner) return false;
    const CodePoint joined = code_point_at(text_, offset_ + run_.length + next().length);
    if (!has_property(joined.value, UCHAR_EXTENDED_PICTOGRAPHIC)) return false;
    take();
    take();
    return true;
  }

  std::string_view text_;
  std::size_t offset_;
  EmojiRun run_;
};

// One text on its way into a charset.
class Transliteration {
 public:
  Transliteration(std::string_view clean, Charset charset) : text_(clean), charset_(charset) {
    out_.reserve(clean.size() + clean.size() / 16);
  }

  Transliterated run() && {
    while (offset_ < text_.size()) {
      const std::size_t ascii = ascii_prefix(text_.substr(offset_));
      out_ += text_.substr(offset_, ascii);
      offset_ += ascii;
      if (ascii > 0) last_ = out_.size() - 1;
      const std::size_t before = out_.size();
      if (offset_ < text_.size()) append_next();
      if (out_.size() > before) last_ = before;
    }
    return {std::move(out_), unknown_};
  }

 private:
  void append_next() {
    const CodePoint point = code_point_at(text_, offset_);
    if (is_kept(point.value)) {
      out_ += text_.substr(offset_, point.length);
      offset_ += point.length;
      return;
    }
    const Spelling spelling = spelling_of(point.value);
    switch (spelling.kind) {
      case SpellingKind::Letter:
      case SpellingKind::Ask:
        return append_word();
      case SpellingKind::Emoji:
        return append_emoji(spelling);
      default:
        append_sign(point.value, spelling);
        offset_ += point.length;
    }
  }

  [[nodiscard]] bool is_kept(char32_t c) const { return is_layout(c) || is_in(c, charset_); }

  void append_sign(char32_t c, const Spelling& spelling) {
    if (is_negation(c) && negates(c)) out_.insert(last_, 1, '!');
    if (charset_ == Charset::Latin1) {
      const std::string base = latin1_base(c);
      if (!base.empty()) {
        out_ += base;
        return;
      }
    }
    switch (spelling.kind) {
      case SpellingKind::Unknown:
        return append_unknown();
      case SpellingKind::Ideograph:
        return append_ideograph(spelling.ascii);
      case SpellingKind::WordDivider:
        return append_divider(spelling.ascii);
      case SpellingKind::BehindDigit:
        if (ends_in_digit()) out_ += ' ';
        break;
      case SpellingKind::Superscript:
        if (ends_in_digit() && !follows_superscript()) out_ += '^';
        break;
      default:
        break;
    }
    out_ += spelling.ascii;
  }

  // Strokes through letters and digits are only drawn.
  [[nodiscard]] bool negates(char32_t negation) const {
    constexpr char32_t kProhibition = 0x20E0;
    CodePoint base = code_point_before(text_, offset_);
    for (std::size_t at = offset_; is_mark(base.value);) {
      if (is_negation(base.value)) return false;
      at -= base.length;
      base = code_point_before(text_, at);
    }
    return is_sign(base.value) || (negation == kProhibition && base.value > ' ');
  }

  void append_unknown() {
    out_ += kUnknown;
    ++unknown_;
  }

  [[nodiscard]] bool ends_in_digit() const { return !out_.empty() && ascii::is_digit(out_.back()); }

  [[nodiscard]] bool follows_superscript() const {
    const CodePoint before = code_point_before(text_, offset_);
    return before.value >= 0x80 && spelling_of(before.value).kind == SpellingKind::Superscript;
  }

  // Doubled or in front of a blank it is typed as a stop.
  void append_divider(std::string_view ascii) {
    const CodePoint here = code_point_at(text_, offset_);
    const bool is_inside = is_of_word(code_point_before(text_, offset_).value) &&
                           is_of_word(code_point_at(text_, offset_ + here.length).value);
    out_ += is_inside ? " " : ascii;
  }

  // Ideographs stand without blanks, their spellings would run into each other.
  void append_ideograph(std::string_view ascii) {
    if (!out_.empty() && ascii::is_alphanumeric(out_.back())) out_ += ' ';
    out_ += ascii;
    const CodePoint here = code_point_at(text_, offset_);
    const CodePoint next = code_point_at(text_, offset_ + here.length);
    if (is_ideograph(next.value)) return;
    if (u_isalnum(icu_code(next.value)) != 0) out_ += ' ';
  }

  [[nodiscard]] static bool is_ideograph(char32_t c) {
    return c >= 0x80 && spelling_of(c).kind == SpellingKind::Ideograph;
  }

  // A word of another script: by the table if that has each of its letters, else by ICU, which has
  // to see it whole.
  void append_word() {
    const std::string_view word = next_word();
    if (word.empty()) return append_stray();
    offset_ += word.size();
    is_asking_ ? append_by_icu(word) : append_by_table(word);
  }

  void append_stray() {
    const CodePoint point = code_point_at(text_, offset_);
    if (!has_property(point.value, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) append_unknown();
    offset_ += point.length;
  }

  // Empty where the next character is no part of a word. Sets `is_asking_`.
  std::string_view next_word() {
    std::size_t end = offset_;
    is_asking_ = false;
    while (end < text_.size() && end - offset_ < kMaxRunBytes) {
      const CodePoint point = code_point_at(text_, end);
      if (point.value < 0x80 || is_kept(point.value)) break;
      const SpellingKind kind = spelling_of(point.value).kind;
      const bool is_asked = kind == SpellingKind::Ask && is_of_word(point.value);
      if (kind != SpellingKind::Letter && !is_asked) break;
      is_asking_ |= is_asked;
      end += point.length;
    }
    return text_.substr(offset_, end - offset_);
  }

  [[nodiscard]] static bool is_of_word(char32_t c) {
    return is_mark(c) || u_isalnum(icu_code(c)) != 0;
  }

  void append_by_table(std::string_view word) {
    for (std::size_t at = 0; at < word.size();) {
      const CodePoint point = code_point_at(word, at);
      append_sign(point.value, spelling_of(point.value));
      at += point.length;
    }
  }

  // A character that ICU does not change is a sign, or a letter that it cannot spell beside others.
  void append_by_icu(std::string_view word) {
    const std::string spelt = spelt_by_icu(word);
    for (std::size_t at = 0; at < spelt.size();) {
      const CodePoint point = code_point_at(spelt, at);
      at += point.length;
      if (point.value < 0x80) {
        out_ += static_cast<char>(point.value);
        continue;
      }
      const Spelling spelling = spelling_of(point.value);
      out_ += spelling.ascii;
      const bool is_spelt =
          spelling.kind != SpellingKind::Ask && spelling.kind != SpellingKind::Unknown;
      if (!is_spelt && !is_mark(point.value)) append_unknown();
    }
  }

  // Its name, where the whole sequence has one; else that of its first part, the next have their
  // own.
  void append_emoji(const Spelling& spelling) {
    const EmojiRun run = EmojiReader(text_, offset_).read();
    const std::string_view name = emoji_name(run.key);
    if (run.parts > 1 && !name.empty()) {
      out_ += name;
      offset_ += run.length;
      return;
    }
    out_ += spelling.ascii;
    offset_ += code_point_at(text_, offset_).length;
  }

  std::string_view text_;
  Charset charset_;
  std::size_t offset_ = 0;
  std::string out_;
  std::size_t last_ = 0;  // where in it the last character begins that was not left out
  std::size_t unknown_ = 0;
  bool is_asking_ = false;
};

}  // namespace

std::optional<Charset> parse_charset(std::string_view name) {
  struct Name {
    std::string_view name;
    Charset charset;
  };
  constexpr std::array kUsual = {
      Name{"utf-8", Charset::Utf8},        Name{"utf8", Charset::Utf8},
      Name{"iso-8859-1", Charset::Latin1}, Name{"iso8859-1", Charset::Latin1},
      Name{"iso_8859-1", Charset::Latin1}, Name{"iso88591", Charset::Latin1},
      Name{"latin1", Charset::Latin1},     Name{"latin-1", Charset::Latin1},
      Name{"us-ascii", Charset::Ascii},    Name{"ascii", Charset::Ascii}};
  const std::string wanted = ascii::lowered(name);
  const auto found = std::ranges::find(kUsual, wanted, &Name::name);
  return found == kUsual.end() ? std::nullopt : std::optional(found->charset);
}

std::string_view name_of(Charset charset) {
  return kNames.at(static_cast<std::size_t>(charset));
}

Transliterated transliterate(std::string_view clean, Charset charset) {
  if (charset == Charset::Utf8) return {std::string(clean), 0};
  return Transliteration(clean, charset).run();
}

std::string Transliterator::operator()(std::string_view clean) {
  Transliterated done = transliterate(clean, charset_);
  unknown_ += done.unknown;
  return std::move(done.text);
}

std::string encode(std::string_view text, Charset charset) {
  if (charset == Charset::Utf8) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    const bool is_blank = point.value == kNoBreakSpaceCode && charset == Charset::Ascii;
    const char byte = is_in(point.value, charset) ? static_cast<char>(point.value) : kUnknown;
    out += is_blank ? ' ' : byte;
    offset += point.length;
  }
  return out;
}

bool is_printable(std::string_view bytes, Charset charset) {
  if (charset == Charset::Utf8 && !is_valid_utf8(bytes)) return false;
  char before = 0;
  return std::ranges::none_of(bytes, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_high = byte >= 0x80 && byte < 0xA0 &&
                         (charset == Charset::Utf8 ? before == '\xC2' : charset == Charset::Latin1);
    before = c;
    return is_high || (ascii::is_control(c) && c != '\t' && c != '\n' && c != '\r');
  });
}

}  // namespace newshole::text
