#include "fetch/policy/freshness.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

/// Seconds, or -1 for nothing.
std::int64_t fresh(const std::vector<std::string>& fields, const std::string& age = "") {
  const auto time = fetch::fresh_for(fields, age);
  return time ? time->count() : -1;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/freshness");

TEST_CASE("a page is fresh for its max-age, however that is written") {
  CHECK(fresh({"max-age=600"}) == 600);
  CHECK(fresh({"public, Max-Age=600 , must-revalidate"}) == 600);
  CHECK(fresh({"max-age=\"600\""}) == 600);
  CHECK(fresh({"public", "max-age=600"}) == 600);
  CHECK(fresh({"max-age=60, max-age=600"}) == 60);
}

TEST_CASE("the time that it spent in caches is over") {
  CHECK(fresh({"max-age=600"}, "500") == 100);
  CHECK(fresh({"max-age=600"}, "600") == -1);
  CHECK(fresh({"max-age=600"}, "99999999999999999999") == -1);
  CHECK(fresh({"max-age=600"}, "yesterday") == 600);
}

TEST_CASE("a page that is to be asked for each time is never fresh") {
  CHECK(fresh({"no-cache, max-age=600"}) == -1);
  CHECK(fresh({"max-age=600", "no-store"}) == -1);
  CHECK(fresh({"max-age=0"}) == -1);
}

TEST_CASE("what says nothing of the reader's own copy counts for nothing") {
  CHECK(fresh({}) == -1);
  CHECK(fresh({""}) == -1);
  CHECK(fresh({"s-maxage=600"}) == -1);
  CHECK(fresh({"stale-max-age=600"}) == -1);
  CHECK(fresh({"max-age"}) == -1);
  CHECK(fresh({"max-age=-5"}) == -1);
  CHECK(fresh({"max-age=10m"}) == -1);
  CHECK(fresh({",,=,;max-age=1"}) == -1);
}

TEST_CASE("no time is longer than a year") {
  CHECK(fresh({"max-age=99999999999999999999"}) == 31'536'000);
}

TEST_SUITE_END();
