#include "press/atom.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "press/html.h"

using namespace newshole;
using extract::BlockKind;

namespace {

std::string html_of(std::vector<extract::Block> blocks) {
  extract::Article article;
  article.blocks = std::move(blocks);
  return press::html_body(article);
}

extract::Block item(const std::string& text, int level, std::optional<int> ordinal = {}) {
  return {.kind = BlockKind::ListItem, .text = text, .level = level, .ordinal = ordinal};
}

}  // namespace

TEST_SUITE_BEGIN("press/atom");

TEST_CASE("each kind of block is an element, and what is markup in a text is escaped") {
  CHECK(html_of({{.text = "a < b & \"c\"\nd\u00a0e"}}) ==
        "<p>a &lt; b &amp; &quot;c&quot;<br>d e</p>");
  CHECK(html_of({{.kind = BlockKind::Heading, .text = "H", .level = 1}}) == "<h2>H</h2>");
  CHECK(html_of({{.kind = BlockKind::Heading, .text = "H"}}) == "<h2>H</h2>");
  CHECK(html_of({{.kind = BlockKind::Quote, .text = "q", .level = 2}}) ==
        "<blockquote><blockquote><p>q</p></blockquote></blockquote>");
  CHECK(html_of({{.kind = BlockKind::Preformatted, .text = "a\n b"}}) == "<pre>a\n b</pre>");
  CHECK(html_of({{.kind = BlockKind::Table, .text = "a\tb\nc\td"}}) ==
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>");
  CHECK(html_of({{.kind = BlockKind::Table, .text = "a", .level = 0}}) ==
        "<table><tr><td>a</td></tr></table>");
  CHECK(html_of({{.kind = BlockKind::Caption, .text = "c"},
                 {.kind = BlockKind::Note, .text = "n"}}) == "<p>c</p><p>n</p>");
}

TEST_CASE("links stand where they end, and one that is not there is left out") {
  CHECK(html_of({{.text = "See this & that.",
                  .links = {{"this & that", "https://a.example/?x=1&y=\"", 15}}}}) ==
        "<p>See <a href=\"https://a.example/?x=1&amp;y=&quot;\">this &amp; that</a>.</p>");
  CHECK(html_of({{.text = "ab",
                  .links = {{"a", "https://a.example/", 1}, {"b", "https://b.example/", 2}}}}) ==
        "<p><a href=\"https://a.example/\">a</a><a href=\"https://b.example/\">b</a></p>");
  CHECK(html_of({{.text = "ab", .links = {{"abc", "https://a.example/", 2}}}}) == "<p>ab</p>");
}

TEST_CASE("items are lists as deep as they are, numbered where they are") {
  CHECK(html_of({item("a", 1), item("b", 1), {.text = "p"}}) ==
        "<ul><li>a</li><li>b</li></ul><p>p</p>");
  CHECK(html_of({item("a", 1), item("b", 2), item("c", 1)}) ==
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
  CHECK(html_of({item("a", 1, 3), item("b", 1, 4), item("c", 1)}) ==
        "<ol start=\"3\"><li>a</li><li>b</li></ol><ul><li>c</li></ul>");
  CHECK(html_of({item("a", 2)}) == "<ul><li><ul><li>a</li></ul></li></ul>");
  CHECK(html_of({item("a", 1), {.text = "p", .level = 1}, item("b", 1)}) ==
        "<ul><li>a<p>p</p></li><li>b</li></ul>");
}

TEST_CASE("an entry has the story's address as its id and its text as HTML in XML") {
  extract::Article article;
  article.url = "https://news.example/a?b=1&c=2";
  article.headline = "Rates < up";
  article.authors = {"Ann Poe"};
  article.section = "World";
  article.published = text::DateOrTime{
      std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + std::chrono::hours(8),
      std::chrono::minutes(120)};
  article.blocks = {{.text = "1 < 2"}};
  CHECK(press::atom_entry(article) ==
        "<entry>\n  <title>Rates &lt; up</title>\n  <id>https://news.example/a?b=1&amp;c=2</id>\n"
        "  <link rel=\"alternate\" href=\"https://news.example/a?b=1&amp;c=2\"/>\n"
        "  <author>\n    <name>Ann Poe</name>\n  </author>\n"
        "  <published>2025-09-19T08:00:00Z</published>\n"
        "  <updated>2025-09-19T08:00:00Z</updated>\n"
        "  <category term=\"World\"/>\n"
        "  <content type=\"html\">&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</content>\n</entry>\n");
}

TEST_CASE("an article without a time has that of its list, else its address's day, else 1970") {
  const auto updated_of = [](const std::string& entry) {
    const std::size_t at = entry.find("<updated>") + 9;
    return entry.substr(at, entry.find('<', at) - at);
  };
  extract::Article article;
  article.url = "https://news.example/2025/09/19/a";
  const UtcTime listed{std::chrono::sys_days(std::chrono::year(2025) / 9 / 20)};
  CHECK(updated_of(press::atom_entry(article, listed)) == "2025-09-20T00:00:00Z");
  CHECK(press::atom_entry(article, listed).find("<published>") == std::string::npos);
  CHECK(updated_of(press::atom_entry(article)) == "2025-09-19T00:00:00Z");
  article.url = "https://news.example/a";
  CHECK(updated_of(press::atom_entry(article)) == "1970-01-01T00:00:00Z");
  article.published = text::DateOrTime{listed - std::chrono::hours(1), std::nullopt};
  CHECK(updated_of(press::atom_entry(article, listed)) == "2025-09-19T23:00:00Z");
}

TEST_CASE("a story has its list's time, else 1970, and the feed the latest of its entries") {
  const auto url = url::parse_url("https://news.example/a").value();
  const std::string undated = press::atom_entry(extract::Story{.url = url, .headline = "A"});
  CHECK(undated.find("<updated>1970-01-01T00:00:00Z</updated>") != std::string::npos);
  const std::string dated =
      press::atom_entry(extract::Story{.url = url,
                                       .headline = "B",
                                       .date = std::chrono::year(2025) / 9 / 19,
                                       .summary = "<b> & so on"});
  CHECK(dated.find("<summary>&lt;b&gt; &amp; so on</summary>") != std::string::npos);
  CHECK(press::atom_feed("a & b", "https://news.example/", dated + undated)
            .ends_with("<title>a &amp; b</title>\n  <id>https://news.example/</id>\n"
                       "  <link rel=\"alternate\" href=\"https://news.example/\"/>\n"
                       "  <updated>2025-09-19T00:00:00Z</updated>\n"
                       "  <author>\n    <name>a &amp; b</name>\n  </author>\n" +
                       dated + undated + "</feed>\n"));
}

TEST_CASE("a feed of a file has an id that is an address and the same each time") {
  const std::string feed = press::atom_feed("feed.xml", "feed.xml", "");
  CHECK(feed.find("<id>urn:newshole:") != std::string::npos);
  CHECK(feed.find("<link") == std::string::npos);
  CHECK(feed.find("<updated>1970-01-01T00:00:00Z</updated>") != std::string::npos);
  CHECK(feed == press::atom_feed("feed.xml", "feed.xml", ""));
  CHECK(feed != press::atom_feed("feed.xml", "other.xml", ""));
}

TEST_SUITE_END();
