#include "mirror/stages/known_stories.h"

#include <chrono>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using mirror::Removal;

namespace {

constexpr std::chrono::sys_days kDay = std::chrono::year(2025) / 9 / 19;
constexpr UtcTime kNow = kDay + 12h;

store::StoryRecord story_of(std::chrono::sys_days day) {
  return {.date = day, .first_seen = day + 1h};
}

}  // namespace

TEST_SUITE_BEGIN("mirror/retention");

TEST_CASE("age is counted from the newest story") {
  const std::chrono::sys_days newest = kDay - std::chrono::days(40);
  CHECK(mirror::first_day_to_keep(story_of(newest), 7, kNow) == newest - std::chrono::days(7));
}

TEST_CASE("a newest story of a day to come counts as of today, since the clock was wrong then") {
  CHECK(mirror::first_day_to_keep(story_of(kDay + std::chrono::days(400)), 7, kNow) ==
        kDay - std::chrono::days(7));
}

TEST_CASE("half of the stories may go, more only if that is forced") {
  CHECK(mirror::may_remove({.old = 2, .all = 4}, Removal::Careful));
  CHECK_FALSE(mirror::may_remove({.old = 3, .all = 4}, Removal::Careful));
  CHECK(mirror::may_remove({.old = 4, .all = 4}, Removal::Forced));
  const Status refused = mirror::may_remove({.old = 3, .all = 4}, Removal::Careful);
  CHECK(refused.error().kind == ErrorKind::Config);
}

TEST_SUITE_END();
