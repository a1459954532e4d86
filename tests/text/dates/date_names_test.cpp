#include "text/dates/date_names.h"

#include <array>

#include <doctest/doctest.h>

#include "text/dates/dates.h"

using namespace newshole;
using namespace std::chrono_literals;
using text::check_date_pattern;

namespace {

std::string fault_of(std::string_view pattern) {
  const Status status = check_date_pattern(pattern);
  REQUIRE_FALSE(status);
  return status.error().message;
}

}  // namespace

TEST_SUITE_BEGIN("text/dates/date_names");

TEST_CASE("a pattern that reads whole dates is taken") {
  CHECK(check_date_pattern("h:mm a z, EEE MMMM d, yyyy"));
  CHECK(check_date_pattern("d 'de' MMMM 'de' yyyy"));
}

TEST_CASE("the fault of a pattern that can never read a date names the cause") {
  CHECK(fault_of("MMMM d, jjjj i") == "expected fields of a date or text in quotes, found \"i\"");
  CHECK(fault_of("EEE MMMM d") == "expected a year, found none");
  CHECK(fault_of("yyyy d") == "expected a month, found none");
  CHECK(fault_of("MMMM yyyy") == "expected a day, found none");
  CHECK(fault_of("d 'of MMMM yyyy") == "expected a second \"'\"");
}

TEST_CASE("zones are known by the names of the IANA database") {
  CHECK(text::is_known_zone("America/New_York"));
  CHECK(text::is_known_zone("Etc/UTC"));
  CHECK_FALSE(text::is_known_zone("America/NewYork"));
  CHECK_FALSE(text::is_known_zone("Eastern"));
  CHECK_FALSE(text::is_known_zone(""));
}

TEST_CASE("languages are known by their tags") {
  CHECK(text::is_known_language("en"));
  CHECK(text::is_known_language("fr"));
  CHECK(text::is_known_language("pt-BR"));
  CHECK_FALSE(text::is_known_language("xx"));
  CHECK_FALSE(text::is_known_language("english"));
  CHECK_FALSE(text::is_known_language(""));
}

TEST_CASE("a date is read in the language that its format names") {
  text::DateReader reader;
  const std::array formats = {text::DateFormat{
      .pattern = "d MMMM yyyy HH:mm", .zone = "America/Toronto", .language = "fr"}};
  CHECK(reader.read("Publi\u00e9 le 3 d\u00e9cembre 2025 14:05", formats) ==
        std::chrono::sys_days(2025y / 12 / 3) + 19h + 5min);
  CHECK_FALSE(reader.read("3 December 2025 14:05", formats));
}

TEST_SUITE_END();
