#pragma once
// Paragraphs to lines: broken where break_finder.h allows, filled greedily, measured in cells.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "text/break_finder.h"

namespace newshole::text {

/// The longest line in bytes that may be asked for, whatever its width: servers split lines of over
/// 1022 bytes (lib/gopher/CONVENTIONS.md). Only a run without break opportunities can reach it.
inline constexpr std::size_t kMaxLineBytes = 900;

struct WrapOptions {
  int width = 70;                         ///< cells of a line, indents included
  std::string_view first_indent;          ///< before the first line, e.g. "  * "
  std::string_view next_indent;           ///< before all others, e.g. "    "
  std::size_t max_bytes = kMaxLineBytes;  ///< of a line, indents included
};

/// Owns a BreakFinder, which is costly to create. Each thread needs its own.
class LineBreaker {
 public:
  [[nodiscard]] static Result<LineBreaker> create();

  /// Breaks clean text (clean.h; "\n" breaks a line) into lines of at most `options.width` cells,
  /// without trailing blanks, where BreakFinder lets a line end, and at any blank but U+00A0 where
  /// what it holds together would not fit a line; U+00A0 comes out as a blank, a soft hyphen as "-"
  /// where a line ends with it. A run that cannot be broken and is wider than the line (a URL)
  /// stands alone, whole, up to `options.max_bytes`. Empty text gives no line.
  [[nodiscard]] std::vector<std::string> wrap(std::string_view clean, const WrapOptions& options);

 private:
  explicit LineBreaker(BreakFinder finder) : finder_(std::move(finder)) {}
  BreakFinder finder_;
};

}  // namespace newshole::text
