#pragma once
// What a reader's machine can show: transliteration and encoding for output.

#include <optional>
#include <string>
#include <string_view>

namespace newshole::text {

enum class Charset { Utf8, Latin1, Ascii };

/// "utf-8", "iso-8859-1", "us-ascii"; nothing for any other name.
[[nodiscard]] std::optional<Charset> parse_charset(std::string_view name);
[[nodiscard]] std::string_view name_of(Charset charset);

/// Clean UTF-8 text in which every character exists in `charset` (still UTF-8): typography by a
/// table (quotes, dashes, ellipses, bullets, ligatures, fractions, currency), other scripts through
/// ICU, the rest "?". Line breaks and U+00A0 are kept. To be done before wrapping, since widths
/// change. ICU's transliterator (10 ms) is made only for text that the table cannot do.
[[nodiscard]] std::string transliterate(std::string_view clean, Charset charset);

/// The bytes of `text`, which `transliterate` has seen, in `charset`.
[[nodiscard]] std::string encode(std::string_view text, Charset charset);

}  // namespace newshole::text
