#pragma once
// Takes the text of style and script elements out of a page before gumbo sees it: gumbo pays for
// every character, and nine tenths of a news page are style and script. Internal to html.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::html {

/// A text that was taken out.
struct Cut {
  std::size_t at = 0;     ///< the place in the shorter page where it stood: behind its start tag
  std::string_view text;  ///< as the page has it
};

struct ShorterPage {
  std::string text;       ///< empty where nothing was cut: the page itself is to be parsed
  std::vector<Cut> cuts;  ///< in order of `at`; they point into the page
};

/// `page` without the text of its style and script elements; their tags stay. Gumbo makes the same
/// tree of both but for that text. Follows the tokenizer of the HTML standard (13.2.5) as gumbo
/// implements it; where the tokenizer's state depends on the tree in a way that is not certain here
/// (math, frameset, HTML inside svg...) the rest of the page stays as it is, which is always right.
[[nodiscard]] ShorterPage cut_raw_text(std::string_view page);

}  // namespace newshole::html
