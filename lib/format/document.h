#pragma once
// Finished lines.

#include <string>
#include <vector>

namespace newshole::format {

/// A line of text; with a `url` it stands for a link (in menus). UTF-8 that the edition's charset
/// can hold, no trailing blanks, no U+00A0, no control characters; never only ".".
struct Line {
  std::string text;
  std::string url;

  friend bool operator==(const Line&, const Line&) = default;
};

using Document = std::vector<Line>;

/// The lines, each with LF behind it.
[[nodiscard]] inline std::string to_text(const Document& document) {
  std::string out;
  for (const Line& line : document) out.append(line.text).append("\n");
  return out;
}

}  // namespace newshole::format
