#include "gopher/menu.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using gopher::ItemType;
using Lines = std::vector<std::string>;

TEST_SUITE_BEGIN("gopher/menu");

TEST_CASE("the lines of a long title below the first are info lines") {
  gopher::Menu menu;
  const std::vector<std::string> lines = {"Headline of two", "  lines"};
  gopher::add_item(menu, ItemType::Text, lines, "/news.example/a.txt");
  CHECK(menu == gopher::Menu{{ItemType::Text, "Headline of two", "/news.example/a.txt"},
                             {ItemType::Info, "  lines", ""}});
}

TEST_CASE("a link to the web carries URL: and the whole address") {
  gopher::Menu menu;
  gopher::add_web_link(menu, Lines{"Full site"}, "https://news.example/?a=b");
  CHECK(menu == gopher::Menu{{ItemType::Html, "Full site", "URL:https://news.example/?a=b"}});
}

TEST_CASE("the title of a link to the web may have several lines") {
  gopher::Menu menu;
  gopher::add_web_link(menu, Lines{"Full", "  site"}, "https://news.example/");
  CHECK(menu == gopher::Menu{{ItemType::Html, "Full", "URL:https://news.example/"},
                             {ItemType::Info, "  site", ""}});
}

TEST_CASE("a gopher address, a telnet one and a script are not put behind URL:") {
  gopher::Menu menu;
  gopher::add_web_link(menu, Lines{"hole"}, "GOPHER://hole.example/1/");
  gopher::add_web_link(menu, Lines{"board"}, "telnet://board.example");
  gopher::add_web_link(menu, Lines{"script"}, "javascript:alert(1)");
  gopher::add_web_link(menu, Lines{"nothing"}, "");
  CHECK(menu == gopher::Menu{{ItemType::Info, "hole", ""},
                             {ItemType::Info, "GOPHER://hole.example/1/", ""},
                             {ItemType::Info, "board", ""},
                             {ItemType::Info, "telnet://board.example", ""},
                             {ItemType::Info, "script", ""},
                             {ItemType::Info, "nothing", ""}});
}

TEST_CASE(
    "an address that is too long for a selector stands whole below its title, and is no item") {
  const std::string url = "https://news.example/" + std::string(279, 'a');
  gopher::Menu menu;
  gopher::add_web_link(menu, Lines{"Full", "  site"}, url, 100);
  CHECK(menu == gopher::Menu{{ItemType::Info, "Full", ""},
                             {ItemType::Info, "  site", ""},
                             {ItemType::Info, url.substr(0, 100), ""},
                             {ItemType::Info, url.substr(100, 100), ""},
                             {ItemType::Info, url.substr(200), ""}});
  menu.clear();
  gopher::add_web_link(menu, Lines{"Full site"}, url.substr(0, 251));
  CHECK(menu == gopher::Menu{{ItemType::Html, "Full site", "URL:" + url.substr(0, 251)}});
}

TEST_CASE("a document becomes info lines, and h items where a line is a link") {
  const format::Document document = {
      {"Body text", ""}, {"", ""}, {"the source", "https://news.example/x"}};
  CHECK(gopher::to_menu(document) ==
        gopher::Menu{{ItemType::Info, "Body text", ""},
                     {ItemType::Info, "", ""},
                     {ItemType::Html, "the source", "URL:https://news.example/x"}});
}

TEST_SUITE_END();
