#pragma once
// When a story was published and updated, out of all that claims to say so. Internal to this
// module.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "extract/meta_elements.h"
#include "extract/structured_data.h"
#include "html/node.h"
#include "text/printed_date.h"

namespace newshole::extract {

struct TimeClaim {
  text::PrintedDate date;
  std::string_view origin;  ///< "json-ld", "meta", "time", "url", "text"
  std::string printed;      ///< as the page shows it; empty where it was read from no line
};

struct PublicationTimes {
  std::optional<TimeClaim> published;
  std::optional<TimeClaim> updated;
};

/// `times` are elements that show or state a date, in document order; `path` is the URL's,
/// `language` the page's (BCP 47, may be empty). A day in the path outweighs others; the time of
/// day is that of the claim for the same day. Of what is printed, words such as "Updated" tell the
/// two apart.
[[nodiscard]] PublicationTimes publication_times(const StructuredData& data,
                                                 const MetaElements& metas,
                                                 std::span<const html::Node> times,
                                                 std::string_view path, std::string_view language);

/// "/2025/09/19/", "/2025-09-19-", "/20250919/" in a path; nothing where none of them is there.
[[nodiscard]] std::optional<std::chrono::year_month_day> day_in_path(std::string_view path);

}  // namespace newshole::extract
