#include "mirror/plan.h"

#include <chrono>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using mirror::KnownStory;
using mirror::ListedStory;

namespace {

const UtcTime kNow = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + 12h;

// A story known since `age`, looked at `since` ago, under the headline it is listed with.
bool is_fetched(std::chrono::seconds age, std::chrono::seconds since) {
  const std::vector<ListedStory> stories = {
      {"Rates up", KnownStory{"Rates up", kNow - age, kNow - since}}};
  return !mirror::stories_to_fetch(stories, kNow).empty();
}

}  // namespace

TEST_SUITE_BEGIN("mirror/plan");

TEST_CASE("a new story is fetched") {
  const std::vector<ListedStory> stories = {{"Rates up", std::nullopt}};
  CHECK(mirror::stories_to_fetch(stories, kNow) == std::vector<std::size_t>{0});
}

TEST_CASE("a changed headline is fetched whatever its age") {
  const std::vector<ListedStory> stories = {
      {"Rates down", KnownStory{"Rates up", kNow - 24h * 30, kNow - 1min}}};
  CHECK(mirror::stories_to_fetch(stories, kNow) == std::vector<std::size_t>{0});
}

TEST_CASE("a story marked to be fetched again is fetched whatever its age") {
  const std::vector<ListedStory> stories = {
      {"Rates up", KnownStory{"Rates up", kNow - 24h * 30, std::nullopt}}};
  CHECK(mirror::stories_to_fetch(stories, kNow) == std::vector<std::size_t>{0});
}

TEST_CASE("a story younger than two hours is looked at in each run") {
  CHECK(is_fetched(1h + 59min, 0s));
  CHECK_FALSE(is_fetched(2h, 0s));
}

TEST_CASE("within twelve hours a story is looked at each hour") {
  CHECK(is_fetched(3h, 60min));
  CHECK_FALSE(is_fetched(3h, 54min));
}

TEST_CASE("within two days a story is looked at each six hours") {
  CHECK(is_fetched(12h, 6h));
  CHECK_FALSE(is_fetched(12h, 5h));
}

TEST_CASE("within a week a story is looked at each day") {
  CHECK(is_fetched(48h, 24h));
  CHECK_FALSE(is_fetched(48h, 23h));
}

TEST_CASE("a story older than a week is not looked at any more") {
  CHECK(is_fetched(24h * 7 - 1s, 24h));
  CHECK_FALSE(is_fetched(24h * 7, 24h * 6));
}

TEST_CASE("a run that starts some minutes early does not skip an hour") {
  CHECK(is_fetched(3h, 55min));
}

TEST_CASE("a last look in the future is no look, since the clock was set back") {
  CHECK(is_fetched(24h * 30, -24h));
  CHECK_FALSE(is_fetched(24h * 30, -1min));
}

TEST_CASE("stories to fetch are named in the order of the front page") {
  const KnownStory old{"b", kNow - 24h * 30, kNow - 24h * 20};
  const std::vector<ListedStory> stories = {{"a", std::nullopt}, {"b", old}, {"c", std::nullopt}};
  CHECK(mirror::stories_to_fetch(stories, kNow) == std::vector<std::size_t>{0, 2});
}

TEST_SUITE_END();
