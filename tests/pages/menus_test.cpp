#include "pages/menus.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "gopher/dialect.h"
#include "gopher/menu_readers.h"

using namespace newshole;
using namespace std::chrono_literals;
using pages::StoryItem;
using store::Section;
using store::StoryRecord;

namespace {

const UtcTime kTime = std::chrono::sys_days(std::chrono::year(2025) / 12 / 1) + 18h + 4min;

// A made-up site, and what its menus are made with.
struct News {
  config::Config config;
  site::SiteProfile profile;
  format::View view;

  explicit News(text::Charset charset = text::Charset::Utf8)
      : News({.width = format::kMenuWidth, .charset = charset}) {}
  explicit News(const format::View& shown) : view(shown) {
    config.host = "hole.example";
    config.editions.front().charset = view.charset;
    config.editions.front().menu_width = view.width;
    profile.name = "news.example";
    profile.title = "News";
    profile.web = "https://news.example/";
    profile.tagline = "news.example - unofficial";
    profile.banner = {" _", "|N"};
  }

  [[nodiscard]] pages::SiteScope scope() const {
    return {{config, config.editions.front()}, profile};
  }

  [[nodiscard]] std::vector<StoryItem> items(const std::vector<StoryRecord>& stories) const {
    std::vector<StoryItem> items;
    for (const StoryRecord& story : stories) items.push_back(item(story));
    return items;
  }
  [[nodiscard]] StoryItem item(const StoryRecord& story) const {
    return pages::story_item(scope(), story, pages::form_in(config.editions.front()));
  }

  /// The menu as lines are set for the edition.
  [[nodiscard]] gopher::Menu set(const gopher::Outline& menu) const {
    format::Typesetter setter = format::Typesetter::create(view).value();
    return menu.set(setter);
  }
  [[nodiscard]] std::string bytes(const gopher::Outline& menu) const {
    return text::encode(
        gopher::to_bytes(set(menu), gopher::Dialect::Gophermap, {config.host, config.port}),
        view.charset);
  }
};

StoryRecord story(const std::string& headline, const std::string& path) {
  return {.url = "https://news.example/" + path,
          .path = "news.example/" + path + ".txt",
          .headline = headline};
}

}  // namespace

TEST_SUITE_BEGIN("pages/menus");

TEST_CASE("a front page has banner, tagline, stories, sections, the web site, the last change") {
  News news;
  const std::vector<StoryItem> stories =
      news.items({story("Rates up", "2025/09/19/us/rates"), story("Rain", "2025/09/18/us/rain")});
  const std::vector<Section> sections = {{"us", "US"}};
  CHECK(news.bytes(
            pages::front_menu(news.scope(), {stories, sections, pages::Archive::There, kTime})) ==
        "i _\tErr\thole.example\t70\n"
        "i|N\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "inews.example - unofficial\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rates up\t/news.example/2025/09/19/us/rates.txt\thole.example\t70\n"
        "0Rain\t/news.example/2025/09/18/us/rain.txt\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iSections\tErr\thole.example\t70\n"
        "1US\t/news.example/sections/us\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1Archive\t/news.example/archive\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "hNews: full site\tURL:https://news.example/\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLast change 2025-12-01 18:04 UTC\tErr\thole.example\t70\n");
}

TEST_CASE("the operator's lines stand above the stories and below everything") {
  News news;
  news.profile.header = {"Welcome", "", "  to my hole"};
  news.profile.footer = {"Mail me"};
  const std::vector<StoryItem> stories = news.items({story("Rain", "a")});
  CHECK(news.bytes(pages::front_menu(news.scope(), {stories, {}, pages::Archive::NotYet, kTime})) ==
        "i _\tErr\thole.example\t70\n"
        "i|N\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "inews.example - unofficial\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iWelcome\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "i  to my hole\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rain\t/news.example/a.txt\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "hNews: full site\tURL:https://news.example/\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLast change 2025-12-01 18:04 UTC\tErr\thole.example\t70\n"
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
  const gopher::Menu menu =
      news.set(pages::front_menu(news.scope(), {{}, {}, pages::Archive::NotYet, kTime}));
  const std::size_t lines = 22 + 7 + 2;  // the masthead, the title, what follows, two blanks
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
  const std::vector<StoryItem> stories = news.items({story("Rain", "a")});
  CHECK(news.bytes(pages::front_menu(news.scope(), {stories, {}, pages::Archive::NotYet, kTime})) ==
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rain\t/news.example/a.txt\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLast change 2025-12-01 18:04 UTC\tErr\thole.example\t70\n");
}

TEST_CASE("a long headline goes on below its item, whole, in lines of at most 67 columns") {
  News news;
  news.profile.banner.clear();
  news.profile.tagline.clear();
  const std::vector<StoryItem> stories = news.items({story(
      "A headline of so many words that no line of a menu in any client of gopher has room", "a")});
  const gopher::Menu menu = news.set(pages::section_menu(news.scope(), {"us", "US"}, stories));
  CHECK(menu == gopher::Menu{{gopher::ItemType::Info, "US", ""},
                             {gopher::ItemType::Text,
                              "A headline of so many words that no line of a menu in any client of",
                              "/news.example/a.txt"},
                             {gopher::ItemType::Info, "  gopher has room", ""},
                             {gopher::ItemType::Info, "", ""},
                             {gopher::ItemType::Menu, "<- back to index", "/news.example"}});
}

TEST_CASE("selectors start with the prefix of the configuration") {
  News news;
  news.config.selector_prefix = "/mirrors";
  const std::vector<StoryItem> stories = news.items({story("Rain", "a")});
  const std::vector<Section> sections = {{"us", "US"}};
  const gopher::Menu menu =
      news.set(pages::front_menu(news.scope(), {stories, sections, pages::Archive::There, kTime}));
  CHECK(menu.at(6).selector == "/mirrors/news.example/a.txt");
  CHECK(menu.at(9).selector == "/mirrors/news.example/sections/us");
}

TEST_CASE("menus come in the charset of the edition") {
  News news(text::Charset::Ascii);
  const std::vector<StoryItem> stories = news.items({story("\u201cCaf\u00e9\u201d", "a")});
  const std::string bytes = news.bytes(pages::section_menu(news.scope(), {"us", "US"}, stories));
  CHECK(bytes.find("0\"Cafe\"\t/news.example/a.txt") != std::string::npos);
}

TEST_CASE("a menu of several sites leads to each of them") {
  News news;
  const std::vector<store::SiteRecord> sites = {{"news.example", "News", kTime, 0},
                                                {"other.example", "Other", kTime - 1h, 0}};
  CHECK(news.bytes(pages::root_menu(news.scope(), sites)) ==
        "iNews sites\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1News\t/news.example\thole.example\t70\n"
        "1Other\t/other.example\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLast change 2025-12-01 18:04 UTC\tErr\thole.example\t70\n");
}

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
  const std::vector<StoryItem> stories = news.items({story("Rates up", "2025/09/19/us/rates")});
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

TEST_CASE("in a narrow menu every line fits, in bytes too where they count") {
  News news({.width = 30, .measure = format::Measure::CellsAndBytes});
  news.profile.banner = {std::string(31, '#')};
  news.profile.title = "Nouvelles de la r\u00e9gion d\u2019\u00c9vreux";
  news.profile.tagline = "Nouvelles de la r\u00e9gion - on gopher - unofficial";
  const std::vector<StoryItem> stories =
      news.items({story("\u00c9t\u00e9 \u00e0 la mer, \u00e9t\u00e9 \u00e0 la montagne", "a/b")});
  const std::vector<Section> sections = {{"r", "R\u00e9gion du nord et du nord-ouest"}};
  gopher::Menu menu =
      news.set(pages::front_menu(news.scope(), {stories, sections, pages::Archive::There, kTime}));
  const gopher::Menu section =
      news.set(pages::section_menu(news.scope(), sections.front(), stories));
  menu.insert(menu.end(), section.begin(), section.end());
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
  const std::vector<StoryRecord> stories = {story(sixty_seven, "2025/09/19/us/rates")};
  news.profile.title = std::string(52, 'N');
  const gopher::Menu menu = news.set(
      pages::front_menu(news.scope(), {news.items(stories), {}, pages::Archive::NotYet, kTime}));
  for (const gopher::MenuItem& item : menu) {
    if (item.type == gopher::ItemType::Menu) CHECK(item.display == std::string(30, 'a'));
    if (item.type == gopher::ItemType::Html) CHECK(item.display.size() <= 60);
  }
  news.config.editions.front().article_view = config::ArticleView::Text;
  const gopher::Menu texts = news.set(
      pages::front_menu(news.scope(), {news.items(stories), {}, pages::Archive::NotYet, kTime}));
  CHECK(std::ranges::find(texts, sixty_seven, &gopher::MenuItem::display) != texts.end());
}

TEST_SUITE_END();
