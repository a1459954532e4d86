#include "pages/menus.h"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "pages/news_site.h"

using namespace newshole;
using pages::ListedStory;
using test::News;
using test::story;

TEST_SUITE_BEGIN("pages/menus");

TEST_CASE("a menu file is called as its dialect wants it") {
  config::Edition edition;
  CHECK(pages::menu_path(edition, "") == "gophermap");
  CHECK(pages::menu_path(edition, "news.example") == "news.example/gophermap");
  edition.dialect = gopher::Dialect::Gph;
  CHECK(pages::menu_path(edition, "news.example/sections/us") ==
        "news.example/sections/us/index.gph");
  edition.name = "small";
  CHECK(pages::menu_path(edition, "") == "small/index.gph");
  CHECK(pages::menu_path(edition, "news.example") == "small/news.example/index.gph");
}

TEST_CASE("a day of the archive leads to its stories, the days beside it and back") {
  using std::chrono::sys_days;
  News news;
  const sys_days day = std::chrono::year(2025) / 9 / 19;
  const std::vector<ListedStory> stories = news.items({story("Rates up", "2025/09/19/us/rates")});
  const gopher::Menu menu = news.set(
      pages::day_menu(news.scope(), day, stories, {day - std::chrono::days(2), std::nullopt}));
  const gopher::Menu end(menu.begin() + 5, menu.end());
  CHECK(end ==
        gopher::Menu{{gopher::ItemType::Info, "Friday 19 September 2025", ""},
                     {gopher::ItemType::Text, "Rates up", "/news.example/2025/09/19/us/rates.txt"},
                     {gopher::ItemType::Info, "", ""},
                     {gopher::ItemType::Menu, "Previous day: Wednesday 17 September 2025",
                      "/news.example/archive/2025/09/17"},
                     {gopher::ItemType::Menu, "<- September 2025", "/news.example/archive/2025/09"},
                     {gopher::ItemType::Menu, "<- back to index", "/news.example"}});
}

TEST_CASE("periods of the archive stand the newest first, with the number of their stories") {
  using std::chrono::sys_days;
  News news;
  news.config.editions.front().name = "small";
  const std::vector<store::ArchivePeriod> days = {{sys_days(std::chrono::year(2025) / 9 / 9), 1},
                                                  {sys_days(std::chrono::year(2025) / 9 / 19), 12}};
  const gopher::Menu month = news.set(
      pages::month_menu(news.scope(), std::chrono::year(2025) / std::chrono::September, days));
  CHECK(month[5].display == "September 2025");
  CHECK(month[6] == gopher::MenuItem{gopher::ItemType::Menu,
                                     "Friday 19 September 2025 (12 stories)",
                                     "/small/news.example/archive/2025/09/19"});
  CHECK(month[7].display == "Tuesday 9 September 2025 (1 story)");
  const gopher::Menu year = news.set(pages::year_menu(news.scope(), std::chrono::year(2025), days));
  CHECK(year[6] == gopher::MenuItem{gopher::ItemType::Menu, "September 2025 (12 stories)",
                                    "/small/news.example/archive/2025/09"});
  const gopher::Menu years = news.set(pages::archive_menu(news.scope(), days));
  CHECK(years[6] == gopher::MenuItem{gopher::ItemType::Menu, "2025 (12 stories)",
                                     "/small/news.example/archive/2025"});
}

TEST_SUITE_END();
