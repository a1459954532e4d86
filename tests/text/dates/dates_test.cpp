#include "text/dates/dates.h"

#include <array>
#include <cstdlib>
#include <ctime>

#include <doctest/doctest.h>

using namespace newshole;
using namespace newshole::text;

namespace {

const DateFormat kCnn{.pattern = "h:mm a z, EEE MMMM d, yyyy", .zone = "America/New_York"};

// What `format` reads, as RFC 3339; "nothing" for nothing.
std::string read(std::string_view text, const DateFormat& format) {
  DateReader reader;
  const auto time = reader.read(text, {&format, 1});
  return time ? to_rfc3339(*time) : "nothing";
}

std::string iso(std::string_view text) {
  const auto time = parse_iso_time(text);
  return time ? to_rfc3339(*time) : "nothing";
}

}  // namespace

TEST_SUITE_BEGIN("text/dates/dates");

TEST_CASE("a date is read with the zone that it names") {
  CHECK(read("4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("4:33 AM EST, Mon December 1, 2025", kCnn) == "2025-12-01T09:33:00Z");
  CHECK(read("12:00 PM UTC, Mon December 1, 2025", kCnn) == "2025-12-01T12:00:00Z");
  CHECK(read("12:05 AM CEST, Fri September 19, 2025", kCnn) == "2025-09-18T22:05:00Z");
  CHECK(read("4:33 AM +05:45, Fri September 19, 2025", kCnn) == "2025-09-18T22:48:00Z");
  CHECK(read("4:33 AM GMT+2, Fri September 19, 2025", kCnn) == "2025-09-19T02:33:00Z");
}

TEST_CASE("a winter abbreviation means winter time, even in summer") {
  CHECK(read("4:33 AM EST, Fri September 19, 2025", kCnn) == "2025-09-19T09:33:00Z");
}

TEST_CASE("ET, CT, MT and PT follow the clocks of their zone") {
  CHECK(read("4:33 AM ET, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("4:33 AM ET, Mon December 1, 2025", kCnn) == "2025-12-01T09:33:00Z");
  CHECK(read("4:33 AM PT, Mon December 1, 2025", kCnn) == "2025-12-01T12:33:00Z");
}

TEST_CASE("a date that names no zone is in the zone of its format") {
  CHECK(read("4:33 AM, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("September 19, 2025", {.pattern = "MMMM d, yyyy"}) == "2025-09-19T00:00:00Z");
  CHECK(read("September 19, 2025", {.pattern = "MMMM d, yyyy", .zone = "Asia/Kathmandu"}) ==
        "2025-09-18T18:15:00Z");
}

TEST_CASE("a label before the date is skipped") {
  CHECK(read("Updated: 4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("Updated:4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("Published at 4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("West Wing: 4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
}

TEST_CASE("nothing may stand behind the date") {
  CHECK(read("4:33 AM EDT, Fri September 19, 2025 by A. Writer", kCnn) == "nothing");
  CHECK(read("4:33 AM EDT, Fri September 19, 20255", kCnn) == "nothing");
}

TEST_CASE("white space, case and the dots of abbreviations do not matter") {
  CHECK(read(" \n 4:33\u00a0am  EDT,\n  fri SEPTEMBER 19, 2025 ", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("4:33 p.m. EDT, Fri September 19, 2025", kCnn) == "2025-09-19T20:33:00Z");
  CHECK(read("Sept. 19, 2025", {.pattern = "MMM d, yyyy"}) == "2025-09-19T00:00:00Z");
  CHECK(read("Sep 19, 2025", {.pattern = "MMMM d, yyyy"}) == "2025-09-19T00:00:00Z");
}

TEST_CASE("what does not exist is no date") {
  CHECK(read("4:33 AM EDT, Thu April 31, 2025", kCnn) == "nothing");
  CHECK(read("February 29, 2025", {.pattern = "MMMM d, yyyy"}) == "nothing");
  CHECK(read("14:33 AM EDT, Fri September 19, 2025", kCnn) == "nothing");
  CHECK(read("4:63 AM EDT, Fri September 19, 2025", kCnn) == "nothing");
  CHECK(read("25:00 September 19, 2025", {.pattern = "H:mm MMMM d, yyyy"}) == "nothing");
}

TEST_CASE("years before 1990 and after 2100 are no news") {
  CHECK(read("September 19, 1989", {.pattern = "MMMM d, yyyy"}) == "nothing");
  CHECK(read("September 19, 1990", {.pattern = "MMMM d, yyyy"}) == "1990-09-19T00:00:00Z");
  CHECK(read("September 19, 2100", {.pattern = "MMMM d, yyyy"}) == "2100-09-19T00:00:00Z");
  CHECK(read("September 19, 2101", {.pattern = "MMMM d, yyyy"}) == "nothing");
  CHECK(read("September 19, 0", {.pattern = "MMMM d, yyyy"}) == "nothing");
  CHECK(read("September 19, 99999999999999999999", {.pattern = "MMMM d, yyyy"}) == "nothing");
}

TEST_CASE("two-digit years are of this century whatever today is") {
  CHECK(read("19/9/25", {.pattern = "d/M/yy"}) == "2025-09-19T00:00:00Z");
  CHECK(read("19/9/99", {.pattern = "d/M/yy"}) == "2099-09-19T00:00:00Z");
}

TEST_CASE("junk is no date") {
  CHECK(read("", kCnn) == "nothing");
  CHECK(read("yesterday", kCnn) == "nothing");
  CHECK(read("4:33 AM ~, Fri September 19, 2025", kCnn) == "nothing");
  CHECK(read("4:33 AM XYZ, Fri September 19, 2025", kCnn) == "nothing");
  CHECK(read(std::string(100000, 'E'), kCnn) == "nothing");
  CHECK(read("4:33 AM EDT, Fri September 19, 2025", {.pattern = "''''"}) == "nothing");
  CHECK(read("September 19, 2025", {.pattern = "MMMM d, yyyy", .zone = "Mars/Phobos"}) ==
        "nothing");
}

TEST_CASE("an hour that the clocks skip is counted on, one that they repeat is the first") {
  const DateFormat format{.pattern = "yyyy-MM-dd H:mm", .zone = "America/New_York"};
  CHECK(read("2025-03-09 1:59", format) == "2025-03-09T06:59:00Z");
  CHECK(read("2025-03-09 2:30", format) == "2025-03-09T07:30:00Z");
  CHECK(read("2025-03-09 3:00", format) == "2025-03-09T07:00:00Z");
  CHECK(read("2025-11-02 1:30", format) == "2025-11-02T05:30:00Z");
  CHECK(read("2025-11-02 2:00", format) == "2025-11-02T07:00:00Z");
}

TEST_CASE("numeric dates are not taken for offsets") {
  const DateFormat format{.pattern = "yyyy-MM-dd'T'HH:mm:ssZ", .zone = "Etc/UTC"};
  CHECK(read("2025-09-19T08:33:00-0400", format) == "2025-09-19T12:33:00Z");
  CHECK(read("2025-09-19T08:33:00Z", format) == "2025-09-19T08:33:00Z");
  CHECK(read("2025-09-19T08:33:00", format) == "2025-09-19T08:33:00Z");
}

TEST_CASE("the first format that reads the text is taken") {
  const DateFormat formats[] = {kCnn, {.pattern = "d.M.yyyy"}, {.pattern = "M.d.yyyy"}};
  DateReader reader;
  CHECK(to_readable(*reader.read("2.1.2025", formats)) == "2025-01-02 00:00 UTC");
  CHECK(to_readable(*reader.read("1.13.2025", formats)) == "2025-01-13 00:00 UTC");
  CHECK(to_readable(*reader.read("4:33 AM EDT, Fri September 19, 2025", formats)) ==
        "2025-09-19 08:33 UTC");
  CHECK_FALSE(reader.read("September 19, 2025", formats));
  CHECK_FALSE(reader.read("2.1.2025", {}));
}

TEST_CASE("a wrong day of the week does not change the date") {
  CHECK(read("4:33 AM EDT, Mon September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
  CHECK(read("September 19, 2025, Monday", {.pattern = "MMMM d, yyyy, EEEE"}) ==
        "2025-09-19T00:00:00Z");
}

TEST_CASE("TZ and locale of the process change nothing") {
  for (const char* zone :
       {"UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", ":x"}) {
    setenv("TZ", zone, 1);
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    tzset();
    CHECK(read("4:33 AM EDT, Fri September 19, 2025", kCnn) == "2025-09-19T08:33:00Z");
    CHECK(read("September 19, 2025", {.pattern = "MMMM d, yyyy"}) == "2025-09-19T00:00:00Z");
    CHECK(iso("2025-09-19T08:33:00+02:00") == "2025-09-19T06:33:00Z");
  }
  unsetenv("TZ");
  unsetenv("LC_ALL");
}

TEST_CASE("a reader that was moved reads on") {
  DateReader first;
  DateReader second = std::move(first);
  CHECK(second.read("19.9.2025", std::array{DateFormat{.pattern = "d.M.yyyy"}}));
}

TEST_CASE("ISO times are read with seconds, fractions and offsets, or without") {
  CHECK(iso("2025-09-19T08:33:00Z") == "2025-09-19T08:33:00Z");
  CHECK(iso("2025-09-19T08:33:00.123Z") == "2025-09-19T08:33:00Z");
  CHECK(iso("2025-09-19 08:33z") == "2025-09-19T08:33:00Z");
  CHECK(iso("2025-09-19t08:33:59+02:00") == "2025-09-19T06:33:59Z");
  CHECK(iso("2025-09-19T20:33:00-0400") == "2025-09-20T00:33:00Z");
  CHECK(iso("2024-02-29T00:00:00+14:00") == "2024-02-28T10:00:00Z");
  CHECK(iso("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
}

TEST_CASE("ISO times without a zone or out of range are nothing") {
  CHECK(iso("") == "nothing");
  CHECK(iso("2025-09-19") == "nothing");
  CHECK(iso("2025-09-19T08:33:00") == "nothing");
  CHECK(iso("2025-09-19T08:33:60Z") == "nothing");
  CHECK(iso("2025-09-19T24:00:00Z") == "nothing");
  CHECK(iso("2025-09-19T08:60:00Z") == "nothing");
  CHECK(iso("2025-04-31T08:33:00Z") == "nothing");
  CHECK(iso("2025-13-01T08:33:00Z") == "nothing");
  CHECK(iso("2025-00-01T08:33:00Z") == "nothing");
  CHECK(iso("2025-9-19T08:33:00Z") == "nothing");
  CHECK(iso("2025-09-19T08:33:00.Z") == "nothing");
  CHECK(iso("2025-09-19T08:33:00+2:00") == "nothing");
  CHECK(iso("2025-09-19T08:33:00+15:00") == "nothing");
  CHECK(iso("2025-09-19T08:33:00Z ") == "nothing");
  CHECK(iso("2025-09-19T08:33:00+02:0\u0660") == "nothing");
  CHECK(iso("+2025-09-19T08:33:00Z") == "nothing");
}

TEST_CASE("times are printed in UTC") {
  const UtcTime time{std::chrono::seconds{1764612240}};
  CHECK(to_rfc3339(time) == "2025-12-01T18:04:00Z");
  CHECK(to_readable(time) == "2025-12-01 18:04 UTC");
  CHECK(to_rfc3339(UtcTime{std::chrono::seconds{-1}}) == "1969-12-31T23:59:59Z");
}

TEST_SUITE_END();
