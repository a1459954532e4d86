#pragma once
// A short summary of a text by which two prints of one story are known, without the texts.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/article.h"

namespace newshole::extract {

/// Of the shingles of a text, its runs of so many words (of characters, in scripts that put no
/// blanks between words), the least hashes. Case, punctuation and paragraphs do not count.
struct TextSketch {
  std::uint32_t shingles = 0;        ///< how many the text has
  std::vector<std::uint32_t> least;  ///< ascending, at most kSketchValues: all, if there are fewer

  friend bool operator==(const TextSketch&, const TextSketch&) = default;
};

inline constexpr std::size_t kSketchValues = 128;

/// The sketch of the article's paragraphs, quotes and list items. One without shingles: they have
/// fewer than sixty words, too few to tell by. Time is linear in the text.
[[nodiscard]] TextSketch sketch_of(const Article& article);

/// The sketch as bytes, four for each number, the least significant first; none of one without
/// shingles.
[[nodiscard]] std::string to_bytes(const TextSketch& sketch);
/// The sketch of such bytes; one without shingles where they are none.
[[nodiscard]] TextSketch sketch_from(std::string_view bytes);

/// How much of the shorter text stands in the longer one.
struct Overlap {
  double contained = 0;     ///< the estimated share of its shingles, from 0 to 1
  double length = 0;        ///< its length as a share of the longer one's
  std::size_t sampled = 0;  ///< shingles of it that the estimate rests on
};

[[nodiscard]] Overlap overlap_of(const TextSketch& a, const TextSketch& b);

/// Whether both are prints of one story, as of an agency: with another first line, cut at the end,
/// or with paragraphs of their own. Made to be right where it says so: tests/extract measure it.
[[nodiscard]] bool are_one_story(const TextSketch& a, const TextSketch& b);

}  // namespace newshole::extract
