#include "pages/new_menus.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "pages/news_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::kTime;
using test::News;

namespace {

std::vector<std::string> displays(const gopher::Menu& menu) {
  std::vector<std::string> lines;
  for (const gopher::MenuItem& item : menu) lines.push_back(item.display);
  return lines;
}

}  // namespace

TEST_SUITE_BEGIN("pages/new_menus");

TEST_CASE("what is new stands below the ways to what came before it") {
  News news;
  news.profile.banner.clear();
  news.profile.tagline.clear();
  const auto stories = news.items({test::story("Rain", "a")});
  const pages::NewStories page{.stories = stories,
                               .counts = {1, 5, 1200},
                               .span = 0,
                               .last_news = kTime,
                               .day_before = std::chrono::sys_days(2025y / 11 / 30)};
  const gopher::Menu menu = news.set(pages::new_menu(news.scope(), page));
  CHECK(displays(menu) == std::vector<std::string>{"New: came Mon 1 Dec 2025, 18:04 UTC (1)", "",
                                                   "Came since Mon 1 Dec 2025, 15:04 UTC (5)",
                                                   "Came since Mon 1 Dec 2025, 06:04 UTC (1,200)",
                                                   "Sunday 30 November 2025", "", "Rain", "",
                                                   "<- back to index"});
  CHECK(menu[2].selector == "/news.example/new/3-hours");
  CHECK(menu[3].selector == "/news.example/new/12-hours");
  CHECK(menu[4].selector == "/news.example/archive/2025/11/30");
}

TEST_CASE("a menu that has not all says how many more there are") {
  News news;
  const auto stories = news.items({test::story("Rain", "a")});
  const pages::NewStories page{
      .stories = stories, .counts = {1, 5, 1200}, .span = 1, .last_news = kTime, .day_before = {}};
  const auto lines = displays(news.set(pages::new_menu(news.scope(), page)));
  CHECK(std::ranges::find(lines, "And 4 stories more: see the archive.") != lines.end());
  CHECK(std::ranges::find(lines, "Came since Mon 1 Dec 2025, 06:04 UTC (1,200)") == lines.end());
}

TEST_SUITE_END();
