#pragma once
// Dates in text of unknown form: machine-readable attributes and lines that people read.

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace newshole::text {

/// A date as it was written: the calendar day of the place, with what else stood there.
struct PrintedDate {
  std::chrono::year_month_day day;
  std::optional<std::chrono::seconds> time_of_day;  ///< since midnight
  std::optional<std::chrono::minutes> offset;       ///< of the local time from UTC

  friend bool operator==(const PrintedDate&, const PrintedDate&) = default;
};

/// `day` where it exists and its year is 1990 to 2100, as that of a story can be.
[[nodiscard]] std::optional<std::chrono::year_month_day> plausible_day(
    const std::chrono::year_month_day& day);

/// The moment; midnight where no time of day, UTC where no zone was written.
[[nodiscard]] UtcTime to_utc(const PrintedDate& date);

/// A date that all of `text` is, as attributes and JSON have it: ISO 8601 with or without time and
/// zone ("2025-09-19", "20250919", "2025-09-19 08:33", "2025-09-19T08:33:00.1-0400"), RFC 5322
/// ("Fri, 19 Sep 2025 08:33:00 GMT"), seconds or milliseconds since 1970. Nothing where no
/// `plausible_day` is there.
[[nodiscard]] std::optional<PrintedDate> parse_machine_date(std::string_view text);

/// The first date in a line for people: "Updated 4:33 PM EDT, Fri September 19, 2025", "19 de
/// septiembre de 2025", "19.9.2025", "2025-09-19". Names of months are English ones and those of
/// `language` (BCP 47; empty: English alone) as ICU knows them; so are the words for the halves of
/// a day, which may stand before or behind the time. In 9/4/2025 the month is first in American
/// English, the day elsewhere. Nothing where no `plausible_day` is there.
[[nodiscard]] std::optional<PrintedDate> find_date(std::string_view text,
                                                   std::string_view language);

}  // namespace newshole::text
