#pragma once
// From any UTF-8 to text that is safe and plain in every client: no control or escape characters,
// no bidi overrides, no invisible characters, white space collapsed (tests/PROMISES.md).

#include <cstddef>
#include <string>
#include <string_view>

namespace newshole::text {

/// U+00A0 in UTF-8. Clean text holds it where a line must not break; printed text has a blank
/// instead (`as_printed`).
inline constexpr std::string_view kNoBreakSpace = "\u00a0";

/// U+00AD in UTF-8. Clean paragraphs hold it between two letters where a word may be divided.
inline constexpr std::string_view kSoftHyphen = "\u00ad";

/// U+200B in UTF-8. Clean paragraphs hold it between two characters where a line may end.
inline constexpr std::string_view kZeroWidthSpace = "\u200b";

/// The content of clean text: one line; or lines, soft hyphens and zero width spaces.
enum class Shape : unsigned char { Line, Paragraph };

/// Builds clean text from pieces, so that a caller knows where in the result a piece (the
/// text of a link, say) begins and ends. Input is UTF-8; malformed bytes become U+FFFD.
///
/// - ASCII white space, and every other kind of breaking space and control character (C0, DEL, C1):
///   a run of them becomes one blank; none at the start, the end, or beside a line break.
/// - VT, NEL, U+2028 and U+2029 are line breaks, and so stand for a blank in a single line.
/// - a run of no-break spaces alone (U+00A0, U+202F, U+2007) becomes one U+00A0; mixed with the
///   above it becomes a blank.
/// - left out: U+2060..2064, U+FEFF, U+034F, U+061C, U+180E, U+200E/F,
///   U+202A..202E, U+2066..206F, U+FFF9..FFFC, variation selectors and tags other than in emoji,
///   non-characters, and the like; U+00AD except between two letters of a paragraph; U+200B except
///   between two characters of a paragraph, of which the next is no mark; U+200C and
///   U+200D except where they carry meaning (emoji sequences, Arabic and Indic scripts); combining
///   marks after the fourth of one base.
class LineCleaner {
 public:
  LineCleaner() = default;
  explicit LineCleaner(Shape shape) : shape_(shape) {}

  void append(std::string_view piece);

  /// A line break ("\n"): `<br>`. Several in a row are kept, except at the start and the end. A
  /// blank in a single line.
  void append_break();

  /// Bytes of the text so far, without a pending blank.
  [[nodiscard]] std::size_t size() const { return line_.size(); }

  /// The text so far, without a pending blank, until the next call that changes it.
  [[nodiscard]] std::string_view so_far() const { return line_; }

  /// Bytes that the text will have before the next visible character.
  [[nodiscard]] std::size_t next_offset() const;

  /// The finished line; the cleaner is empty again.
  [[nodiscard]] std::string take();

 private:
  enum class Pending : unsigned char { None, NoBreakSpace, Blank };
  /// Combining marks since `base_`; enclosing ones count as nonspacing.
  struct Marks {
    int nonspacing = 0;
    int spacing = 0;
  };
  std::size_t append_ascii(std::string_view piece);
  void append_code_point(char32_t c, std::string_view bytes);
  void append_decomposed(char32_t c, std::string_view bytes);
  void append_visible(char32_t c, std::string_view bytes);
  void append_mark(char32_t c, std::string_view bytes);
  void append_invisible(char32_t c);
  void hold_soft_hyphen();
  void hold_zero_width_space();
  void append_tag(char32_t c);
  void hold_joiner(char32_t c);
  void note_blank(Pending kind);
  void flush_pending();
  void settle_held(char32_t next);
  void keep(char32_t c, std::string_view bytes);

  Shape shape_ = Shape::Line;
  std::string line_;
  std::string tags_;  // of a flag sequence whose end has not come
  std::size_t pending_breaks_ = 0;
  Pending pending_ = Pending::None;
  // A joiner, selector, soft hyphen or zero width space that the next character keeps or drops.
  char32_t held_ = 0;
  char32_t base_ = 0;  // the last character that was kept and extends none before it
  char32_t last_ = 0;  // the last character that was kept
  Marks marks_;
  int joiners_ = 0;  // since the emoji sequence began
};

/// One piece, cleaned.
[[nodiscard]] std::string clean_line(std::string_view utf8);

/// Preformatted text: lines and the blanks within them are kept, tabs are expanded to columns of 8,
/// trailing blanks and blank lines at both ends are dropped; the rest as LineCleaner does it.
[[nodiscard]] std::string clean_preformatted(std::string_view utf8);

/// `clean` as a reader sees it: a blank for every U+00A0, nothing for a soft hyphen or a zero width
/// space.
[[nodiscard]] std::string as_printed(std::string_view clean);

}  // namespace newshole::text
