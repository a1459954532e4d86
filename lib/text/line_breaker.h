#pragma once
// Paragraphs to lines: opportunities by UAX #14 (ICU), filled greedily, measured in cells.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::text {

/// No line is longer than this in bytes, whatever its width: servers split lines of over 1022 bytes
/// (GOPHER.md 1.8). Only a run without any break opportunity can reach it.
inline constexpr std::size_t kMaxLineBytes = 900;

struct WrapOptions {
  int width = 70;                 ///< cells of a line, indents included
  std::string_view first_indent;  ///< before the first line, e.g. "  * "
  std::string_view next_indent;   ///< before all others, e.g. "    "
};

/// Owns ICU's iterator, which costs more than a paragraph; make one and keep it. One thread each.
class LineBreaker {
 public:
  [[nodiscard]] static Result<LineBreaker> create();
  LineBreaker(LineBreaker&&) noexcept;
  LineBreaker& operator=(LineBreaker&&) noexcept;
  LineBreaker(const LineBreaker&) = delete;
  LineBreaker& operator=(const LineBreaker&) = delete;
  ~LineBreaker();

  /// Breaks clean text (clean.h; "\n" breaks a line) into lines of at most `options.width` cells,
  /// without trailing blanks; U+00A0 holds and comes out as a blank. A run that cannot be broken
  /// and is wider than the line (a URL) stands alone, whole, up to kMaxLineBytes. The text of a
  /// URL, and a footnote mark such as [3] behind its word, are not broken. Empty text gives no
  /// line.
  [[nodiscard]] std::vector<std::string> wrap(std::string_view clean, const WrapOptions& options);

 private:
  struct Iterator;
  explicit LineBreaker(std::unique_ptr<Iterator> iterator);
  std::unique_ptr<Iterator> iterator_;
};

}  // namespace newshole::text
