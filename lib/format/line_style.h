#pragma once
// How an edition wants its lines: what their width counts, and how links show in text.

namespace newshole::format {

/// Footnotes: "[1]" behind the link's text and a numbered list of URLs below the article.
enum class LinkStyle { Footnotes, None };

/// The unit of a line's width.
enum class Measure {
  Cells,         ///< cells of a terminal
  CellsAndBytes  ///< for clients that take a byte for a column: within the width in both
};

}  // namespace newshole::format
