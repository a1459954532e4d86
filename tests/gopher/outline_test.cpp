#include "gopher/outline.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using gopher::ItemType;
using gopher::Menu;
using gopher::Outline;

namespace {

Menu set(const Outline& outline, const format::View& view = {.width = 67}) {
  format::Typesetter setter = format::Typesetter::create(view).value();
  return outline.set(setter);
}

}  // namespace

TEST_SUITE_BEGIN("gopher/outline");

TEST_CASE("entries of an outline stand in the order in which they were added") {
  Outline outline;
  outline.text("News sites");
  outline.blank();
  outline.item(ItemType::Menu, "News", "/news.example");
  outline.web_link("Full site", "https://news.example/");
  outline.finished({ItemType::Menu, "<- back to index", "/"});
  CHECK(set(outline) == Menu{{ItemType::Info, "News sites", ""},
                             {ItemType::Info, "", ""},
                             {ItemType::Menu, "News", "/news.example"},
                             {ItemType::Html, "Full site", "URL:https://news.example/"},
                             {ItemType::Menu, "<- back to index", "/"}});
}

TEST_CASE("a link to the web of one line is cut before its end") {
  Outline outline;
  outline.short_web_link("Ferry news of the lake and of its islands", " (on the web)",
                         "https://news.example/a");
  outline.short_web_link("Ferry", " (on the web)", "https://news.example/b");
  CHECK(set(outline, {.width = 33}) ==
        Menu{{ItemType::Html, "Ferry news of the... (on the web)", "URL:https://news.example/a"},
             {ItemType::Html, "Ferry (on the web)", "URL:https://news.example/b"}});
}

TEST_CASE("an outline without entries is an empty menu") {
  CHECK(set(Outline()).empty());
}

TEST_CASE("a line of somebody's own keeps its blanks, and goes on below where it is too long") {
  Outline outline;
  outline.kept("  *   *   *");
  outline.kept("");
  outline.kept("    one two three four five six seven");
  outline.kept(std::string(40, ' ') + "far");
  outline.kept(std::string(35, '#'));
  CHECK(set(outline, {.width = 30}) == Menu{{ItemType::Info, "  *   *   *", ""},
                                            {ItemType::Info, "", ""},
                                            {ItemType::Info, "    one two three four five", ""},
                                            {ItemType::Info, "    six seven", ""},
                                            {ItemType::Info, std::string(20, ' ') + "far", ""},
                                            {ItemType::Info, std::string(30, '#'), ""},
                                            {ItemType::Info, std::string(5, '#'), ""}});
}

TEST_CASE("a line of somebody's own is in the menu's charset, and fits in bytes where they count") {
  Outline outline;
  outline.kept("  Caf\u00e9");
  CHECK(set(outline, {.width = 30, .charset = text::Charset::Ascii}) ==
        Menu{{ItemType::Info, "  Cafe", ""}});
  Outline accents;
  accents.kept("\u00e9\u00e9\u00e9\u00e9 \u00e9\u00e9\u00e9\u00e9");
  CHECK(set(accents, {.width = 10, .measure = format::Measure::CellsAndBytes}) ==
        Menu{{ItemType::Info, "\u00e9\u00e9\u00e9\u00e9", ""},
             {ItemType::Info, "\u00e9\u00e9\u00e9\u00e9", ""}});
}

TEST_CASE("wording is broken into lines, a banner is not") {
  Outline outline;
  outline.text("one two three four five six seven");
  outline.lines(std::vector<std::string>{" ___  ______________________________", "|"});
  CHECK(set(outline, {.width = 30}) ==
        Menu{{ItemType::Info, "one two three four five six", ""},
             {ItemType::Info, "seven", ""},
             {ItemType::Info, " ___  ______________________________", ""},
             {ItemType::Info, "|", ""}});
}

TEST_CASE(
    "a note stands indented below its item, within the width, and is left out without words") {
  Outline outline;
  outline.item(ItemType::Text, "Rain", "/rain.txt");
  outline.note("one two three four five six se");
  outline.note("");
  CHECK(set(outline, {.width = 30}) == Menu{{ItemType::Text, "Rain", "/rain.txt"},
                                            {ItemType::Info, "  one two three four five six", ""},
                                            {ItemType::Info, "  se", ""}});
}

TEST_CASE("titles leave room for the mark that UMN gopher puts behind items of their type") {
  const std::vector<std::pair<ItemType, int>> widths = {
      {ItemType::Text, 67}, {ItemType::Menu, 66}, {ItemType::Search, 63}, {ItemType::Html, 60}};
  for (const auto& [type, width] : widths) {
    const std::string just_fits(static_cast<std::size_t>(width) - 2, 'a');
    Outline outline;
    outline.item(type, just_fits + " b", "/x");
    outline.item(type, just_fits + " bc", "/x");
    const Menu menu = set(outline);
    REQUIRE(menu.size() == 3);
    CHECK(menu[0].display == just_fits + " b");
    CHECK(menu[1].display == just_fits);
    CHECK(menu[2] == gopher::MenuItem{ItemType::Info, "  bc", ""});
  }
}

TEST_CASE("a heading is set as titles are and leads nowhere") {
  Outline outline;
  outline.heading(std::string(66, 'a') + " b");
  CHECK(set(outline) ==
        Menu{{ItemType::Info, std::string(66, 'a'), ""}, {ItemType::Info, "  b", ""}});
}

TEST_CASE("lines are set in the view's charset") {
  Outline outline;
  outline.text("Caf\u00e9");
  outline.item(ItemType::Text, "\u201cCaf\u00e9\u201d", "/x");
  const Menu menu = set(outline, {.width = 67, .charset = text::Charset::Ascii});
  CHECK(menu[0].display == "Cafe");
  CHECK(menu[1].display == "\"Cafe\"");
}

TEST_SUITE_END();
