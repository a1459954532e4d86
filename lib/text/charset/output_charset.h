#pragma once
// Transliteration and encoding of text for the charset of a reader's machine.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace newshole::text {

enum class Charset { Utf8, Latin1, Ascii };

/// By a usual name, in any case: "utf-8", "utf8"; "iso-8859-1", "latin1", ...; "us-ascii", "ascii".
/// Nothing for any other.
[[nodiscard]] std::optional<Charset> parse_charset(std::string_view name);
/// "utf-8", "iso-8859-1", "us-ascii", as MIME has them.
[[nodiscard]] std::string_view name_of(Charset charset);

/// Text of which every character exists in a charset.
struct Transliterated {
  std::string text;         ///< still UTF-8
  std::size_t unknown = 0;  ///< characters without a spelling: each has become a "?"
};

/// `clean` (clean.h) in the characters of `charset`. Typography comes first (quotes, dashes,
/// ellipses, bullets, arrows, ligatures, fractions, currency), then other scripts as ICU spells
/// them (Any-Latin; Latin-ASCII; ideographs as words apart), emoji by their Unicode name in colons,
/// the rest "?". Line breaks, U+00A0 and soft hyphens are kept. To be done before wrapping, since
/// widths change. ICU's transliterator (10 ms) is made only for words of which the table that is
/// made when newshole is built lacks a letter. Linear in the text's size.
[[nodiscard]] Transliterated transliterate(std::string_view clean, Charset charset);

/// Transliterates the parts of one page and counts.
class Transliterator {
 public:
  explicit Transliterator(Charset charset) : charset_(charset) {}
  [[nodiscard]] std::string operator()(std::string_view clean);
  /// Characters that became "?" so far.
  [[nodiscard]] std::size_t unknown() const { return unknown_; }

 private:
  Charset charset_;
  std::size_t unknown_ = 0;
};

/// The bytes of `text`, which `transliterate` has seen, in `charset`.
[[nodiscard]] std::string encode(std::string_view text, Charset charset);

/// True if the bytes hold no control character of `charset` but tabs and line ends, nothing that a
/// terminal would obey, and are valid where that is UTF-8.
[[nodiscard]] bool is_printable(std::string_view bytes, Charset charset);

}  // namespace newshole::text
