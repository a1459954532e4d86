#pragma once
// The likelihood that a run of text is part of an article's body. Internal to this module.

#include "extract/generic/page_outline.h"

namespace newshole::extract {

/// Characters in links as a share of all, 0 to 1; 0 for nothing.
[[nodiscard]] double link_density(const TextRun& run);

/// About the characters of prose in it; below 0 for lists of links, labels and other small print. A
/// heading counts nothing by itself.
[[nodiscard]] double block_score(const TextRun& run);

/// Sums over runs that lie in a row.
struct RunSums {
  double score = 0;  ///< of block_score
  double prose = 0;  ///< the same without the runs of a negative score
  double chars = 0;
  double link_chars = 0;

  RunSums& operator+=(const TextRun& run);
  friend RunSums operator-(const RunSums& a, const RunSums& b);
};

/// Sums of the runs from the first to before the i-th, for each i from 0 to their number.
/// `is_kept` says which count.
[[nodiscard]] std::vector<RunSums> running_sums(const std::vector<TextRun>& runs,
                                                const std::vector<bool>& is_kept);

/// The sums of the runs below an element.
[[nodiscard]] RunSums sums_below(const std::vector<RunSums>& sums, const OutlineElement& element);

}  // namespace newshole::extract
