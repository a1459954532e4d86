#pragma once
// The style of an edition's lines: the unit of their width, and how links show in text.

namespace newshole::format {

/// Footnotes: "[1]" behind the link's text and a numbered list of URLs below the article.
enum class LinkStyle { Footnotes, None };

/// The unit of a line's width.
enum class Measure {
  Cells,         ///< cells of a terminal
  CellsAndBytes  ///< within the width in both, for clients that count a byte as a column
};

}  // namespace newshole::format
