#pragma once
// Calendar days in the tokens of a line. Internal to this module.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "text/dates/calendar_words.h"
#include "text/dates/clock_finder.h"
#include "text/dates/date_tokens.h"

namespace newshole::text {

struct TokenSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct FoundDay {
  std::chrono::year_month_day day;
  TokenSpan span;
  std::optional<TimeOfDay> time;  ///< where it stands within the day: before the year
};

/// Finds days, as `find_dates` (printed_date.h) says. The arguments must outlive this.
class DayFinder {
 public:
  DayFinder(const DateTokens& tokens, std::string_view line, std::string_view language,
            const CalendarWords& words, ClockFinder& clock);

  /// The first days, `most` at most, in their order.
  [[nodiscard]] std::vector<FoundDay> find(std::size_t most);

 private:
  using MonthAndEnd = std::pair<Month, std::size_t>;  // with the token behind it

  [[nodiscard]] std::optional<FoundDay> day_at(std::size_t i);
  [[nodiscard]] std::size_t behind_fillers(std::size_t i) const;
  [[nodiscard]] MonthAndEnd month_at(std::size_t i);
  [[nodiscard]] int year_at(std::size_t i, Calendar calendar) const;
  [[nodiscard]] bool may_be_day(std::size_t i) const;
  [[nodiscard]] bool is_year_near(std::size_t i) const;
  [[nodiscard]] bool may_end_month(std::size_t end);
  [[nodiscard]] static std::optional<FoundDay> dated(const Month& month, int year, int day,
                                                     TokenSpan span);
  [[nodiscard]] std::optional<FoundDay> day_first(std::size_t i);
  [[nodiscard]] std::optional<FoundDay> year_first(std::size_t i);
  [[nodiscard]] std::optional<FoundDay> month_first(std::size_t i);
  [[nodiscard]] std::optional<FoundDay> with_time_before_year(std::size_t i, const Month& month,
                                                              std::size_t day);
  [[nodiscard]] std::optional<FoundDay> in_numbers(std::size_t i) const;
  [[nodiscard]] std::optional<FoundDay> in_parted_numbers(std::size_t i) const;
  [[nodiscard]] std::optional<FoundDay> in_units(std::size_t i, int year, TokenSpan span) const;
  [[nodiscard]] std::optional<FoundDay> in_era(std::size_t i) const;
  [[nodiscard]] Calendar calendar_of(int year) const;
  [[nodiscard]] bool is_month_first(std::size_t i) const;

  const DateTokens& tokens_;
  std::string_view language_;
  const CalendarWords& words_;
  ClockFinder& clock_;
  bool is_thai_;
  bool is_hijri_;
};

}  // namespace newshole::text
