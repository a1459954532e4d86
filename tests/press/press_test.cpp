#include "press/press.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

extract::Article article() {
  extract::Article article;
  article.headline = "Rates up again";
  article.blocks = {{.text = "The bank said so in Zürich \ue000.",
                     .links = {{"Zürich", "https://bank.example/", 27}}}};
  return article;
}

site::SiteProfile profile() {
  site::SiteProfile profile;
  profile.tagline = "news.example - unofficial";
  profile.banner = {"N E W S"};
  return profile;
}

press::Press press_of(const press::Style& style) {
  return press::Press::create(style).value();
}

}  // namespace

TEST_SUITE_BEGIN("press/press");

TEST_CASE("an article alone is printed without a masthead") {
  CHECK(press_of({.text = format::View{}}).text(article()).bytes ==
        "ARTICLE VIEW:\n\nRates up again\n\nThe bank said so in Zürich [1] \ue000.\n\n"
        "Links:\n\n[1] https://bank.example/\n");
}

TEST_CASE("a site's banner and tagline stand above its articles, their fate below the headline") {
  const site::SiteProfile site = profile();
  const UtcTime time = std::chrono::sys_days(std::chrono::year(2025) / 12 / 1);
  const press::Frame frame{
      .profile = &site,
      .marks = {
          .changed = time, .correction = "/a.txt", .taken_down = time + std::chrono::hours(1)}};
  press::Press press = press_of({.text = format::View{}, .menu = format::View{}});
  CHECK(press.text(article(), frame)
            .bytes.starts_with(
                "N E W S\nnews.example - unofficial\n\nARTICLE VIEW:\n\n"
                "Rates up again\n\n"
                "Taken down by the site; found gone on Mon 1 December 2025, 01:00 UTC\n"
                "Changed on Mon 1 December 2025, 00:00 UTC\n"
                "What changed: /a.txt\n\nThe bank"));
  const gopher::Menu menu = press.menu(article(), frame).items;
  const auto shows = [&](std::string_view line) {
    return std::ranges::find(menu, line, &gopher::MenuItem::display) != menu.end();
  };
  CHECK(shows("Changed on Mon 1 December 2025, 00:00 UTC"));
  CHECK_FALSE(shows("What changed: /a.txt"));
}

TEST_CASE("a page of our own words holds the tagline and its parts, in the style's charset") {
  const std::vector<format::PagePart> parts = {
      {.text = "Zürich"}, {.text = "See", .address = "/x", .gap = format::PagePart::Gap::None}};
  CHECK(press_of({.text = format::View{.charset = text::Charset::Latin1}})
            .page(parts, {.tagline = "news - unofficial"}) ==
        "news - unofficial\n\nZ\xfcrich\nSee /x\n");
}

TEST_CASE("a banner can be hidden, and the tagline stays") {
  const site::SiteProfile site = profile();
  press::Press press =
      press_of({.text = format::View{}, .menu = format::View{}, .banner = press::Banner::Hide});
  CHECK(press.text(article(), {.profile = &site})
            .bytes.starts_with("news.example - unofficial\n\nARTICLE VIEW:\n"));
  CHECK(press.menu(article(), {.profile = &site}).items.front().display ==
        "news.example - unofficial");
}

TEST_CASE("an article without a profile has the frame's tagline") {
  const std::string text = press_of({.text = format::View{}})
                               .text(article(), {.tagline = "other.example - unofficial"})
                               .bytes;
  CHECK(text.starts_with("other.example - unofficial\n\nARTICLE VIEW:\n"));
}

TEST_CASE("a text is in its view's charset, and says how many characters that cannot hold") {
  const press::Press::Text text =
      press_of({.text = format::View{.charset = text::Charset::Latin1}}).text(article());
  CHECK(text.unknown_characters == 1);
  CHECK(text.bytes.find("Z\xfcrich [1] ?.") != std::string::npos);
}

TEST_CASE("links of a menu lead to the web") {
  const gopher::Menu menu = press_of({.menu = format::View{.width = 67}}).menu(article()).items;
  CHECK(menu.back() == gopher::MenuItem{.type = gopher::ItemType::Html,
                                        .display = "Zürich",
                                        .selector = "URL:https://bank.example/"});
}

TEST_CASE("a menu is printed in the style's dialect, with its server") {
  press::Press press = press_of({.menu = format::View{.width = 67},
                                 .dialect = gopher::Dialect::Gophermap,
                                 .server = {.host = "hole.example", .port = 7070}});
  const std::string bytes = press.print(press::Format::Menu, article());
  CHECK(bytes.starts_with("iARTICLE VIEW:\tErr\thole.example\t7070\n"));
}

TEST_CASE("JSON needs no view") {
  press::Press press = press_of({});
  CHECK(press.print(press::Format::Json, article()).find('\n') + 1 ==
        press.print(press::Format::Json, article()).size());
  CHECK(press.print(press::Format::IndentedJson, article()).starts_with("{\n"));
}

TEST_CASE("each format is found by its name, and no other name is one") {
  CHECK(press::parse_format("text") == press::Format::Text);
  CHECK(press::parse_format("menu") == press::Format::Menu);
  CHECK(press::parse_format("json") == press::Format::Json);
  CHECK(press::parse_format("indented-json") == press::Format::IndentedJson);
  CHECK(press::parse_format("") == std::nullopt);
}

TEST_CASE("an edition's menus have a width of their own") {
  config::Edition edition{.width = 80, .menu_width = 60};
  edition.dialect = gopher::Dialect::Gph;
  const press::Style style = press::style_of({.host = "hole.example"}, edition);
  CHECK(style.text.value().width == 80);
  CHECK(style.menu.value().width == 60);
  CHECK(style.dialect == gopher::Dialect::Gph);
  CHECK(style.server.host == "hole.example");
}

namespace {

std::vector<extract::Story> listed_stories() {
  const auto url = [](const char* path) {
    return url::parse_url(std::string("https://news.example") + path).value();
  };
  std::vector<extract::Story> stories(10, {url("/b"), "Zürich \"votes\"", {}, {}});
  stories.front() = {url("/a"), "Rates go up again in a town that few have heard of", "World",
                     std::chrono::year(2025) / 12 / 1};
  stories[1].published = text::DateOrTime{std::chrono::sys_days(std::chrono::year(2025) / 12 / 2),
                                          std::chrono::minutes(0)};
  return stories;
}

}  // namespace

TEST_CASE("a list is numbered headlines with their facts, and their addresses by those numbers") {
  const site::SiteProfile site = profile();
  const auto stories = listed_stories();
  press::Press press = press_of({.text = format::View{.width = 40}});
  const std::string text = press.print(press::Format::Text, stories, {.profile = &site});
  CHECK(
      text.starts_with("N E W S\nnews.example - unofficial\n\n"
                       " 1. Rates go up again in a town that few\n    have heard of\n"
                       "    World, Mon 1 December 2025\n"
                       " 2. Zürich \"votes\"\n    Tue 2 December 2025, 00:00 UTC\n"
                       " 3. Zürich \"votes\"\n"));
  CHECK(text.find("10. Zürich \"votes\"\n\nLinks:\n\n[1] https://news.example/a\n") !=
        std::string::npos);
  CHECK(text.ends_with("[10] https://news.example/b\n"));
  press::Press bare = press_of({.text = format::View{.links = format::LinkStyle::None}});
  CHECK(bare.print(press::Format::Text, stories).find("https:") == std::string::npos);
}

TEST_CASE("a list is in the charset of its view") {
  press::Press press = press_of({.text = format::View{.charset = text::Charset::Ascii}});
  CHECK(press.print(press::Format::Text, listed_stories()).find("Zurich") != std::string::npos);
}

TEST_CASE("a list as a menu has a link for each story and its facts below") {
  press::Press press = press_of({.menu = format::View{.width = 67}, .server = {"h.example", 70}});
  const std::string menu = press.print(press::Format::Menu, listed_stories());
  CHECK(menu.find("hRates go up again in a town that few have heard of\tURL:https://news.example/a"
                  "\th.example\t70\r\ni  World, Mon 1 December 2025\t") != std::string::npos);
}

TEST_CASE("a list as JSON has an object a line, and null for what it does not state") {
  press::Press press = press_of({});
  const std::string lines = press.print(press::Format::IndentedJson, listed_stories());
  CHECK(lines.starts_with(
      R"({"url":"https://news.example/a","headline":"Rates go up again in a town that few have heard of",)"
      R"("section":"World","authors":null,"published":"2025-12-01","updated":null,"summary":null})"
      "\n{"));
  CHECK(std::ranges::count(lines, '\n') == 10);
}

TEST_SUITE_END();
