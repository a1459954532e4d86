#include "text/dates/clock_zone.h"

#include <array>

#include <unicode/locid.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include "text/dates/calendar_words.h"
#include "text/dates/dates.h"

namespace newshole::text {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::size_t kMonthLetters = 3;

// "14:05" of a time as if in UTC.
std::string clock_of(UtcTime local) {
  constexpr std::size_t kBehindDate = 11;
  constexpr std::size_t kClockBytes = 5;
  return to_rfc3339(local).substr(kBehindDate, kClockBytes);
}

sys_days day_in(UtcTime local) {
  return std::chrono::floor<std::chrono::days>(local);
}

}  // namespace

struct ClockZone::Rules {
  std::unique_ptr<icu::TimeZone> zone;

  [[nodiscard]] std::pair<std::int32_t, std::int32_t> offsets(UtcTime time) const {
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(static_cast<UDate>(time.time_since_epoch().count()) * 1000, /*local=*/0, raw,
                    saving, status);
    return {raw, saving};
  }

  [[nodiscard]] std::string abbreviation(UtcTime time) const {
    icu::UnicodeString name;
    const bool is_summer = offsets(time).second != 0;
    zone->getDisplayName(static_cast<UBool>(is_summer), icu::TimeZone::SHORT, icu::Locale::getUS(),
                         name);
    std::string utf8;
    return name.toUTF8String(utf8);
  }
};

std::vector<std::string> ClockZone::names() {
  std::vector<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
  while (U_SUCCESS(status) != 0 && all) {
    const icu::UnicodeString* name = all->snext(status);
    if (name == nullptr) break;
    name->toUTF8String(names.emplace_back());
  }
  return names;
}

std::optional<ClockZone> ClockZone::named(const std::string& name) {
  ClockZone zone;
  if (name == "UTC") return zone;
  std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  // ICU gives a zone of its own for a name that it does not know.
  if (rules == nullptr || *rules == icu::TimeZone::getUnknown()) return std::nullopt;
  // And one of its own for an offset, whose sign others take the other way round.
  icu::UnicodeString canonical;
  UBool is_of_list = 0;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8(name), canonical, is_of_list, status);
  if (U_FAILURE(status) != 0 || is_of_list == 0) return std::nullopt;
  zone.name_ = name;
  zone.rules_ = std::make_shared<const Rules>(Rules{std::move(rules)});
  return zone;
}

UtcTime ClockZone::local(UtcTime time) const {
  if (rules_ == nullptr) return time;
  const auto [raw, saving] = rules_->offsets(time);
  return time + std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(raw + saving));
}

sys_days ClockZone::day_of(UtcTime time) const {
  return day_in(local(time));
}

std::string ClockZone::clock(UtcTime time) const {
  return clock_of(local(time));
}

std::string ClockZone::whole(UtcTime time) const {
  const UtcTime there = local(time);
  const std::string zone = rules_ == nullptr ? "UTC" : rules_->abbreviation(time);
  return short_day(day_in(there)) + ", " + clock_of(there) + " " + zone;
}

std::string short_date(sys_days day, std::optional<sys_days> beside) {
  const year_month_day date(day);
  const std::string_view month = kEnglishMonths.at(static_cast<unsigned>(date.month()) - 1);
  std::string text = std::to_string(static_cast<unsigned>(date.day())) + " ";
  text += month.substr(0, kMonthLetters);
  if (beside && year_month_day(*beside).year() == date.year()) return text;
  return text + " " + std::to_string(static_cast<int>(date.year()));
}

std::string short_day(sys_days day) {
  return std::string(kDays.at(std::chrono::weekday(day).c_encoding())) + " " + short_date(day);
}

}  // namespace newshole::text
