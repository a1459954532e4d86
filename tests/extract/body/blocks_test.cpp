#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"

using namespace newshole;
using extract::Block;
using extract::BlockKind;
using test::blocks;

namespace {

std::string only_text(std::string_view body) {
  const std::vector<Block> found = blocks(body);
  REQUIRE(found.size() == 1);
  return found.front().text;
}

}  // namespace

TEST_SUITE_BEGIN("extract/body/blocks");

TEST_CASE("the words inside a link stay in the paragraph") {
  CHECK(only_text("<p>pushing out a few product <a href='/x/y'>updates</a>.</p>") ==
        "pushing out a few product updates.");
}

TEST_CASE("a blank inside the anchor parts words as one outside does") {
  CHECK(only_text("<p>Justice <a href='/x/y'>Ann Poe </a>is the tip</p>") ==
        "Justice Ann Poe is the tip");
  CHECK(only_text("<p>who<a href='/x/y'> opened</a> fire</p>") == "who opened fire");
}

TEST_CASE("a link knows its words, its address and where it ends") {
  const Block block = blocks("<p>See <a href='/x/y'> the <b>report</b>,</a> now</p>").front();
  REQUIRE(block.links.size() == 1);
  CHECK(block.text == "See the report, now");
  CHECK(block.links[0].text == "the report,");
  CHECK(block.links[0].url == "https://news.example/x/y");
  CHECK(block.links[0].end == 15);
}

TEST_CASE("an empty anchor, one to the page itself and one to a script are no links") {
  const Block block =
      blocks("<p>a<a href='/x/y'></a> <a href=''>b</a> <a href='javascript:x()'>c</a> <a>d</a></p>")
          .front();
  CHECK(block.text == "a b c d");
  CHECK(block.links.empty());
}

TEST_CASE("a link around two paragraphs is a link in each") {
  const auto found = blocks("<a href='/x/y'><p>one</p><p>two</p></a>");
  REQUIRE(found.size() == 2);
  REQUIRE(found[0].links.size() == 1);
  REQUIRE(found[1].links.size() == 1);
  CHECK(found[0].links[0].text == "one");
  CHECK(found[1].links[0].text == "two");
}

TEST_CASE("a break begins a line, two breaks a paragraph") {
  CHECK(only_text("<p>A. Dragon<br>B. Snake<br></p>") == "A. Dragon\nB. Snake");
  const auto found = blocks("one<br> <br>two");
  REQUIRE(found.size() == 2);
  CHECK(found[1].text == "two");
}

TEST_CASE("a soft hyphen stays in a paragraph, but not in preformatted text and tables") {
  CHECK(only_text("<p>Wort&shy;teil</p>") == "Wort\u00adteil");
  CHECK(only_text("<pre>Wort&shy;teil</pre>") == "Wortteil");
  CHECK(only_text("<table><tr><td>Wort&shy;teil</td><td>b</td></tr></table>") == "Wortteil\tb");
}

TEST_CASE("a line separator begins a line, in a table it is a blank") {
  CHECK(only_text("<p>A. Dragon&#x2028;B. Snake</p>") == "A. Dragon\nB. Snake");
  CHECK(only_text("<table><tr><td>a&#x2028;b</td><td>c</td></tr></table>") == "a b\tc");
}

TEST_CASE("headings keep their level, whatever element holds them") {
  const auto found = blocks("<h2>Two</h2><div><h5>Five <a href='/x/y'>linked</a></h5></div>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == BlockKind::Heading);
  CHECK(found[0].level == 2);
  CHECK(found[1].level == 5);
  CHECK(found[1].text == "Five linked");
}

TEST_CASE("nested lists keep their depth, ordered ones their numbers") {
  const auto found =
      blocks("<ol start=3><li>c<ul><li>inner</li></ul></li><li value=9>i</li><li>j</li></ol>");
  REQUIRE(found.size() == 4);
  CHECK(found[0].ordinal == 3);
  CHECK(found[0].level == 1);
  CHECK(found[1].text == "inner");
  CHECK(found[1].level == 2);
  CHECK_FALSE(found[1].ordinal);
  CHECK(found[2].ordinal == 9);
  CHECK(found[3].ordinal == 10);
}

TEST_CASE("a second paragraph of a list item has no bullet of its own") {
  const auto found = blocks("<ul><li><p>first</p><p>second</p></li></ul>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == BlockKind::ListItem);
  CHECK(found[1].kind == BlockKind::Paragraph);
  CHECK(found[1].level == 1);
}

TEST_CASE("numbers of a list that no integer holds are counted from one") {
  CHECK(blocks("<ol start=99999999999999999999><li>a</li></ol>").front().ordinal == 1);
  CHECK(blocks("<ol start=-3><li>a</li></ol>").front().ordinal == -3);
}

TEST_CASE("quotes count their depth") {
  const auto found = blocks("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == BlockKind::Quote);
  CHECK(found[0].level == 1);
  CHECK(found[1].level == 2);
}

TEST_CASE("preformatted text keeps its lines and blanks") {
  const auto found = blocks("<pre>\na  b\n   c\n</pre>");
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == BlockKind::Preformatted);
  CHECK(found[0].text == "a  b\n   c");
}

TEST_CASE("a table of data has a line for each row and a tab between cells") {
  const auto found = blocks(
      "<table><caption>Rain</caption><tr><th>Town<th>mm</tr><tr><td><a "
      "href='/x/y'>Cork</a><td>12</tr></table>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == BlockKind::Caption);
  CHECK(found[0].text == "Rain");
  CHECK(found[1].kind == BlockKind::Table);
  CHECK(found[1].text == "Town\tmm\nCork\t12");
  REQUIRE(found[1].links.size() == 1);
  CHECK(found[1].links[0].end == 12);
}

TEST_CASE("a row has two hundred cells at most, the text of others goes on in the last one") {
  std::string cells;
  for (int i = 0; i < 202; ++i) {
    const std::string number = std::to_string(i);
    cells += "<td><a href='/x/" + number + "'>c" + number + "</a>";
  }
  const auto found =
      blocks("<table><tr>" + cells + "<td><td>end</tr><tr><td colspan=50>a<td>b</table>");
  REQUIRE(found.size() == 1);
  const std::string& text = found[0].text;
  CHECK(std::ranges::count(text.substr(0, text.find('\n')), '\t') == 199);
  CHECK(text.find("\tc198\tc199 c200 c201 end\n") != std::string::npos);
  CHECK(std::ranges::count(text.substr(text.find('\n')), '\t') == 50);
  REQUIRE(found[0].links.size() == 202);
  CHECK(text.substr(0, found[0].links.back().end).ends_with("c201"));
}

TEST_CASE("a table has a hundred thousand cells at most, and all its words") {
  std::string rows;
  constexpr int kRows = 3000;
  for (int row = 0; row < kRows; ++row) rows += "<tr><td colspan=50>a<td>b";
  const auto found = blocks("<table>" + rows + "</table>");
  REQUIRE(found.size() == 1);
  CHECK(std::ranges::count(found[0].text, 'a') == kRows);
  CHECK(std::ranges::count(found[0].text, 'b') == kRows);
  CHECK(std::ranges::count(found[0].text, '\t') < 100'000);
}

TEST_CASE("an article has two thousand links, the words of others are text") {
  std::string links;
  for (int i = 0; i < 2100; ++i)
    links += "<p>words <a href='/x/" + std::to_string(i) + "'>of it</a></p>";
  std::size_t count = 0;
  for (const Block& block : blocks(links)) {
    CHECK(block.text == "words of it");
    count += block.links.size();
  }
  CHECK(count == 2000);
}

TEST_CASE("a link of more than two thousand bytes is text") {
  const std::string path(1970, 'x');
  CHECK(blocks("<p>a <a href='/" + path + "'>word</a></p>")[0].links.size() == 1);
  const auto found = blocks("<p>a <a href='/" + path + std::string(40, 'y') + "'>word</a></p>");
  CHECK(found[0].text == "a word");
  CHECK(found[0].links.empty());
}

TEST_CASE("a table that lays out a page is read as its contents") {
  const auto found =
      blocks("<table><tr><td><p>one</p><p>two</p></td><td><ul><li>x</li></ul></td></tr></table>");
  REQUIRE(found.size() == 3);
  CHECK(found[0].kind == BlockKind::Paragraph);
  CHECK(found[2].kind == BlockKind::ListItem);
}

TEST_CASE("text outside every paragraph is a paragraph, unknown elements part words") {
  const auto found = blocks("loose <b>text</b><x-card>one</x-card><x-card>two</x-card>");
  REQUIRE(found.size() == 3);
  CHECK(found[0].text == "loose text");
  CHECK(found[1].text == "one");
  CHECK(found[2].text == "two");
}

TEST_CASE("an editor's note is recognised by its class and by its first words") {
  const auto found = blocks("<p class=note>by class</p><p>NOTE: by words</p><p>no NOTE: here</p>");
  REQUIRE(found.size() == 3);
  CHECK(found[0].kind == BlockKind::Note);
  CHECK(found[1].kind == BlockKind::Note);
  CHECK(found[2].kind == BlockKind::Paragraph);
}

TEST_CASE("promos go by class or by what they say, likenesses stay") {
  const auto found = blocks(
      "<p class=promo>gone</p><p>Sign up for <a href='/x/y'>our newsletter</a></p>"
      "<p>Sign up for the draft opened</p><p>its own <a href='/x/y'>newsletter</a></p>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "Sign up for the draft opened");
  CHECK(found[1].text == "its own newsletter");
}

TEST_CASE("a call to sign up goes, a sentence about it stays") {
  const auto found = blocks(
      "<p>Sign up for <a href='/x/y'>The Garden NEWSLETTER</a>. It is free.</p>"
      "<p>Sign up for the city's <a href='/x/y'>emergency newsletter</a>, the mayor said.</p>");
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "Sign up for the city's emergency newsletter, the mayor said.");
}

TEST_CASE("leading blocks of links to sections are the way there, not the story") {
  const auto found = blocks(
      "<p><a href='/us'>US</a> / <a href='/us/crime'>Crime</a></p><div><a href='/us'>US</a></div>"
      "<p><a href='/us/a-real-story'>A real story</a></p><p><a href='/us'>US</a></p>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "A real story");
  CHECK(found[1].text == "US");
}

TEST_CASE("what is left out of paragraphs is left out of cells and preformatted text") {
  const auto found = blocks(
      "<table><tr><td>b<span class=promo>P</span></td><td>c <span hidden>H</span></td></tr></table>"
      "<pre>code <button>B</button>x <span hidden>H</span></pre>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "b\tc");
  CHECK(found[1].text == "code x");
}

TEST_CASE("a paragraph in a cell is a cell's text, a cell over two columns takes two") {
  const auto found = blocks(
      "<table><tr><td><p>Reds</p></td><td>3</td><td>4</td></tr><tr><td "
      "colspan=2>both</td><td>5</td></tr></table>");
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "Reds\t3\t4\nboth\t\t5");
}

TEST_CASE("a break, a no-break space and a break part paragraphs") {
  const auto found = blocks("<p>A<br>&nbsp;<br>B</p>");
  REQUIRE(found.size() == 2);
  CHECK(found[1].text == "B");
}

TEST_CASE("a word may be divided where its page says so") {
  CHECK(only_text("<p>engine_<wbr>control_<wbr/>log <wbr>of <b>a<wbr></b>b<wbr></p>") ==
        "engine_\u200bcontrol_\u200blog of a\u200bb");
  CHECK(only_text("<p>one<wbr><br>two") == "one\ntwo");
}

TEST_CASE("a link's words begin without a blank, a fragment of the page is no link") {
  const Block block = blocks("<p>is<a href='/x/y'> who</a> <a href='#top'>top</a></p>").front();
  CHECK(block.text == "is who top");
  REQUIRE(block.links.size() == 1);
  CHECK(block.links[0].text == "who");
}

TEST_CASE("a quote in an ordered item has no number") {
  const auto found = blocks("<ol><li><blockquote>q</blockquote></li></ol>");
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found[0].ordinal);
}

TEST_CASE("scripts, forms and hidden elements are no text") {
  CHECK(only_text(
            "<p>a<script>x</script><style>y</style><button>z</button><span hidden>h</span>b</p>") ==
        "ab");
}

TEST_CASE("a million nested elements cost no stack") {
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "<span>";
  CHECK(only_text("<p>" + deep + "x</p>") == "x");
}

TEST_CASE("a part of a body that is a heading or a list is one") {
  site::SiteProfile profile = test::profile();
  profile.article.body = {test::selector(".part")};
  profile.article.body_parts = site::BodyParts::All;
  const auto found = test::read(
      test::page("<h1 class=headline>H</h1><h3 class=part>Why</h3><ol class=part><li>x</ol>"),
      profile);
  REQUIRE(found);
  CHECK(found->blocks.at(0).kind == extract::BlockKind::Heading);
  CHECK(found->blocks.at(1).kind == extract::BlockKind::ListItem);
  CHECK(found->blocks.at(1).ordinal == 1);
}

TEST_CASE("a block that the profile calls a caption is one") {
  site::SiteProfile profile = test::profile();
  profile.article.captions = {test::selector(".under")};
  const auto found = test::read(
      test::page("<h1 class=headline>H</h1><article><div class=under>A tram.</div>x</article>"),
      profile);
  REQUIRE(found);
  CHECK(found->blocks.at(0).kind == extract::BlockKind::Caption);
  CHECK(found->blocks.at(1).kind == extract::BlockKind::Paragraph);
}

TEST_SUITE_END();
