#pragma once
// Removes from a page what needs no parsing before gumbo reads it: gumbo spends about 300
// instructions on each character of plain text, and nine tenths of a news page are style and
// script. Internal to this module.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::html {

/// Sorted, in lower case. None means all.
using AttributeNames = std::span<const std::string_view>;

/// A text of a style or script element that was taken out.
struct Cut {
  std::size_t at = 0;     ///< the place in the shorter page where it stood: behind its start tag
  std::string_view text;  ///< as the page has it
};

struct ShorterPage {
  std::string text;                    ///< empty where the page itself is to be parsed
  std::vector<Cut> cuts;               ///< in order of `at`; they point into the page
  std::vector<std::string_view> runs;  ///< plain text that stand-ins stand for, by their number

  [[nodiscard]] bool is_shorter() const { return !text.empty(); }
};

/// `page` without the text of its style and script elements, whose tags stay, and of its comments.
/// Gumbo makes the same tree of both but for that text, and for runs of plain text: each has become
/// one character, its stand-in (see html/stand_ins.h). Follows the tokenizer of the HTML standard
/// (13.2.5) as gumbo implements it; where the tokenizer's state depends on the tree in a way that
/// this function does not follow (math, frameset, HTML inside svg ...) the rest of the page stays
/// as it is, which is always correct.
///
/// A run begins and ends with a character that is no blank, and holds only characters that the
/// tokenizer and the tree's construction treat alike: what gumbo does with its first character, it
/// does with the rest.
///
/// Attributes in `read` stay, others may be left out. Elements that gumbo tells apart by their
/// attributes (formatting) keep all.
[[nodiscard]] ShorterPage shortened(std::string_view page, AttributeNames read = {});

}  // namespace newshole::html
