#include "pages/section_menus.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "pages/news_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using pages::SectionPage;
using test::News;
using test::story;

TEST_SUITE_BEGIN("pages/section_menus");

TEST_CASE("a long headline goes on below its item, whole, in lines of at most 67 columns") {
  News news;
  news.profile.banner.clear();
  news.profile.tagline.clear();
  const auto stories = news.items({story(
      "A headline of so many words that no line of a menu in any client of gopher has room", "a")});
  const gopher::Menu menu = news.set(pages::section_menu(news.scope(), {"us", "us"}, stories));
  CHECK(menu == gopher::Menu{{gopher::ItemType::Info, "US", ""},
                             {gopher::ItemType::Text,
                              "A headline of so many words that no line of a menu in any client of",
                              "/news.example/a.txt"},
                             {gopher::ItemType::Info, "  gopher has room", ""},
                             {gopher::ItemType::Info, "", ""},
                             {gopher::ItemType::Menu, "<- back to index", "/news.example"}});
}

TEST_CASE("menus come in the charset of the edition") {
  News news(text::Charset::Ascii);
  const auto stories = news.items({story("\u201cCaf\u00e9\u201d", "a")});
  const std::string bytes = news.bytes(pages::section_menu(news.scope(), {"us", "US"}, stories));
  CHECK(bytes.find("0\"Cafe\"\t/news.example/a.txt") != std::string::npos);
}

TEST_CASE("a section leads on to its older stories, page by page") {
  News news;
  const SectionPage older{2025y / 9, 3};
  const auto stories = news.items({story("Rain", "a")});
  const store::Section section{"us", "us"};
  const gopher::Menu menu = news.set(pages::section_menu(news.scope(), section, stories, older));
  CHECK(menu[menu.size() - 2] == gopher::MenuItem{gopher::ItemType::Menu,
                                                  "Older stories: September 2025, page 3",
                                                  "/news.example/sections/us/2025/09/3"});
  const gopher::Menu page = news.set(
      pages::section_page_menu(news.scope(), section, older, stories, SectionPage{2025y / 9, 2}));
  CHECK(std::ranges::find(page, "US: September 2025, page 3", &gopher::MenuItem::display) !=
        page.end());
  CHECK(page[page.size() - 2].selector == "/news.example/sections/us/2025/09/2");
}

TEST_CASE("a page has a hundred stories") {
  CHECK(pages::pages_of(0) == 0);
  CHECK(pages::pages_of(1) == 1);
  CHECK(pages::pages_of(100) == 1);
  CHECK(pages::pages_of(101) == 2);
}

TEST_CASE("all sections stand by their names for people, with their counts") {
  News news;
  const std::vector<store::Section> sections = {
      {"middleeast", "middleeast", 1200}, {"us", "us", 3}, {"arts", "arts", 1}};
  const gopher::Menu menu = news.set(pages::sections_menu(news.scope(), sections));
  const gopher::Menu items(menu.begin() + 6, menu.begin() + 9);
  CHECK(items == gopher::Menu{{gopher::ItemType::Menu, "Arts (1)", "/news.example/sections/arts"},
                              {gopher::ItemType::Menu, "Middle East (1,200)",
                               "/news.example/sections/middleeast"},
                              {gopher::ItemType::Menu, "US (3)", "/news.example/sections/us"}});
}

TEST_SUITE_END();
