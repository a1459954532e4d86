#include "press/press.h"

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

TEST_CASE("a site's banner and tagline stand above its articles, the time of a change below") {
  const site::SiteProfile site = profile();
  const UtcTime time = std::chrono::sys_days(std::chrono::year(2025) / 12 / 1);
  const std::string text = press_of({.text = format::View{}})
                               .text(article(), {.profile = &site, .changed_here = time})
                               .bytes;
  CHECK(text.starts_with("N E W S\nnews.example - unofficial\n\nARTICLE VIEW:\n"));
  CHECK(text.ends_with("\n\nChanged here 2025-12-01 00:00 UTC\n"));
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

TEST_SUITE_END();
