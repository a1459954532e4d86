#pragma once
// Dates as pages print them, to UTC. Independent of TZ and locale.

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace newshole::text {

/// How a site writes its dates.
struct DateFormat {
  std::string pattern;           ///< UTS #35: "h:mm a z, EEE MMMM d, yyyy"
  std::string zone = "Etc/UTC";  ///< IANA name; used when the text names no zone
  std::string language = "en";   ///< BCP 47: whose names of months and days the text has
};

/// Reads dates; keeps ICU's formats, which are costly to create, from their first use on. Each
/// thread needs its own.
class DateReader {
 public:
  DateReader();
  DateReader(DateReader&&) noexcept;
  DateReader& operator=(DateReader&&) noexcept;
  ~DateReader();

  /// The first of `formats` that reads a date out of `text`, which may hold a label before it
  /// ("Updated: 4:33 AM EDT, Fri September 19, 2025") and nothing after it. Zone abbreviations of
  /// North America and Europe, "ET" and the like (the zone's own rule), GMT, UTC and offsets are
  /// known. Nothing where it is no date, the date does not exist, or the year is not 1990 to 2100.
  [[nodiscard]] std::optional<UtcTime> read(std::string_view text,
                                            std::span<const DateFormat> formats);

 private:
  struct Formats;
  std::unique_ptr<Formats> formats_;
};

/// Opens ICU's table of zones. It is a file: a process that is to read dates when it can open none
/// has called this before.
void open_zones();

/// The offset from UTC of "EDT", "CET", "ET" and the other abbreviations that DateReader knows, at
/// a local time (which counts for those of a zone with summer time). Nothing where it is none of
/// them.
[[nodiscard]] std::optional<std::chrono::minutes> zone_offset(std::string_view abbreviation,
                                                              UtcTime local);

/// ISO 8601 / RFC 3339 with date, time and zone ("2025-09-19T08:33:00.123Z", "+02:00", "-0400";
/// seconds and fraction optional). Nothing where the zone is missing or anything is out of range.
[[nodiscard]] std::optional<UtcTime> parse_iso_time(std::string_view text);

/// "2025-09-19T08:33:00Z" (RFC 3339).
[[nodiscard]] std::string to_rfc3339(UtcTime time);

/// A date, or a time with the offset from UTC of the place that it was told in.
struct DateOrTime {
  UtcTime time;                                ///< of a date alone: its start, as if in UTC
  std::optional<std::chrono::minutes> offset;  ///< nothing: the date alone is known

  friend bool operator==(const DateOrTime&, const DateOrTime&) = default;
};

/// "2025-09-19T04:33:00-04:00" (with no offset "Z"), or "2025-09-19" (RFC 3339).
[[nodiscard]] std::string to_rfc3339(const DateOrTime& time);

/// "Fri 19 September 2025, 04:33 -04:00" (with no offset "UTC"), or "Fri 19 September 2025".
[[nodiscard]] std::string to_line(const DateOrTime& time);

/// "2025-12-01 18:04 UTC".
[[nodiscard]] std::string to_readable(UtcTime time);

}  // namespace newshole::text
