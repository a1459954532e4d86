#include "search/menu.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "gopher/dialect.h"
#include "mirror/made_up_site.h"
#include "search/service.h"

using namespace newshole;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
using test::has;
using test::MadeUpSite;

namespace {

const config::SearchService kServe{config::SearchService::Kind::Serve, ""};

/// The menu as gophermap lines, host and port left out.
std::string shown(const MadeUpSite& site, const pages::SearchAddress& address,
                  const config::SearchService& service = kServe) {
  const auto menu = search::search_menu(
      {.config = &site.options.config, .service = service, .address = address}, site.clock);
  REQUIRE_MESSAGE(menu, (menu ? "" : menu.error().message));
  std::string text;
  for (const gopher::MenuItem& item : *menu)
    text += static_cast<char>(item.type) + item.display + "|" + item.selector + "\n";
  return text;
}

ErrorKind error_of(const MadeUpSite& site, const pages::SearchAddress& address) {
  const auto menu = search::search_menu(
      {.config = &site.options.config, .service = kServe, .address = address}, site.clock);
  REQUIRE_FALSE(menu);
  return menu.error().kind;
}

/// Of so many stories that say "snow".
void add_snow(MadeUpSite& site, int stories) {
  std::vector<test::LinkToStory> links;
  for (int i = 0; i < stories; ++i) {
    const std::string path = "/2025/09/19/us/snow-" + std::to_string(i);
    links.push_back({path, "Snow " + std::to_string(i)});
    site.set_story(path, links.back().headline, "Cold.");
  }
  site.list(links);
}

}  // namespace

TEST_SUITE_BEGIN("search/menu");

TEST_CASE("a hit is an item, and says below where it is from and why it was found") {
  MadeUpSite site;
  site.report();
  CHECK(shown(site, {.site = "news.example", .words = "umbrella"}) ==
        "iSearch News of news.example|\n"
        "i|\n"
        "i1 story has this: umbrella|\n"
        "i|\n"
        "0Rain expected|/news.example/2025/09/18/us/rain.txt\n"
        "i  US, 2025-09-18|\n"
        "i  Bring an umbrella on Saturday.|\n"
        "i|\n"
        "7Another search|/news.example/search\n"
        "1<- back to index|/news.example\n");
}

TEST_CASE(
    "a story that is a menu is found as one, and as what stands there when the view changes") {
  MadeUpSite site;
  const pages::SearchAddress rain{.site = "news.example", .words = "umbrella"};
  site.options.config.editions.front().article_view = config::ArticleView::Menu;
  site.report();
  CHECK(has(shown(site, rain), "\n1Rain expected|/news.example/2025/09/18/us/rain\n"));
  site.options.config.editions.front().article_view = config::ArticleView::Text;
  CHECK(has(shown(site, rain), "\n1Rain expected|/news.example/2025/09/18/us/rain\n"));
  site.report();
  CHECK(has(shown(site, rain), "\n0Rain expected|/news.example/2025/09/18/us/rain.txt\n"));
}

TEST_CASE("what is no query gets a menu that says how to ask") {
  MadeUpSite site;
  site.report();
  for (const char* words : {"", "?!", "-rain", "\"rain", "$", "+"}) {
    CAPTURE(words);
    const std::string menu = shown(site, {.site = "news.example", .words = words});
    CHECK(has(menu, "\niType words: a story is found if it has all of them.|\n"));
    CHECK(has(menu, "\n7Another search|/news.example/search\n"));
  }
}

TEST_CASE("where nothing is found the menu says so") {
  MadeUpSite site;
  site.report();
  CHECK(has(shown(site, {.words = "zebra"}), "\niNo story has this: zebra|\n"));
}

TEST_CASE("of more than fifty stories the others are on further pages, each with a selector") {
  MadeUpSite site;
  add_snow(site, 120);
  site.report();
  const std::string first = shown(site, {.site = "news.example", .words = "snow"});
  CHECK(has(first, "\ni120 stories have this, the best first: snow|\n"));
  CHECK(has(first, "\n1More results, from 51 on|/news.example/search/2/snow\n"));
  const std::string third = shown(site, {.site = "news.example", .page = 3, .words = "snow"});
  CHECK_FALSE(has(third, "More results"));
  CHECK(has(third, "\n7Another search|/news.example/search\n"));
}

TEST_CASE("a page behind the last one says that there are no more results") {
  MadeUpSite site;
  add_snow(site, 60);
  site.report();
  const std::string menu = shown(site, {.site = "news.example", .page = 3, .words = "snow"});
  CHECK(has(menu,
            "\ni60 stories have this, the best first: snow|\n"
            "i|\n"
            "iThere are no more results: page 2 is the last.|\n"
            "i|\n"
            "7Another search|"));
  CHECK_FALSE(has(shown(site, {.site = "news.example", .page = 2, .words = "snow"}), "no more"));
  CHECK_FALSE(has(shown(site, {.page = 2, .words = "zebra"}), "no more"));
}

TEST_CASE("where nobody answers a further page the menu does not lead there") {
  MadeUpSite site;
  add_snow(site, 60);
  site.report();
  const std::string menu = shown(site, {.words = "snow"}, {});
  CHECK(has(menu, "\niThere are more results; other words would find fewer.|\n"));
  CHECK_FALSE(has(menu, "\n7"));
}

TEST_CASE("a further page whose selector would be too long is not led to") {
  MadeUpSite site;
  add_snow(site, 60);
  site.report();
  std::string words = "snow -\"";
  for (int i = 0; i < 90; ++i) words += "\u4E2D\u56FD";
  const std::string menu = shown(site, {.words = words + "\""});
  CHECK(has(menu, "\niThere are more results; other words would find fewer.|\n"));
}

TEST_CASE("a story whose file is gone is not led to") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove(site.root() / test::kRain);
  CHECK_FALSE(has(shown(site, {.words = "umbrella"}), "rain.txt"));
}

TEST_CASE("an edition's search leads to the edition") {
  MadeUpSite site;
  site.options.config.editions.push_back(
      {.name = "c64", .charset = text::Charset::Ascii, .width = 40, .menu_width = 40});
  site.options.config.search = kServe;
  site.report();
  const std::string menu =
      shown(site, {.edition = "c64", .site = "news.example", .words = "umbrella"});
  CHECK(has(menu, "|/c64/news.example/2025/09/18/us/rain.txt\n"));
  CHECK(has(menu, "\n7Another search|/c64/news.example/search\n"));
  CHECK(has(menu, "\n1<- back to index|/c64/news.example\n"));
}

TEST_CASE("a script's selector stands in the items of its menus") {
  MadeUpSite site;
  add_snow(site, 60);
  site.report();
  const std::string menu = shown(site, {.site = "news.example", .words = "snow"},
                                 {config::SearchService::Kind::Script, "/cgi-bin/find"});
  CHECK(has(menu, "\n1More results, from 51 on|/cgi-bin/find?news.example/2/snow\n"));
  CHECK(has(menu, "\n7Another search|/cgi-bin/find?news.example\n"));
}

TEST_CASE("words that would be lines, fields or terminal commands are none in the menu") {
  MadeUpSite site;
  site.report();
  const auto menu = search::search_menu(
      {.config = &site.options.config,
       .service = kServe,
       .address = {.words = std::string("x\r\n1evil\t/evil\thost\t70\r\n.\r\n\x1b[2J\0 \xff"sv)}},
      site.clock);
  REQUIRE(menu);
  const std::string bytes = gopher::to_bytes(*menu, gopher::Dialect::Raw, {"hole.example", 70});
  CHECK_FALSE(has(bytes, "\n1evil"));
  CHECK_FALSE(has(bytes, "\x1b"));
  CHECK(bytes.find("\r\n.\r\n") == bytes.size() - 5);
}

TEST_CASE("an unknown site, edition or index is an error") {
  MadeUpSite site;
  CHECK(error_of(site, {.words = "rain"}) == ErrorKind::NotFound);
  site.report();
  CHECK(error_of(site, {.site = "new.example", .words = "rain"}) == ErrorKind::NotFound);
  CHECK(error_of(site, {.edition = "c64", .words = "rain"}) == ErrorKind::NotFound);
}

TEST_SUITE_END();
