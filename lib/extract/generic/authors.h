#pragma once
// The authors of a story, reconciled from all sources on the page. Internal to this module.

#include "extract/generic/page_outline.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/structured_data.h"

namespace newshole::extract {

struct Authors {
  std::vector<std::string> names;
  std::string byline;       ///< as printed; empty where no line was read
  std::string_view origin;  ///< "json-ld", "meta", "rel=author", "byline"; empty: none found
};

struct AuthorContext {
  std::span<const std::string> outlets;  ///< names that are no people: the site, its publisher
  std::string_view language;             ///< of the page, BCP 47; may be empty
};

/// `bylines` are elements of the page that name authors, the likeliest first.
[[nodiscard]] Authors reconciled_authors(const StructuredData& data, const MetaElements& metas,
                                         std::span<const Mention> bylines,
                                         const AuthorContext& context);

/// The people in a line or an author field: "By " and what the page's language has for it, roles,
/// agencies, outlets, places, dates, addresses and repeated names left out; empty where the line
/// names no person.
[[nodiscard]] std::vector<std::string> people_in(std::string_view line,
                                                 std::span<const std::string> outlets,
                                                 std::string_view language);

}  // namespace newshole::extract
