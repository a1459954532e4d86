#include "text/dates/clock_zone.h"

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using text::ClockZone;

namespace {

const std::chrono::sys_days kApril = 2026y / 4 / 24;
const UtcTime kSummerTime = kApril + 22h + 40min + 59s;
const UtcTime kWinterTime = std::chrono::sys_days(2026y / 1 / 2) + 3h;

}  // namespace

TEST_SUITE_BEGIN("text/dates/clock_zone");

TEST_CASE("a time is printed as clocks of the zone show it") {
  CHECK(ClockZone().name() == "UTC");
  CHECK(ClockZone().whole(kSummerTime) == "Fri 24 Apr 2026, 22:40 UTC");
  CHECK(ClockZone().clock(kSummerTime) == "22:40");
  const ClockZone east = *ClockZone::named("America/New_York");
  CHECK(east.whole(kSummerTime) == "Fri 24 Apr 2026, 18:40 EDT");
  CHECK(east.whole(kWinterTime) == "Thu 1 Jan 2026, 22:00 EST");
  CHECK(east.day_of(kWinterTime) == std::chrono::sys_days(2026y / 1 / 1));
  const ClockZone india = *ClockZone::named("Asia/Kolkata");
  CHECK(india.whole(kSummerTime) == "Sat 25 Apr 2026, 04:10 GMT+5:30");
}

TEST_CASE("a name that is no zone gives none") {
  for (const char* name : {"", "Middle/Earth", "EDTX", "America/New York", "utc+"})
    CHECK_MESSAGE(!ClockZone::named(name), name);
  CHECK(ClockZone::named("Etc/UTC"));
  CHECK(ClockZone::named("Europe/Zurich")->name() == "Europe/Zurich");
}

TEST_CASE("a date beside a day of its year leaves the year out") {
  CHECK(text::short_date(kApril) == "24 Apr 2026");
  CHECK(text::short_date(kApril, std::chrono::sys_days(2026y / 12 / 31)) == "24 Apr");
  CHECK(text::short_date(kApril, std::chrono::sys_days(2027y / 1 / 1)) == "24 Apr 2026");
  CHECK(text::short_day(kApril) == "Fri 24 Apr 2026");
}

TEST_SUITE_END();
