#pragma once
// A page as flat tables of its elements and of the links among them, built in one pass. Internal to
// this module.

#include <cstdint>
#include <vector>

#include "html/document.h"
#include "html/node.h"
#include "listing/own_links/link_place.h"

namespace newshole::listing {

inline constexpr std::uint32_t kNone = UINT32_MAX;

struct LinkElement {
  html::Node node;
  std::uint32_t parent = 0;     ///< index; the root is its own parent
  std::uint32_t end = 0;        ///< behind the last element below it
  std::uint32_t headlines = 0;  ///< links that look like headlines below it
  PlaceSign own;
  Place place = Place::Main;  ///< with all that is around it
};

/// A link with an address that may be that of a page.
struct TableLink {
  std::uint32_t element = 0;
  std::uint32_t words = 0;         ///< three characters of a script without blanks count as two
  std::uint32_t words_before = 0;  ///< of its line, outside links
  std::uint32_t words_behind = 0;
  std::uint64_t make = 0;   ///< equal for links of one make: tags and classes around them
  bool is_heading = false;  ///< it is in a heading, or holds one
  bool goes_on = false;     ///< a small letter or a comma follows in its line
};

struct LinkTable {
  std::vector<LinkElement> elements;  ///< in document order, so children stand behind parents
  std::vector<TableLink> links;
  std::vector<std::uint32_t> headings;  ///< elements
};

/// A text of fewer words is no headline for sure.
inline constexpr std::uint32_t kHeadlineWords = 5;

/// One pass over the tree, without recursion. The nodes live as long as the document.
[[nodiscard]] LinkTable link_table_of(const html::Document& document, LinkPlaces& places);

}  // namespace newshole::listing
