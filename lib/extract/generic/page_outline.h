#pragma once
// A page as flat tables, built in one pass over its tree: the elements in document order, the runs
// of text between their edges, and the few elements that state something of the article. Internal
// to this module.

#include <cstdint>

#include "extract/body/element_role.h"
#include "extract/generic/element_evidence.h"
#include "html/document.h"
#include "html/node.h"

namespace newshole::extract {

/// Text between two edges of block elements, counted in characters that are no white space.
struct TextRun {
  std::uint32_t element = 0;  ///< the innermost element of the outline around it
  std::uint32_t chars = 0;
  std::uint32_t link_chars = 0;
  std::uint32_t words = 0;  ///< two characters of a script without blanks count as a word
  std::uint32_t commas = 0;
  std::uint32_t sentence_ends = 0;
  bool is_heading = false;
};

/// An element. Inline ones are left out unless they show evidence.
struct OutlineElement {
  html::Node node;
  std::uint32_t parent = 0;     ///< index; the root is its own parent
  std::uint32_t end = 0;        ///< behind the last element below it
  std::uint32_t first_run = 0;  ///< runs from here to before `end_run` lie below it
  std::uint32_t end_run = 0;
  Role role = Role::Container;
  Evidence evidence = Evidence::None;
};

/// An element that describes the article, with the number of elements that begin before it.
struct Mention {
  html::Node node;
  std::uint32_t position = 0;
};

struct PageOutline {
  std::vector<OutlineElement> elements;  ///< the first is the body; children behind their parents
  std::vector<TextRun> runs;             ///< in document order; none is empty
  std::vector<html::Node> metas;         ///< meta elements
  std::vector<Mention> headings;         ///< h1, h2 and elements that are named a headline
  std::vector<Mention> times;    ///< elements that state a date in an attribute or a short text
  std::vector<Mention> bylines;  ///< elements that name authors: rel, itemprop, class
  std::vector<Mention> credit_lines;  ///< around short text that begins with "By" in some language
  std::vector<Mention> author_links;  ///< links to pages of authors and users: "/author/jane-doe"
  std::vector<Mention> standfirsts;   ///< elements that are named so
  html::Node title;
  html::Node canonical;  ///< the link element that names the page's own address
};

/// `mentions` with those nearest to `position` first: those that follow a headline closely belong
/// to its article rather than those before it.
[[nodiscard]] std::vector<Mention> nearest_first(std::vector<Mention> mentions,
                                                 std::uint32_t position);

/// True for a link to the page of an author: "/author/jane-doe", "/?author=7".
[[nodiscard]] bool leads_to_author(html::Node element);

/// "user/jane" of a link to "/user/jane/", the page of a user; empty for other elements.
[[nodiscard]] std::string_view user_page_of(html::Node element);

/// One pass over the tree, without recursion. The nodes live as long as the document.
[[nodiscard]] PageOutline outline_of(const html::Document& document);

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
