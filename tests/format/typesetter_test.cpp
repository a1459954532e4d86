#include "format/typesetter.h"

#include <doctest/doctest.h>

using namespace newshole;
using extract::Article;
using extract::Block;
using extract::BlockKind;
using format::Document;
using format::Line;
using Lines = std::vector<std::string>;

namespace {

format::Typesetter typesetter(const format::View& view) {
  return format::Typesetter::create(view).value();
}

Article article(std::vector<Block> blocks) {
  return {.url = "https://news.example/a",
          .site = "news.example",
          .headline = "Head",
          .blocks = std::move(blocks)};
}

/// The lines below "Head" and its blank line.
Lines body(std::vector<Block> blocks, int width = 30) {
  const Document document = typesetter({.width = width}).article(article(std::move(blocks)), {});
  Lines lines;
  for (std::size_t i = 4; i < document.size(); ++i) lines.push_back(document[i].text);
  return lines;
}

}  // namespace

TEST_SUITE_BEGIN("format/typesetter");

TEST_CASE(
    "the text view has banner, tagline, headline, byline, time, source, body, links and full "
    "address") {
  Article full = article(
      {{.text = "See this.", .links = {{.text = "this", .url = "https://x.example/", .end = 8}}}});
  full.byline = "By Ann Poe";
  full.timestamp = "Updated: 4:33 AM EDT, Fri September 19, 2025";
  full.source = "Reuters";
  full.full_url = "https://www.news.example/a";
  const Document document =
      typesetter({}).article(full, {.banner = {"##"}, .tagline = "on gopher"});
  CHECK(format::to_text(document) ==
        "##\non gopher\n\nARTICLE VIEW:\n\nHead\n\nBy Ann Poe\n"
        "Updated: 4:33 AM EDT, Fri September 19, 2025\nSource: Reuters\n\n"
        "See this [1].\n\nLinks:\n\n[1] https://x.example/\n\nFull article: "
        "https://www.news.example/a\n");
}

TEST_CASE("without a profile the text says \"By\" and the authors, whatever the page prints") {
  Article full = article({{.text = "Body."}});
  full.reading = extract::Reading::Generic;
  full.byline = "Von Ann Poe";
  full.authors = {"Ann Poe", "Bo Li", "Cy Orr"};
  full.publisher = "The News";
  const auto text = [&full] { return format::to_text(typesetter({}).article(full, {})); };
  CHECK(text().find("By Ann Poe, Bo Li and Cy Orr\nSource: The News\n") != std::string::npos);
  full.authors.clear();
  CHECK(text().find("\nVon Ann Poe\n") != std::string::npos);
}

TEST_CASE("the copyright stands below the full address, with a label where it has no mark") {
  Article full = article({{.text = "Body."}});
  const auto end = [&full](const std::string& stated) {
    full.copyright = stated;
    const std::string text = format::to_text(typesetter({.width = 40}).article(full, {}));
    return text.substr(text.find("Body.\n") + 6);
  };
  CHECK(end("\u00a9 2025 The News") == "\n\u00a9 2025 The News\n");
  CHECK(end("The News") == "\nCopyright: The News\n");
  full.full_url = "https://news.example/a";
  CHECK(end("(C) The News") == "\nFull article: https://news.example/a\n(C) The News\n");
  CHECK(end("Copyright 2025 The News and its partners.") ==
        "\nFull article: https://news.example/a\nCopyright 2025 The News and its\npartners.\n");
}

TEST_CASE("a menu and a text in ASCII have the copyright too") {
  Article full = article({{.text = "Body."}});
  full.copyright = "\u00a9 2025 \U00013000";
  auto setter = typesetter({.charset = text::Charset::Ascii});
  CHECK(setter.article_menu(full, {}).back().text == "(c) 2025 ?");
  CHECK(setter.unknown_characters() == 1);
  CHECK(setter.article(full, {}).back().text == "(c) 2025 ?");
  CHECK(setter.unknown_characters() == 1);
}

TEST_CASE("what the page lacks is left out with its blank line") {
  const Document document = typesetter({}).article(article({{.text = "Body."}}), {});
  CHECK(format::to_text(document) == "ARTICLE VIEW:\n\nHead\n\nBody.\n");
}

TEST_CASE("without a printed stamp the page's data say the time") {
  Article dated = article({{.text = "Body."}});
  const UtcTime midnight = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
  dated.published = {midnight, std::chrono::minutes(0)};
  const Document document = typesetter({}).article(dated, {});
  CHECK(document[4].text == "Published: 2025-09-19 00:00 UTC");
}

TEST_CASE("times of a page that no profile knows are written in one form") {
  const UtcTime time =
      std::chrono::sys_days(std::chrono::year(2023) / 12 / 22) + std::chrono::minutes(19 * 60 + 1);
  Article dated = article({{.text = "Body."}});
  dated.reading = extract::Reading::Generic;
  dated.timestamp = "22.12.23";
  dated.published = {std::chrono::floor<std::chrono::days>(time), {}};
  dated.updated = {time, std::chrono::minutes(120)};
  const Document document = typesetter({.width = 67}).article(dated, {});
  CHECK(document[4].text == "Fri 22 December 2023");
  CHECK(document[5].text == "Updated: Fri 22 December 2023, 21:01 +02:00");
}

TEST_CASE("a heading is underlined as wide as its widest line") {
  CHECK(body({{.kind = BlockKind::Heading, .text = "A heading"}}) ==
        Lines{"A heading", "---------"});
}

TEST_CASE("list items hang, stand together and are indented by their depth") {
  CHECK(
      body({{.kind = BlockKind::ListItem, .text = "a list item, with a hanging indent", .level = 1},
            {.kind = BlockKind::ListItem, .text = "inner", .level = 2},
            {.kind = BlockKind::ListItem, .text = "an ordered one", .level = 1, .ordinal = 1}}) ==
      Lines{"  * a list item, with a", "    hanging indent", "    * inner", "  1. an ordered one"});
}

TEST_CASE("however deep a list is nested its text keeps some room") {
  const Lines lines =
      body({{.kind = BlockKind::ListItem, .text = "some words here", .level = 500}}, 20);
  CHECK(lines.front().starts_with("    * some"));
}

TEST_CASE("quotes are marked by line and depth") {
  CHECK(body({{.kind = BlockKind::Quote, .text = "a quote that goes on for two lines", .level = 1},
              {.kind = BlockKind::Quote, .text = "inner", .level = 2}}) ==
        Lines{"> a quote that goes on for two", "> lines", "", "> > inner"});
}

TEST_CASE("preformatted lines are kept, and cut with a mark where they are too wide") {
  CHECK(body({{.kind = BlockKind::Preformatted, .text = "a  b\n\n0123456789012345678901234"}},
             20) == Lines{"a  b", "", "0123456789012345678\\", "901234"});
}

TEST_CASE("a preformatted line of any length is cut, nothing of it lost") {
  std::string joined;
  for (const std::string& line :
       body({{.kind = BlockKind::Preformatted, .text = std::string(100'000, 'x')}}, 20)) {
    CHECK(line.size() <= 20);
    joined += line.substr(0, line.find('\\'));
  }
  CHECK(joined == std::string(100'000, 'x'));
}

TEST_CASE("a line that is only a dot would end a menu, so it is not") {
  CHECK(body({{.text = "."}}) == Lines{" ."});
}

TEST_CASE("an address that does not fit beside its number stands alone and whole") {
  const std::string url = "https://news.example/a/very/long/address";
  CHECK(body({{.text = "w", .links = {{.text = "w", .url = url, .end = 1}}}}) ==
        Lines{"w [1]", "", "Links:", "", "[1]", url});
}

TEST_CASE("without footnotes links are plain text") {
  const Document document =
      typesetter({.links = format::LinkStyle::None})
          .article(article({{.text = "w",
                             .links = {{.text = "w", .url = "https://x.example/", .end = 1}}}}),
                   {});
  CHECK(document.back().text == "w");
}

TEST_CASE("in the menu view a block's links follow it") {
  const Document document =
      typesetter({.width = 67})
          .article_menu(
              article({{.text = "one two",
                        .links = {{.text = "two", .url = "https://x.example/", .end = 7}}},
                       {.text = "three"}}),
              {});
  REQUIRE(document.size() == 8);
  CHECK(document[4] == Line{"one two", ""});
  CHECK(document[5] == Line{"two", "https://x.example/"});
  CHECK(document[6] == Line{"", ""});
  CHECK(document[7] == Line{"three", ""});
}

TEST_CASE("where a view has no links the menu view has none") {
  const Document document =
      typesetter({.links = format::LinkStyle::None})
          .article_menu(
              article({{.text = "one",
                        .links = {{.text = "one", .url = "https://x.example/", .end = 3}}}}),
              {});
  CHECK(document.back() == Line{"one", ""});
}

TEST_CASE("an address of gopherspace or telnet is text in the menu view, none of it lost") {
  const Document document =
      typesetter({.width = 20})
          .article_menu(
              article(
                  {{.text = "a hole",
                    .links = {{.text = "hole", .url = "gopher://hole.example/1/news", .end = 6}}}}),
              {});
  REQUIRE(document.size() == 8);
  CHECK(document[5] == Line{"hole", ""});
  CHECK(document[6] == Line{"gopher://hole.exampl", ""});
  CHECK(document[7] == Line{"e/1/news", ""});
}

TEST_CASE("a story says below its headline when it changed, and an address stays whole") {
  const UtcTime time = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
  const Document document =
      typesetter({.width = 20})
          .article(article({{.text = "one"}}), {},
                   {.changed = time, .correction = "/a/very/long/selector/x"});
  const auto at = std::ranges::find(document, Line{"Changed on Fri 19", ""});
  REQUIRE(document.end() - at > 4);
  CHECK(at[1] == Line{"September 2025,", ""});
  CHECK(at[2] == Line{"00:00 UTC", ""});
  CHECK(at[3] == Line{"What changed:", ""});
  CHECK(at[4] == Line{"/a/very/long/selector/x", ""});
}

TEST_CASE("no line of a page is wider than the view, whatever its parts hold") {
  const std::string word(100'000, 'x');
  const std::vector<format::PagePart> parts = {
      {.text = word, .indent = "  ", .most_lines = 3},
      {.text = "one two three four five six", .most_lines = 1},
      {.text = "See", .indent = "  ", .address = "/a/selector/that/is/long"},
      {.text = ".", .gap = format::PagePart::Gap::None},
      {.text = "At", .address = "/short"}};
  CHECK(format::to_text(typesetter({.width = 20}).page({}, parts)) ==
        "  xxxxxxxxxxxxxxxxxx\n  xxxxxxxxxxxxxxxxxx\n  xxxxxxxxxxxxxx ...\n\n"
        "one two three ...\n\n  See\n  /a/selector/that/i\n  s/long\n .\n\nAt /short\n");
}

TEST_CASE(
    "in the menu view every kind of block keeps its form and fits, in bytes where they count") {
  using extract::BlockKind;
  const std::string words = "été à la mer, été à la montagne";
  const Document document =
      typesetter({.width = 30, .measure = format::Measure::CellsAndBytes})
          .article_menu(article({{.kind = BlockKind::Heading, .text = words, .level = 2},
                                 {.kind = BlockKind::ListItem, .text = words, .level = 1},
                                 {.kind = BlockKind::Quote, .text = words},
                                 {.kind = BlockKind::Preformatted, .text = "  a\n    b"},
                                 {.kind = BlockKind::Table, .text = "a\tb\nccc\td"}}),
                        {});
  Lines lines;
  for (std::size_t i = 4; i < document.size(); ++i) lines.push_back(document[i].text);
  CHECK(lines == Lines{"été à la mer, été à la", "montagne", "----------------------", "",
                       "  * été à la mer, été à", "    la montagne", "", "> été à la mer, été à la",
                       "> montagne", "", "  a", "    b", "", "a    b", "ccc  d"});
}

TEST_CASE("a title goes on indented by two columns and is never cut") {
  CHECK(typesetter({.width = 20}).title("A headline too long for its line") ==
        Lines{"A headline too long", "  for its line"});
}

TEST_CASE("a title that cannot be broken goes on all the same, no line too wide") {
  CHECK(typesetter({.width = 20}).title("0123456789012345678901234567890123456789") ==
        Lines{"01234567890123456789", "  012345678901234567", "  89"});
}

TEST_CASE("a title of one cluster without end goes on in further lines") {
  std::string run;
  for (int i = 0; i < 20; ++i) run += "\u1100";
  CHECK(typesetter({.width = 20}).title("News " + run) == Lines{"News", "  " + run.substr(0, 24),
                                                                "  " + run.substr(0, 24),
                                                                "  " + run.substr(0, 12)});
}

TEST_CASE("an emoji of more bytes than a line may have is cut between its characters") {
  const std::string family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466";
  const Lines lines =
      typesetter({.width = 20, .measure = format::Measure::CellsAndBytes}).title("News " + family);
  CHECK(lines == Lines{"News", "  " + family.substr(0, 18), "  " + family.substr(18)});
}

TEST_CASE("where bytes count no line of a title has more of them than columns") {
  const std::string headline = "\u00c9t\u00e9 \u00e0 l\u2019\u00e9tranger";
  CHECK(typesetter({.width = 15}).title(headline) ==
        Lines{"\u00c9t\u00e9 \u00e0", "  l\u2019\u00e9tranger"});
  CHECK(typesetter({.width = 12, .measure = format::Measure::CellsAndBytes}).title(headline) ==
        Lines{"\u00c9t\u00e9 \u00e0", "  l\u2019\u00e9tran", "  ger"});
  CHECK(typesetter({.width = 12,
                    .charset = text::Charset::Latin1,
                    .measure = format::Measure::CellsAndBytes})
            .title("\u00c9t\u00e9 \u00e0 l\u00e9tr") == Lines{"\u00c9t\u00e9 \u00e0 l\u00e9tr"});
}

TEST_CASE("own wording is broken without an indent") {
  CHECK(typesetter({.width = 12}).lines("Last change 2025") == Lines{"Last change", "2025"});
  CHECK(typesetter({.width = 12}).lines("") == Lines{""});
}

TEST_CASE("a banner that is wider than the page is left out") {
  const format::Masthead masthead = {.banner = {"#", std::string(21, '#')}};
  CHECK(typesetter({.width = 21}).article(article({}), masthead).front().text == "#");
  CHECK(typesetter({.width = 20}).article(article({}), masthead).front().text == "ARTICLE VIEW:");
}

TEST_CASE("a title of over three hundred cells ends in an ellipsis") {
  std::string text;
  for (const std::string& line : typesetter({.width = 67}).title(std::string(10'000, 'x'))) {
    CHECK(line.size() <= 67);
    text += line.substr(line.find_first_not_of(' '));
  }
  CHECK(text == std::string(297, 'x') + "...");
}

TEST_CASE("an address in the text of a menu is cut into the width") {
  const Document document =
      typesetter({.width = 20})
          .article_menu(article({{.text = "https://news.example/long/path"}}), {});
  REQUIRE(document.size() == 6);
  CHECK(document[4].text == "https://news.example");
  CHECK(document[5].text == "/long/path");
}

TEST_CASE("the name of an emoji in a menu stands whole on its line") {
  std::string text = "Rebuilt.";
  for (int i = 0; i < 6; ++i) text += " \U0001f600";
  const auto lines = typesetter({.width = 40, .charset = text::Charset::Ascii}).title(text);
  CHECK(lines == std::vector<std::string>{
                     "Rebuilt. :grinning_face: :grinning_face:",
                     "  :grinning_face: :grinning_face:", "  :grinning_face: :grinning_face:"});
}

TEST_CASE("dots that were an ellipsis do not widen a menu's line or cut its words") {
  std::string text = "one";
  for (int i = 0; i < 6; ++i) text += " \u2026";
  const auto lines = typesetter({.width = 20, .charset = text::Charset::Ascii}).title(text);
  CHECK(lines == std::vector<std::string>{"one ... ... ... ...", "  ... ..."});
}

TEST_CASE("text is in the view's charset before it is wrapped") {
  const Document document =
      typesetter({.width = 20, .charset = text::Charset::Ascii})
          .article(article({{.text = "\u201cquoted\u201d \u2026 stra\u00dfe"}}), {});
  CHECK(document.back().text == "\"quoted\" ... strasse");
}

TEST_SUITE_END();
