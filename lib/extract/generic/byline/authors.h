#pragma once
// The authors of a story, reconciled from all sources on the page. Internal to this module.

#include "extract/generic/byline/name_line.h"
#include "extract/generic/page_outline.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/structured_data.h"

namespace newshole::extract {

struct Authors {
  std::vector<std::string> names;
  std::string
      byline;        ///< as printed, without labels, days and buttons; empty where no line was read
  std::string line;  ///< the whole line that it stands in
  std::string credit;       ///< the first line that begins as a byline does, whoever it names
  std::string_view origin;  ///< "json-ld", "meta", "rel=author", "byline"; empty: none found
};

struct AuthorContext {
  std::span<const std::string> outlets;  ///< names that are no people: the site, its publisher
  std::string_view language;             ///< of the page, BCP 47; may be empty
  std::string_view section;              ///< that the story stands in; may be empty
  Mention headline;                      ///< may be nothing
};

[[nodiscard]] Authors reconciled_authors(const StructuredData& data, const MetaElements& metas,
                                         const PageOutline& outline, const AuthorContext& context);

}  // namespace newshole::extract
