#include "pages/stale_menus.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using pages::StaleMenus;
using std::chrono::sys_days;
using store::StoryRecord;

namespace {

const sys_days kDay = 2025y / 9 / 19;

StoryRecord story(const std::string& name) {
  return {.url = "https://news.example/" + name, .path = name + ".txt", .headline = name};
}

/// Whether the menu of `now[index]` names others than it did among `before`.
bool is_stale(const std::vector<StoryRecord>& now, std::size_t index,
              const std::vector<StoryRecord>& before) {
  return pages::has_other_neighbours(pages::story_at(now, index), before);
}

}  // namespace

TEST_SUITE_BEGIN("pages/stale_menus");

TEST_CASE("a story that changes makes the menus of its section and its day stale, and no other") {
  StaleMenus stale;
  CHECK(stale.is_empty());
  StoryRecord rates = story("rates");
  rates.section = "tech";
  rates.date = kDay;
  rates.first_seen = kDay + 12h;
  stale.add(rates);
  CHECK(stale.sections.size() == 1);
  CHECK(stale.sections.at("tech") == std::set<sys_days>{kDay});
  CHECK(stale.days == std::set<sys_days>{kDay});
  CHECK_FALSE(stale.all);
  CHECK_FALSE(stale.front_page);
  CHECK_FALSE(stale.is_empty());
}

TEST_CASE("a story without a section makes no section stale") {
  StaleMenus stale;
  stale.add(story("rates"));
  CHECK(stale.sections.empty());
}

TEST_CASE("days bring the months and years that name them, each once") {
  const pages::ArchivePeriods periods =
      pages::periods_of({kDay, kDay + std::chrono::days(1), sys_days(2024y / 1 / 31)});
  CHECK(periods.days.size() == 3);
  CHECK(periods.months == std::set<std::chrono::year_month>{2024y / 1, 2025y / 9});
  CHECK(periods.years == std::set<std::chrono::year>{2024y, 2025y});
}

TEST_CASE("a stale section that is listed no more is empty") {
  StaleMenus stale;
  stale.sections = {{"tech", {kDay}}, {"us", {kDay}}};
  const std::vector<store::Section> sections = {{"us", "US"}, {"world", "World"}};
  CHECK(pages::empty_sections(stale, sections) == std::vector<std::string>{"tech"});
}

TEST_CASE("the first story of a day has none before it, the last none after it") {
  const std::vector<StoryRecord> day = {story("a"), story("b")};
  CHECK(pages::story_at(day, 0).previous == nullptr);
  CHECK(pages::story_at(day, 0).next == &day[1]);
  CHECK(pages::story_at(day, 1).previous == &day[0]);
  CHECK(pages::story_at(day, 1).next == nullptr);
}

TEST_CASE("of a day's stories those are stale that are new or have another neighbour") {
  const std::vector<StoryRecord> before = {story("a"), story("b"), story("c"), story("d")};
  const std::vector<StoryRecord> now = {story("a"), story("new"), story("b"), story("c"),
                                        story("d")};
  CHECK(is_stale(now, 0, before));
  CHECK(is_stale(now, 1, before));
  CHECK(is_stale(now, 2, before));
  CHECK_FALSE(is_stale(now, 3, before));
  CHECK_FALSE(is_stale(now, 4, before));
}

TEST_CASE("where a story goes, those beside it are stale") {
  const std::vector<StoryRecord> before = {story("a"), story("b"), story("c"), story("d")};
  const std::vector<StoryRecord> now = {story("a"), story("c"), story("d")};
  CHECK(is_stale(now, 0, before));
  CHECK(is_stale(now, 1, before));
  CHECK_FALSE(is_stale(now, 2, before));
}

TEST_CASE("a neighbour with another headline, path or layout is another neighbour") {
  const std::vector<StoryRecord> before = {story("a"), story("b")};
  std::vector<StoryRecord> now = before;
  CHECK_FALSE(is_stale(now, 0, before));
  now[1].headline = "B";
  CHECK(is_stale(now, 0, before));
  CHECK_FALSE(is_stale(now, 1, before));
  now = before;
  now[1].path = "other.txt";
  CHECK(is_stale(now, 0, before));
  now = before;
  now[1].layout = 7;
  CHECK(is_stale(now, 0, before));
}

TEST_SUITE_END();
