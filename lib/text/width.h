#pragma once
// Width in terminal cells, by extended grapheme cluster (UAX #29, UAX #11, UTS #51).
//
// UAX #29 lets a cluster grow without end (a run of U+1100, say). Here it ends, between code
// points, after 32 of them, or before the one that would make it wider than 8 cells; what follows
// begins another. No emoji sequence of Unicode's data is that long.

#include <cstddef>
#include <string>
#include <string_view>

namespace newshole::text {

/// Cells that a terminal needs for one line of clean UTF-8: wide and fullwidth characters 2,
/// ambiguous ones 1, combining marks 0; an emoji cluster (presentation selector, ZWJ sequence,
/// flag, keycap) 2. Line breaks are not expected.
[[nodiscard]] int width(std::string_view utf8);

/// The longest prefix of whole grapheme clusters that is at most `cells` wide and `bytes` long;
/// never empty unless `utf8` is: one cluster that is wider than `cells` is given whole, one that is
/// longer than `bytes` is cut between code points.
[[nodiscard]] std::string_view prefix_within(std::string_view utf8, int cells, std::size_t bytes);

/// `utf8` as it is when at most `cells` wide, else cut on a grapheme cluster with "..." at its end.
[[nodiscard]] std::string shortened(std::string_view utf8, int cells);

}  // namespace newshole::text
