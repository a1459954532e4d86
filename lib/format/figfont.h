#pragma once
// FIGfonts: letters made of characters (FIGfont standard, version 2), and TOIlet's fonts of the
// same form.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::format {

/// How letters stand side by side: the bits of Full_Layout, horizontal ones only.
using Layout = unsigned;
inline constexpr Layout kFullWidth = 0;
inline constexpr Layout kEqualSmushing = 1;       ///< rule 1
inline constexpr Layout kUnderscoreSmushing = 2;  ///< rule 2
inline constexpr Layout kHierarchySmushing = 4;   ///< rule 3
inline constexpr Layout kPairSmushing = 8;        ///< rule 4
inline constexpr Layout kBigXSmushing = 16;       ///< rule 5
inline constexpr Layout kHardblankSmushing = 32;  ///< rule 6
inline constexpr Layout kSmushingRules = 63;      ///< with none of them smushing is universal
inline constexpr Layout kKerning = 64;
inline constexpr Layout kSmushing = 128;

enum class Direction { LeftToRight, RightToLeft };

/// One row a line; all rows of a well-made letter are as long.
using FigLetter = std::vector<std::u32string>;

class FigFont {
 public:
  /// `bytes` of a .flf or .tlf file, zipped or not. A row is UTF-8, as in figlet 2.2.5; one that is
  /// not valid UTF-8 is ISO 8859-1.
  /// Errors: Config (no FIGfont of version 2, damaged, larger than 4 MB unpacked).
  [[nodiscard]] static Result<FigFont> parse(std::string_view bytes);

  /// The letter of a character; the font's letter for missing ones, which may be empty, where it
  /// has none.
  [[nodiscard]] const FigLetter& letter(char32_t c) const;
  [[nodiscard]] std::size_t height() const { return height_; }
  [[nodiscard]] char32_t hardblank() const { return hardblank_; }
  [[nodiscard]] Layout layout() const { return layout_; }
  [[nodiscard]] Direction direction() const { return direction_; }

 private:
  class Reader;
  std::size_t height_ = 1;
  char32_t hardblank_ = U'$';
  Layout layout_ = kFullWidth;
  Direction direction_ = Direction::LeftToRight;
  std::map<char32_t, FigLetter> letters_;  // 0: for missing characters
};

}  // namespace newshole::format
