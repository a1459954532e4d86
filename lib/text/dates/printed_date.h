#pragma once
// Dates in text of unknown form: machine-readable attributes and lines that people read.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "text/dates/calendars.h"
#include "text/dates/dates.h"

namespace newshole::text {

/// A date as it was written: the calendar day of the place, with what else stood there.
struct PrintedDate {
  std::chrono::year_month_day day;
  std::optional<std::chrono::seconds> time_of_day;  ///< since midnight
  std::optional<std::chrono::minutes> offset;       ///< of the local time from UTC

  friend bool operator==(const PrintedDate&, const PrintedDate&) = default;
};

/// The moment; midnight where no time of day, UTC where no zone was written.
[[nodiscard]] UtcTime to_utc(const PrintedDate& date);

/// The time where its zone was written, too; else the date alone.
[[nodiscard]] DateOrTime date_or_time(const PrintedDate& date);

/// A date that all of `text` is, as attributes and JSON have it: ISO 8601 with or without time and
/// zone ("2025-09-19", "20250919", "2025-09-19 08:33", "2025-09-19T08:33:00.1-0400"), RFC 5322
/// ("Fri, 19 Sep 2025 08:33:00 GMT"), seconds or milliseconds since 1970. Nothing where no
/// `plausible_day` is there.
[[nodiscard]] std::optional<PrintedDate> parse_machine_date(std::string_view text);

/// A date in a line, with its time and zone where these stand close to it.
struct DateMention {
  PrintedDate date;
  std::size_t begin = 0;  ///< bytes of the line
  std::size_t end = 0;
};

/// The first few dates in a line for people, in their order: "4:33 PM EDT, Fri September 19, 2025",
/// "19 de septiembre de 2025", "19.9.2025", "2025-09-19". Names of months are those of all
/// languages that ICU knows, abbreviations those of English and of `language` (BCP 47; may be
/// empty); so are the words for the halves of a day, which may stand before or behind the time.
/// Digits of all scripts; years of the Buddhist era in Thai, of Minguo, Reiwa and Heisei by their
/// names; days of the Persian and the Islamic calendar by their months. In 9/4/2025 the month is
/// first in American English, the day elsewhere. A time belongs to the date before it, else to the
/// one behind it. Each has a `plausible_day`.
[[nodiscard]] std::vector<DateMention> find_dates(std::string_view line, std::string_view language);

/// The first of them.
[[nodiscard]] std::optional<PrintedDate> find_date(std::string_view text,
                                                   std::string_view language);

}  // namespace newshole::text
