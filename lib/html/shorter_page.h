#pragma once
// Takes out of a page what needs no parsing before gumbo sees it: gumbo pays for every character,
// some 300 instructions for one of plain text, and nine tenths of a news page are style and script.
// Internal to html.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::html {

/// A text of a style or script element that was taken out.
struct Cut {
  std::size_t at = 0;     ///< the place in the shorter page where it stood: behind its start tag
  std::string_view text;  ///< as the page has it
};

struct ShorterPage {
  std::string text;                    ///< empty where the page itself is to be parsed
  std::vector<Cut> cuts;               ///< in order of `at`; they point into the page
  std::vector<std::string_view> runs;  ///< plain text that stand-ins stand for, by their number

  [[nodiscard]] bool is_shorter() const { return !cuts.empty() || !runs.empty(); }
};

/// `page` without the text of its style and script elements; their tags stay. Gumbo makes the same
/// tree of both but for that text, and for runs of plain text: each has become one character, its
/// stand-in (see `restored`). Follows the tokenizer of the HTML standard (13.2.5) as gumbo
/// implements it; where the tokenizer's state depends on the tree in a way that is not certain here
/// (math, frameset, HTML inside svg...) the rest of the page stays as it is, which is always right.
///
/// A run begins and ends with what is no blank, and holds no character that the tokenizer or the
/// tree's construction treats otherwise than another: whatever gumbo does with its first character,
/// it does with the rest.
[[nodiscard]] ShorterPage shortened(std::string_view page);

/// True if gumbo's `text` may hold stand-ins.
[[nodiscard]] bool may_hold_runs(std::string_view text);

/// Bytes of `text` with the runs in the places of their stand-ins.
[[nodiscard]] std::size_t restored_size(std::string_view text,
                                        const std::vector<std::string_view>& runs);

/// Writes those bytes to `to`.
void restore(std::string_view text, const std::vector<std::string_view>& runs, char* to);

}  // namespace newshole::html
