#pragma once
// The times at which a story was published and updated, reconciled from all sources on the page.
// Internal to this module.

#include "extract/generic/date_place.h"
#include "extract/generic/page_outline.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/structured_data.h"
#include "text/dates/printed_date.h"

namespace newshole::extract {

struct TimeClaim {
  text::PrintedDate date;
  std::string_view origin;      ///< "json-ld", "meta", "time", "url", "text"
  std::string printed;          ///< date and time as the page shows them; empty where it does not
  std::string line;             ///< the line that shows them, with labels; may be empty
  bool is_by_headline = false;  ///< shown right above or somewhere below the headline
};

struct PublicationTimes {
  std::optional<TimeClaim> published;
  std::optional<TimeClaim> updated;
};

/// The dates that a page shows, and its address.
struct ShownDates {
  std::vector<Mention> times;  ///< elements that show or state a date, in document order
  std::uint32_t headline = 0;  ///< the position of the headline; those near it count first
  StoryPlace place;
  std::string_view path;      ///< of the URL
  std::string_view language;  ///< of the page, BCP 47; may be empty
};

/// A day in the path takes precedence; the time of day is that of the claim for the same day. Words
/// such as "Updated" distinguish the two in printed lines. `shown` must outlive the call only.
[[nodiscard]] PublicationTimes publication_times(const StructuredData& data,
                                                 const MetaElements& metas,
                                                 const ShownDates& shown);

}  // namespace newshole::extract
