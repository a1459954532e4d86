#pragma once
// Text in a form for comparison: equal for two spellings of one line. Internal to this module.

#include <span>
#include <string>
#include <string_view>

namespace newshole::extract {

/// A clean line in lower case (ASCII letters), curly quotes straight, no-break spaces as blanks.
[[nodiscard]] std::string folded_line(std::string_view clean);

/// A clean line in lower case (all letters, by Unicode), apostrophes straight.
[[nodiscard]] std::string lowered(std::string_view clean);

/// The letters and digits alone, in lower case (ASCII letters); characters beyond ASCII stay but
/// for general punctuation (U+2000 to U+206F) and signs of Latin-1.
[[nodiscard]] std::string letters_of(std::string_view clean);

/// True if one of `lines` has the letters and digits of `line`.
[[nodiscard]] bool repeats_any(std::string_view line, std::span<const std::string> lines);

}  // namespace newshole::extract
