#pragma once
// Times of day and zones in the tokens of a line. Internal to this module.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "text/dates/calendar_words.h"
#include "text/dates/date_tokens.h"

namespace newshole::text {

struct TimeOfDay {
  std::chrono::seconds since_midnight{0};
  std::size_t end = 0;  ///< the token behind it
};

struct ZoneAndEnd {
  std::chrono::minutes offset{0};
  std::size_t end = 0;  ///< the token behind it
};

/// Finds what a clock shows, for pages in `language` (BCP 47). The arguments must outlive this.
class ClockFinder {
 public:
  ClockFinder(const DateTokens& tokens, std::string_view language, const CalendarWords& words)
      : tokens_(tokens), language_(language), words_(words) {}

  /// The time that begins with token `i`: "4:33 PM", "16h33", "2 p.m.", "Noon". The word for the
  /// half of the day may stand before it.
  [[nodiscard]] std::optional<TimeOfDay> time_at(std::size_t i);

  /// The first zone in the tokens from `begin` to before `end`, by name or offset, of a time that
  /// is `local`: "EDT", "GMT+7", "+02:00".
  [[nodiscard]] std::optional<ZoneAndEnd> zone_between(UtcTime local, std::size_t begin,
                                                       std::size_t end) const;

 private:
  [[nodiscard]] std::optional<TimeOfDay> noon_or_midnight(std::size_t i) const;
  [[nodiscard]] std::optional<TimeOfDay> with_minutes(std::size_t i);
  [[nodiscard]] std::optional<TimeOfDay> whole_hour(std::size_t i);
  [[nodiscard]] bool is_dotted_time(std::size_t i);
  [[nodiscard]] HalfDay half_day_at(std::size_t i);
  [[nodiscard]] std::size_t behind_stops(std::size_t i) const;
  [[nodiscard]] std::optional<ZoneAndEnd> offset_at(std::size_t sign, bool is_named,
                                                    bool is_iso) const;
  [[nodiscard]] std::optional<std::chrono::minutes> zone_named_here(std::string_view name,
                                                                    UtcTime local) const;

  const DateTokens& tokens_;
  std::string_view language_;
  const CalendarWords& words_;
};

}  // namespace newshole::text
