#include "text/dates/printed_date.h"

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "text/dates/dates.h"

using namespace newshole;

namespace {

std::string machine(std::string_view text) {
  const auto date = text::parse_machine_date(text);
  return date ? text::to_rfc3339(text::to_utc(*date)) : "none";
}

std::string found(std::string_view text, std::string_view language = "en") {
  const auto date = text::find_date(text, language);
  return date ? text::to_rfc3339(text::to_utc(*date)) : "none";
}

}  // namespace

TEST_SUITE("text/printed_date") {
  TEST_CASE("attributes hold dates in many forms") {
    CHECK(machine("2025-09-19") == "2025-09-19T00:00:00Z");
    CHECK(machine("20250919") == "2025-09-19T00:00:00Z");
    CHECK(machine("2025-09-19 08:33:00 -0400") == "2025-09-19T12:33:00Z");
    CHECK(machine("2025-09-19T08:33:00.123Z") == "2025-09-19T08:33:00Z");
    CHECK(machine("Fri, 19 Sep 2025 08:33:00 GMT") == "2025-09-19T08:33:00Z");
    CHECK(machine("1758270780") == "2025-09-19T08:33:00Z");
    CHECK(machine("1758270780000") == "2025-09-19T08:33:00Z");
  }

  TEST_CASE("a date that does not exist is none") {
    CHECK(machine("2025-02-30") == "none");
    CHECK(machine("0000-00-00") == "none");
    CHECK(machine("soon") == "none");
    CHECK(found("February 30, 2025") == "none");
  }

  TEST_CASE("lines for people are read in the order of their language") {
    CHECK(found("Updated 4:33 PM EDT, Fri September 19, 2025") == "2025-09-19T20:33:00Z");
    CHECK(found("4:33 PM ET, January 19, 2025") == "2025-01-19T21:33:00Z");
    CHECK(found("9/4/2025", "en-US") == "2025-09-04T00:00:00Z");
    CHECK(found("9/4/2025", "en-GB") == "2025-04-09T00:00:00Z");
    CHECK(found("19.9.2025", "de") == "2025-09-19T00:00:00Z");
    CHECK(found("19. M\u00e4rz 2025", "de") == "2025-03-19T00:00:00Z");
    CHECK(found("19 de septiembre de 2025", "es") == "2025-09-19T00:00:00Z");
    CHECK(found("2025\u5e749\u670819\u65e5", "ja") == "2025-09-19T00:00:00Z");
  }

  TEST_CASE("only a word for half of the day makes a time one of the afternoon or the morning") {
    CHECK(found("19 September 2025 10:15 Posted in News") == "2025-09-19T10:15:00Z");
    CHECK(found("19 de septiembre de 2025 10:15 por Redaccion", "es") == "2025-09-19T10:15:00Z");
    CHECK(found("12:30 April 5, 2025") == "2025-04-05T12:30:00Z");
    CHECK(found("9:05 Pacific time, April 5, 2025") == "2025-04-05T09:05:00Z");
    CHECK(found("um 12:15 am 5. April 2025", "de") == "2025-04-05T12:15:00Z");
    CHECK(found("April 5, 2025 at 9:05 p.m.") == "2025-04-05T21:05:00Z");
    CHECK(found("April 5, 2025, 9:05pm") == "2025-04-05T21:05:00Z");
    CHECK(found("April 5, 2025, 9:05p ET") == "2025-04-06T01:05:00Z");
    CHECK(found("April 5, 2025, 12:05 a. m.") == "2025-04-05T00:05:00Z");
    CHECK(found("April 5, 2025, 9:05\u202fPM") == "2025-04-05T21:05:00Z");
  }

  TEST_CASE("Chinese, Japanese and Korean name the half of the day before the time") {
    CHECK(found("2026.03.05. \uc624\ud6c4 2:30", "ko") == "2026-03-05T14:30:00Z");
    CHECK(found("2026.03.05. \uc624\uc804 12:30", "ko-KR") == "2026-03-05T00:30:00Z");
    CHECK(found("2026\u5e743\u67085\u65e5 \u5348\u5f8c2:30", "ja") == "2026-03-05T14:30:00Z");
    CHECK(found("2026\u5e743\u67085\u65e5 \u4e0b\u53482:30", "zh-CN") == "2026-03-05T14:30:00Z");
  }

  TEST_CASE("months have the names of all languages, in each form and without their accents") {
    using Row = std::pair<const char*, const char*>;
    for (const auto& row :
         {Row("ro", "5 martie 2026"), Row("hu", "2026. m\u00e1rcius 5."),
          Row("bs", "5. mart 2026."),
          Row("el", "5 \u039c\u0391\u03a1\u03a4\u0399\u039f\u03a5 2026"),
          Row("en", "5 maaliskuuta 2026"), Row("lv", "2026. gada 5. marts"),
          Row("lt", "2026 m. kovo 5 d."), Row("fr", "5 mars 2026"),
          Row("vi", "ng\u00e0y 5 th\u00e1ng 3 n\u0103m 2026"), Row("ca", "5 de mar\u00e7 del 2026"),
          Row("he", "5 \u05d1\u05de\u05e8\u05e5 2026"),
          Row("ru", "5 \u043c\u0430\u0440\u0442\u0430 2026 \u0433."),
          Row("ar", "5 \u0645\u0627\u0631\u0633/\u0622\u0630\u0627\u0631 2026"),
          Row("th", "5 \u0e21\u0e35.\u0e04. 69")}) {
      CAPTURE(row.second);
      CHECK(found(row.second, row.first) == "2026-03-05T00:00:00Z");
    }
    CHECK(found("5. listopada 2026.", "hr") == "2026-10-05T00:00:00Z");
    CHECK(found("5 listopada 2026", "pl") == "2026-11-05T00:00:00Z");
    CHECK(found("5 listopada 2026", "en") == "none");
  }

  TEST_CASE("digits of other scripts and years of other eras are read") {
    CHECK(found("\u0665 \u0645\u0627\u0631\u0633 \u0662\u0660\u0662\u0666", "ar") ==
          "2026-03-05T00:00:00Z");
    CHECK(found("\u096b \u092e\u093e\u0930\u094d\u091a \u0968\u0966\u0968\u096c", "hi") ==
          "2026-03-05T00:00:00Z");
    CHECK(found("05/03/2569", "th") == "2026-03-05T00:00:00Z");
    CHECK(found("\u4ee4\u548c8\u5e743\u67085\u65e5", "ja") == "2026-03-05T00:00:00Z");
    CHECK(found("\u4ee4\u548c\u5143\u5e745\u67081\u65e5", "ja") == "2019-05-01T00:00:00Z");
    CHECK(found("\u6c11\u570b115\u5e743\u67085\u65e5", "zh-TW") == "2026-03-05T00:00:00Z");
    CHECK(found("\u4e8c\u3007\u4e8c\u516d\u5e74\u4e09\u6708\u5341\u4e94\u65e5", "zh") ==
          "2026-03-15T00:00:00Z");
    CHECK(found("\u06f1\u06f4 \u0627\u0633\u0641\u0646\u062f \u06f1\u06f4\u06f0\u06f4", "fa") ==
          "2026-03-05T00:00:00Z");
    CHECK(found("16 \u0631\u0645\u0636\u0627\u0646 1447", "ar") == "2026-03-05T00:00:00Z");
  }

  TEST_CASE("a zone is one by its name or its offset, and only close to its time") {
    CHECK(found("5 March 2026, 14:30 (GMT+7)") == "2026-03-05T07:30:00Z");
    CHECK(found("March 5, 2026 2:30 PM JST") == "2026-03-05T05:30:00Z");
    CHECK(found("5 March 2026 14:30 +0530") == "2026-03-05T09:00:00Z");
    CHECK(found("2.30pm BST, 5 June 2026") == "2026-06-05T13:30:00Z");
    CHECK(found("12 noon EST, March 5, 2026") == "2026-03-05T17:00:00Z");
    CHECK(found("March 5, 2026, 12:00 midnight GMT") == "2026-03-05T00:00:00Z");
    CHECK(found("08:30-09:30, 5 March 2026") == "2026-03-05T08:30:00Z");
    CHECK(found("5 March 2026, 14:30 by Jo Poe of the Leith Evening News, EST Ltd") ==
          "2026-03-05T14:30:00Z");
    CHECK(machine("Fri Apr 28 19:20:36 CEST 2023") == "2023-04-28T17:20:36Z");
    CHECK(machine("2026-03-05T08:30:00 EST") == "2026-03-05T13:30:00Z");
    CHECK(machine("2023-04-28T19:20:36+02:00[Europe/Berlin]") == "2023-04-28T17:20:36Z");
  }

  TEST_CASE("each date of a line has its own time, and its place in the line") {
    const std::string line = "Posted 05/03/2026 14:30 (GMT), updated 06/03/2026 by Jo Poe at 9:05";
    const auto dates = text::find_dates(line, "en-GB");
    REQUIRE(dates.size() == 2);
    CHECK(text::to_rfc3339(text::date_or_time(dates[0].date)) == "2026-03-05T14:30:00Z");
    CHECK(line.substr(dates[0].begin, dates[0].end - dates[0].begin) == "05/03/2026 14:30 (GMT)");
    CHECK(text::to_rfc3339(text::date_or_time(dates[1].date)) == "2026-03-06");
    CHECK(line.substr(dates[1].begin, dates[1].end - dates[1].begin) == "06/03/2026");
  }

  TEST_CASE("a time is written in one form, with the zone that it has") {
    const UtcTime time = std::chrono::sys_days(std::chrono::year(2023) / 12 / 22) +
                         std::chrono::minutes(19 * 60 + 1);
    CHECK(text::to_line({time, std::chrono::minutes(0)}) == "Fri 22 December 2023, 19:01 UTC");
    CHECK(text::to_line({time, std::chrono::minutes(345)}) == "Sat 23 December 2023, 00:46 +05:45");
    CHECK(text::to_line({std::chrono::floor<std::chrono::days>(time), {}}) ==
          "Fri 22 December 2023");
  }

  TEST_CASE("a number of seconds before 1990 or after 2100 is no date") {
    CHECK(machine("0000000000") == "none");
    CHECK(machine("9999999999") == "none");
    CHECK(machine("0631151999") == "none");
    CHECK(machine("0631152000") == "1990-01-01T00:00:00Z");
    CHECK(machine("4133980799000") == "2100-12-31T23:59:59Z");
    CHECK(machine("4133980800000") == "none");
  }

  TEST_CASE("attributes deviate from ISO 8601 as they deviate") {
    CHECK(machine("2025/9/19 8:33 GMT") == "2025-09-19T08:33:00Z");
    CHECK(machine("2025-09-19T08:33:00,5+02:00") == "2025-09-19T06:33:00Z");
    CHECK(machine("2025-09-19T23:59:60Z") == "2025-09-20T00:00:00Z");
    CHECK(machine("2025-09-19T25:00:00Z") == "2025-09-19T00:00:00Z");
    CHECK(machine("1989-12-31T08:33:00Z") == "none");
  }

  TEST_CASE("the offset is that of the summer or the winter") {
    CHECK(text::to_rfc3339({UtcTime(std::chrono::seconds(0)), std::chrono::minutes(-300)}) ==
          "1969-12-31T19:00:00-05:00");
  }
}
