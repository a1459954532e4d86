#include "pages/front_page.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "gopher/menu_readers.h"
#include "pages/about_menu.h"
#include "pages/news_site.h"
#include "pages/section_menus.h"

using namespace newshole;
using namespace std::chrono_literals;
using pages::FrontPage;
using pages::ListedStory;
using pages::SectionNames;
using test::kTime;
using test::News;
using test::story;

namespace {

const SectionNames kNames = {{"us", "US"}, {"middleeast", "Middle East"}};

/// A front page of these stories; of an edition's first form.
FrontPage first_form(std::span<const ListedStory> stories) {
  return {.stories = stories,
          .sections = {},
          .section_names = &kNames,
          .ways = pages::Ways::NotYet,
          .last_change = kTime};
}

FrontPage whole(std::span<const ListedStory> stories, std::span<const std::string> sections) {
  return {.stories = stories,
          .sections = sections,
          .section_names = &kNames,
          .new_stories = 1,
          .all_stories = 2607,
          .last_change = kTime};
}

}  // namespace

TEST_SUITE_BEGIN("pages/front_page");

TEST_CASE("a front page says on its first lines how much is new and where to find what") {
  News news;
  news.config.search.kind = config::SearchService::Kind::Serve;
  const std::vector<ListedStory> stories = {
      {news.item(story("Rates up", "2025/09/19/us/rates")), "US, 14:05, 3 min", true},
      {news.item(story("Rain", "2025/09/18/us/rain")), {}}};
  const std::vector<std::string> sections = {"us", "middleeast", "us"};
  CHECK(news.bytes(pages::front_menu(news.scope(), whole(stories, sections))) ==
        "i _\tErr\thole.example\t70\n"
        "i|N\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "inews.example - unofficial\tErr\thole.example\t70\n"
        "i2 stories, 1 new. Last change Mon 1 Dec 2025, 18:04 UTC.\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1New (1)\t/news.example/new\thole.example\t70\n"
        "1Sections: US 2, Middle East 1\t/news.example/sections\thole.example\t70\n"
        "7Search 2,607 stories\t/news.example/search\thole.example\t70\n"
        "1Archive, feed, about this mirror\t/news.example/archive\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0* Rates up\t/news.example/2025/09/19/us/rates.txt\thole.example\t70\n"
        "i    US, 14:05, 3 min\tErr\thole.example\t70\n"
        "0Rain\t/news.example/2025/09/18/us/rain.txt\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "hNews on the web\tURL:https://news.example/\thole.example\t70\n");
}

TEST_CASE("the operator's lines stand above the stories and below everything") {
  News news;
  news.profile.header = {"Welcome", "", "  to my hole"};
  news.profile.footer = {"Mail me"};
  const auto stories = news.items({story("Rain", "a")});
  CHECK(news.bytes(pages::front_menu(news.scope(), first_form(stories))) ==
        "i _\tErr\thole.example\t70\n"
        "i|N\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "inews.example - unofficial\tErr\thole.example\t70\n"
        "i1 story. Last change Mon 1 Dec 2025, 18:04 UTC.\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iWelcome\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "i  to my hole\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rain\t/news.example/a.txt\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "hNews on the web\tURL:https://news.example/\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iMail me\tErr\thole.example\t70\n");
  const gopher::Menu section = news.set(pages::section_menu(news.scope(), {"us", "US"}, stories));
  for (const gopher::MenuItem& item : section) {
    CHECK(item.display != "Welcome");
    CHECK(item.display != "Mail me");
  }
}

TEST_CASE("no line of the operator's is more to a reader than text, in any dialect") {
  News news;
  news.profile.header = {"1Own\t/secret\thole.example\t70",
                         "[1|x|/etc|server|port]",
                         "=script",
                         ".",
                         "!title",
                         "#",
                         "*",
                         "t",
                         "x\r\n1y\t/\th\t70",
                         "\\|",
                         "|\\"};
  news.profile.footer = news.profile.header;
  const gopher::Menu menu = news.set(pages::front_menu(news.scope(), first_form({})));
  const std::size_t lines = 22 + 5 + 2 + 1;  // masthead, counts, blanks, the title, the web
  struct Reading {
    gopher::Dialect dialect;
    std::vector<test::ReadItem> (*read)(std::string_view bytes);
  };
  for (const Reading& reading : {Reading{gopher::Dialect::Gophermap, test::read_gophermap},
                                 Reading{gopher::Dialect::Raw, test::read_wire},
                                 Reading{gopher::Dialect::Gph, test::read_gph}}) {
    CAPTURE(gopher::name_of(reading.dialect));
    const std::string bytes =
        gopher::to_bytes(menu, reading.dialect, {news.config.host, news.config.port});
    const std::vector<test::ReadItem> items = reading.read(bytes);
    CHECK(items.size() == menu.size());
    CHECK(items.size() >= lines);
    for (const test::ReadItem& item : items) {
      CAPTURE(item.display);
      if (item.type == 'h') continue;
      CHECK(item.type == 'i');
      CHECK(item.selector == "Err");
    }
  }
}

TEST_CASE("what a site lacks is left out with its blank line") {
  News news;
  news.profile.banner.clear();
  news.profile.tagline.clear();
  news.profile.web.clear();
  const auto stories = news.items({story("Rain", "a")});
  CHECK(news.bytes(pages::front_menu(news.scope(), first_form(stories))) ==
        "i1 story. Last change Mon 1 Dec 2025, 18:04 UTC.\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rain\t/news.example/a.txt\thole.example\t70\n");
}

TEST_CASE("selectors start with the prefix of the configuration") {
  News news;
  news.config.selector_prefix = "/mirrors";
  const auto stories = news.items({story("Rain", "a")});
  for (const gopher::MenuItem& item :
       news.set(pages::front_menu(news.scope(), whole(stories, {})))) {
    CAPTURE(item.display);
    const bool leads_here =
        item.type != gopher::ItemType::Info && item.type != gopher::ItemType::Html;
    if (leads_here) CHECK(item.selector.starts_with("/mirrors/news.example/"));
  }
}

TEST_CASE("as many sections are named as one line has room for, the largest first") {
  News news({.width = 40});
  std::vector<std::string> sections;
  SectionNames names;
  for (int i = 1; i <= 9; ++i) {
    const std::string folder = "section-" + std::to_string(i);
    names.emplace(folder, "Section " + std::to_string(i));
    for (int many = 0; many < i; ++many) sections.push_back(folder);
  }
  FrontPage page = whole({}, sections);
  page.section_names = &names;
  const gopher::Menu menu = news.set(pages::front_menu(news.scope(), page));
  const auto found = std::ranges::find(menu, "/news.example/sections", &gopher::MenuItem::selector);
  REQUIRE(found != menu.end());
  CHECK(found->display == "Sections: Section 9 9, ...");
}

TEST_CASE(
    "a long list of stories has the ways to what is new and to the sections at its end, too") {
  News news;
  const std::vector<store::StoryRecord> many(20, story("Rain", "a"));
  const auto stories = news.items(many);
  const gopher::Menu menu = news.set(pages::front_menu(news.scope(), whole(stories, {})));
  CHECK(std::ranges::count(menu, "/news.example/new", &gopher::MenuItem::selector) == 2);
}

TEST_CASE("a front page leads to the other editions of its site, each by what it is") {
  News news;
  config::Edition small;
  small.name = "small";
  small.charset = text::Charset::Ascii;
  small.width = 40;
  news.config.editions.push_back(small);
  const gopher::Menu menu = news.set(pages::front_menu(news.scope(), whole({}, {})));
  CHECK(std::ranges::count(
            menu, gopher::MenuItem{gopher::ItemType::Menu, "Edition: Plain ASCII, 40 columns",
                                   "/small/news.example"}) == 1);
  const pages::SiteScope other{{news.config, news.config.editions.back()}, news.profile};
  const gopher::Menu back = news.set(pages::archive_menu(other, {}, {pages::Ways::There}));
  CHECK(std::ranges::count(back, "/news.example", &gopher::MenuItem::selector) == 1);
}

TEST_CASE("in a narrow menu every line fits, in bytes too where they count") {
  News news({.width = 30, .measure = format::Measure::CellsAndBytes});
  news.profile.banner = {std::string(31, '#')};
  news.profile.title = "Nouvelles de la r\u00e9gion d\u2019\u00c9vreux";
  news.profile.tagline = "Nouvelles de la r\u00e9gion - on gopher - unofficial";
  std::vector<ListedStory> stories =
      news.items({story("\u00c9t\u00e9 \u00e0 la mer, \u00e9t\u00e9 \u00e0 la montagne", "a/b")});
  stories.front().facts = "\u00c9conomie et r\u00e9gion, 14:05, 3\u00a0min, changed 24 Apr, 14:05";
  const std::vector<std::string> sections = {"us", "middleeast"};
  gopher::Menu menu = news.set(pages::front_menu(news.scope(), whole(stories, sections)));
  for (const gopher::Outline& each :
       {pages::section_menu(news.scope(), {"r", "R\u00e9gion du nord et du nord-ouest"}, stories),
        pages::archive_menu(news.scope(), {}, {pages::Ways::There}),
        pages::about_menu(news.scope())}) {
    const gopher::Menu set = news.set(each);
    menu.insert(menu.end(), set.begin(), set.end());
  }
  for (const gopher::MenuItem& item : menu) {
    CAPTURE(item.display);
    CHECK(item.display.size() <= 30);
    CHECK(item.display.find('#') == std::string::npos);
  }
}

TEST_CASE("what leads to a menu or the web leaves room for the mark that a client puts behind it") {
  // Measured with UMN gopher, which cuts "TITLE/" and "TITLE <HTML>" of over 67 bytes.
  News news;
  news.config.editions.front().article_view = config::ArticleView::Menu;
  const std::string sixty_seven = std::string(30, 'a') + " " + std::string(35, 'b') + "c";
  const std::vector<store::StoryRecord> stories = {story(sixty_seven, "2025/09/19/us/rates")};
  news.profile.title = std::string(52, 'N');
  const gopher::Menu menu =
      news.set(pages::front_menu(news.scope(), first_form(news.items(stories))));
  for (const gopher::MenuItem& item : menu) {
    if (item.type == gopher::ItemType::Menu) CHECK(item.display == std::string(30, 'a'));
    if (item.type == gopher::ItemType::Html) CHECK(item.display.size() <= 60);
  }
  news.config.editions.front().article_view = config::ArticleView::Text;
  const gopher::Menu texts =
      news.set(pages::front_menu(news.scope(), first_form(news.items(stories))));
  CHECK(std::ranges::find(texts, sixty_seven, &gopher::MenuItem::display) != texts.end());
}

TEST_CASE("a menu of several sites leads to each of them, and to the newest stories of all") {
  News news;
  news.config.search.kind = config::SearchService::Kind::Serve;
  const std::vector<pages::SiteOfRoot> sites = {
      {{.name = "news.example", .title = "News", .last_change = kTime}, 100, 20},
      {{.name = "other.example", .title = "Other", .last_change = kTime - 1h}, 1, 0}};
  const std::vector<ListedStory> newest = {
      {news.item(story("Rain", "a")), "News, 18:04, 3 min", true}};
  CHECK(news.bytes(pages::root_menu(news.scope(), {sites, newest})) ==
        "iNews sites\tErr\thole.example\t70\n"
        "iLast change Mon 1 Dec 2025, 18:04 UTC.\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1News (100 stories, 20 new)\t/news.example\thole.example\t70\n"
        "1Other (1 story)\t/other.example\thole.example\t70\n"
        "7Search all sites\t/search\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iNewest stories\tErr\thole.example\t70\n"
        "0* Rain\t/news.example/a.txt\thole.example\t70\n"
        "i    News, 18:04, 3 min\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "0Feed (Atom) for feed readers\t/feed.xml\thole.example\t70\n");
}

TEST_SUITE_END();
