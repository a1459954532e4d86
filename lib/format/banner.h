#pragma once
// Text set in a FIGfont, to the byte as figlet 2.2.5 sets it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "format/figfont.h"

namespace newshole::format {

enum class Alignment { Left, Center, Right };

struct BannerOptions {
  std::size_t width = 80;              ///< columns; as figlet has it the last one stays empty
  std::optional<Alignment> alignment;  ///< else the side on which the font's direction begins
  std::optional<Layout> layout;        ///< else the font's
};

/// UTF-8 lines, each with its line end. `utf8` is broken between words where it is too long, before
/// a letter where a word is too long, and at "\n". Blanks at line ends stay, as figlet's do.
[[nodiscard]] std::string banner(std::string_view utf8, const FigFont& font,
                                 const BannerOptions& options);

/// The character that two become where letters overlap, 0 where they may not: the FIGfont
/// standard's horizontal smushing. `left` and `right` are neither blanks nor 0.
[[nodiscard]] char32_t smushed(char32_t left, char32_t right, Layout layout, const FigFont& font);

}  // namespace newshole::format
