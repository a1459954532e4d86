#include "text/dates/printed_date.h"

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
    CHECK(text::to_rfc3339(UtcTime(std::chrono::seconds(0)), std::chrono::minutes(-300)) ==
          "1969-12-31T19:00:00-05:00");
  }
}
