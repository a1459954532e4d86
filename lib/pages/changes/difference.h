#pragma once
// What a story says otherwise than before, in words. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/article.h"

namespace newshole::pages {

/// Words that stand side by side and share their fate.
struct WordRun {
  enum class Kind { Kept, Removed, Added };
  Kind kind = Kind::Kept;
  std::string words;  ///< one line of clean UTF-8

  friend bool operator==(const WordRun&, const WordRun&) = default;
};

/// A changed place and the words beside it; "..." stands for words that are not shown.
struct Passage {
  enum class Part { Headline, Byline, Text };
  Part part = Part::Text;
  std::vector<WordRun> runs;

  friend bool operator==(const Passage&, const Passage&) = default;
};

/// The lengths of parts that have too little in common to be compared.
struct Rewritten {
  std::size_t words_before = 0;
  std::size_t words_after = 0;

  friend bool operator==(const Rewritten&, const Rewritten&) = default;
};

struct Difference {
  std::vector<Passage> passages;         ///< in the story's order
  std::size_t left_out = 0;              ///< passages behind them
  std::optional<Rewritten> rewritten{};  /// besides the passages

  [[nodiscard]] bool is_empty() const { return passages.empty() && !rewritten; }
  friend bool operator==(const Difference&, const Difference&) = default;
};

/// Compares headline, byline and body by their words; empty where only times, links, marks or the
/// division into paragraphs differ. Paragraphs that are the same are left aside first; of the
/// others, at most 4,000 words each side are compared, and at most 800 of them may differ: more is
/// Rewritten. At most 12 passages; of words that were removed or added side by side the first 50
/// are shown. Time is linear in the articles, but for that comparison.
[[nodiscard]] Difference compare(const extract::Article& before, const extract::Article& after);

/// A difference as a mirror keeps it: at most some hundred kilobytes, mostly some hundred bytes.
[[nodiscard]] std::string to_stored(const Difference& difference);
/// What `to_stored` gave. Lines that it cannot have written are left out.
[[nodiscard]] Difference difference_of(std::string_view stored);

/// A passage as one line, "the rate rose by [-two-] {+three+} percent". Such marks in the words
/// themselves are parted by a blank.
[[nodiscard]] std::string marked(const Passage& passage);

}  // namespace newshole::pages
