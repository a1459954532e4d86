#include "text/dates/calendars.h"

#include <array>
#include <memory>
#include <utility>

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

namespace newshole::text {
namespace {

using std::chrono::year_month_day;

/// Reiwa, Heisei; the Republic of China in traditional and in simplified characters.
constexpr auto kEras = std::to_array<std::pair<std::string_view, int>>({{"\u4ee4\u548c", 2018},
                                                                        {"\u5e73\u6210", 1988},
                                                                        {"\u6c11\u570b", 1911},
                                                                        {"\u6c11\u56fd", 1911}});

std::optional<year_month_day> day_by_icu(const char* locale, int year, int month, int day) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale(locale), status));
  if (U_FAILURE(status) != 0) return std::nullopt;
  calendar->clear();
  calendar->setLenient(static_cast<UBool>(false));
  calendar->set(year, month - 1, day);
  const UDate time = calendar->getTime(status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  constexpr double kDay = 86'400'000;
  return year_month_day(std::chrono::sys_days(std::chrono::days(static_cast<int>(time / kDay))));
}

}  // namespace

std::optional<year_month_day> plausible_day(const year_month_day& day) {
  constexpr std::chrono::year kFirst{1990};
  constexpr std::chrono::year kLast{2100};
  if (!day.ok() || day.year() < kFirst || day.year() > kLast) return std::nullopt;
  return day;
}

std::optional<year_month_day> gregorian_day(Calendar calendar, int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  if (calendar == Calendar::Gregorian) {
    return plausible_day({std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                          std::chrono::day(static_cast<unsigned>(day))});
  }
  const bool is_persian = calendar == Calendar::Persian;
  const auto found = day_by_icu(is_persian ? "en@calendar=persian;timezone=Etc/UTC"
                                           : "en@calendar=islamic-umalqura;timezone=Etc/UTC",
                                year, month, day);
  return found ? plausible_day(*found) : std::nullopt;
}

std::optional<int> year_before_era(std::string_view word) {
  for (const auto& [name, year] : kEras) {
    if (word.ends_with(name)) return year;
  }
  return std::nullopt;
}

}  // namespace newshole::text
