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

  TEST_CASE("the offset is that of the summer or the winter") {
    CHECK(text::to_rfc3339(UtcTime(std::chrono::seconds(0)), std::chrono::minutes(-300)) ==
          "1969-12-31T19:00:00-05:00");
  }
}
