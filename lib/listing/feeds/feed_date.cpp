#include "listing/feeds/feed_date.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "text/clean.h"
#include "text/dates/calendar_words.h"
#include "text/dates/printed_date.h"

namespace newshole::listing {
namespace {

using std::chrono::minutes;

std::optional<int> take_number(std::string_view& text, std::string_view separators) {
  return ascii::number<int>(ascii::take_before(text, separators), 0);
}

/// "+0200", "+02:00", "GMT", "EDT".
std::optional<minutes> offset_of(std::string_view zone, UtcTime local) {
  const bool is_signed = zone.starts_with('+') || zone.starts_with('-');
  if (!is_signed) return zone == "UT" || zone == "Z" ? minutes(0) : text::zone_offset(zone, local);
  const auto hours = ascii::number<int>(zone.substr(1, 2), 0, 14);
  const std::string_view rest = zone.substr(std::min(zone.size(), std::size_t{3}));
  const auto past = ascii::number<int>(rest.substr(rest.starts_with(':') ? 1 : 0), 0, 59);
  if (!hours || !past) return std::nullopt;
  const minutes offset(*hours * 60 + *past);
  return zone.front() == '-' ? -offset : offset;
}

/// "08:33:00", "8:33".
std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  const auto hour = take_number(text, ":");
  const auto minute = take_number(text, ":");
  const auto second = text.empty() ? std::optional(0) : ascii::number<int>(text, 0, 60);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59) return std::nullopt;
  return std::chrono::hours(*hour) + minutes(*minute) + std::chrono::seconds(*second);
}

/// RFC 822 section 5, with years of two digits, hyphens and no blank behind the day of the week as
/// feeds have them. Most dates of feeds are of this form; any form takes ten times as long.
std::optional<text::PrintedDate> rfc_822_date(std::string_view text) {
  constexpr std::size_t kLongestDayOfWeek = 9;
  const std::size_t comma = text.substr(0, kLongestDayOfWeek + 1).find(',');
  if (comma != std::string_view::npos) text.remove_prefix(comma + 1);
  text = ascii::trimmed(text);
  const auto day = take_number(text, " -");
  const int month = text::english_month(ascii::take_before(text, " -"));
  auto year = take_number(text, " ");
  if (!day || month == 0 || !year) return std::nullopt;
  if (*year < 100) *year += *year < 70 ? 2000 : 1900;
  const auto date = text::plausible_day(std::chrono::year(*year) / month / *day);
  const auto time = time_of_day(ascii::take_before(text, " "));
  if (!date || !time) return std::nullopt;
  const auto offset = offset_of(ascii::trimmed(text), std::chrono::sys_days(*date) + *time);
  if (!offset) return std::nullopt;
  return text::PrintedDate{.day = *date, .time_of_day = time, .offset = offset};
}

}  // namespace

std::optional<text::DateOrTime> feed_date(std::string_view text, std::string_view language) {
  auto date = rfc_822_date(text);
  if (!date) {
    const std::string line = text::clean_line(text);
    date = text::parse_machine_date(line);
    if (!date) date = text::find_date(line, language);
  }
  return date ? std::optional(text::date_or_time(*date)) : std::nullopt;
}

}  // namespace newshole::listing
