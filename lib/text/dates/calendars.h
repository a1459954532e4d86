#pragma once
// Years and days of calendars other than the Gregorian one. Internal to this module.

#include <chrono>
#include <optional>
#include <string_view>

namespace newshole::text {

/// Islamic: that of Umm al-Qura, which newspapers print.
enum class Calendar { Gregorian, Persian, Islamic };

/// `day` where it exists and its year is 1990 to 2100, as that of a story can be.
[[nodiscard]] std::optional<std::chrono::year_month_day> plausible_day(
    const std::chrono::year_month_day& day);

/// The Gregorian day of a day of `calendar`; nothing where it does not exist or is no
/// `plausible_day`.
[[nodiscard]] std::optional<std::chrono::year_month_day> gregorian_day(Calendar calendar, int year,
                                                                       int month, int day);

/// The Gregorian year before the first of the era that the end of `word` names in Chinese or
/// Japanese: 2018 for "\u4ee4\u548c", 1911 for "\u6c11\u570b".
[[nodiscard]] std::optional<int> year_before_era(std::string_view word);

}  // namespace newshole::text
