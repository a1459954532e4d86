#include "extract/extractor.h"

#include <doctest/doctest.h>

#include "pages.h"

using namespace newshole;
using std::chrono::sys_days;
using namespace std::chrono_literals;
using test::article;

namespace {

Error error_of(std::string_view html) {
  const SystemClock clock;
  const auto result = extract::Extractor(clock).article(test::page(html), test::profile());
  REQUIRE_FALSE(result);
  return result.error();
}

}  // namespace

TEST_SUITE_BEGIN("extract/extractor");

TEST_CASE("fields inside the body are fields, not text") {
  const auto found = article(
      "<article><h2 class=headline>Head</h2><p class=byline>\n  By Ann Poe, Example\n</p>"
      "<p class=stamp>Updated: \n   4:33 AM EDT, Fri September 19, 2025</p><p class=source> "
      "Source: AP </p><p>Body.</p></article>");
  CHECK(found.headline == "Head");
  CHECK(found.byline == "By Ann Poe, Example");
  CHECK(found.authors == std::vector<std::string>{"Ann Poe"});
  CHECK(found.timestamp == "Updated: 4:33 AM EDT, Fri September 19, 2025");
  CHECK(found.updated == sys_days(2025y / 9 / 19) + 8h + 33min);
  CHECK_FALSE(found.published);
  CHECK(found.source == "AP");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Body.");
}

TEST_CASE("a stamp that says Published is when it was published") {
  const auto found = article(
      "<h1 class=headline>H</h1><p class=stamp>Published 4:33 AM EST, Mon January 19, "
      "2026</p><article>x</article>");
  CHECK(found.published == sys_days(2026y / 1 / 19) + 9h + 33min);
  CHECK_FALSE(found.updated);
}

TEST_CASE("a paragraph that stands where a stamp could is not taken for one") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p class=position>No digits in this "
      "paragraph.</p></article>");
  CHECK_FALSE(found.timestamp);
  CHECK(found.blocks.size() == 1);
}

TEST_CASE("JSON-LD says times before the printed stamp does") {
  const auto found = article(
      "<script "
      "type='application/"
      "ld+json'>{\"@type\":\"NewsArticle\",\"dateModified\":\"2025-09-19T08:33:12Z\"}</script>"
      "<h1 class=headline>H</h1><p class=stamp>Updated: 4:33 AM EDT, Fri September 19, "
      "2025</p><article>x</article>");
  CHECK(found.updated == sys_days(2025y / 9 / 19) + 8h + 33min + 12s);
}

TEST_CASE("headline and authors come from JSON-LD where the page shows none") {
  const auto found = article(
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"From "
      "data\",\"author\":{\"name\":\"Ann Poe\"}}</script>"
      "<article>x</article>");
  CHECK(found.headline == "From data");
  CHECK(found.authors == std::vector<std::string>{"Ann Poe"});
  CHECK_FALSE(found.byline);
}

TEST_CASE("the way to the full page is its address, not a paragraph") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p>x</p><p><a href='https://www.news.example/a'>See Full "
      "Article</a></p></article>");
  CHECK(found.full_url == "https://www.news.example/a");
  CHECK(found.blocks.size() == 1);
}

TEST_CASE("the way to the full page is taken off the end of a paragraph, whatever its case") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p>Last words.<br><a href='https://www.news.example/a'>"
      "See full article.</a></p></article>");
  CHECK(found.full_url == "https://www.news.example/a");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Last words.");
  CHECK(found.blocks[0].links.empty());
}

TEST_CASE("an empty element does not hide the field behind it, its blocks are words apart") {
  const auto found = article(
      "<h1 class=headline></h1><h1 class=headline><div>One</div><div>Two</div></h1>"
      "<article>x</article>");
  CHECK(found.headline == "One Two");
}

TEST_CASE("a field that the body repeats is no text") {
  const auto found = article(
      "<h1 class=headline>H</h1><p class=byline>By Ann Poe</p><article><p class=byline>By Ann "
      "Poe</p>"
      "<h1 class=headline>H</h1><p>Text</p></article>");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Text");
}

TEST_CASE("the path names the section") {
  CHECK(article("<h1 class=headline>H</h1><article>x</article>").section == "tech");
}

TEST_CASE("a page without the body's element is no article and says what it calls itself") {
  const Error error =
      error_of("<title>Before you continue</title><h1 class=headline>H</h1><p>Accept?</p>");
  CHECK(error.kind == ErrorKind::NotArticle);
  CHECK(error.message ==
        "no article: nothing matches article (the page calls itself \"Before you continue\")");
}

TEST_CASE("an empty body and a body without a headline are no articles") {
  CHECK(error_of("<h1 class=headline>H</h1><article> <p> </p> </article>").message ==
        "no article: its body is empty (the page has no title)");
  CHECK(error_of("<article>text</article>").message ==
        "no article: it has no headline (the page has no title)");
}

TEST_CASE("the trace names the selector that matched and the fields that nothing matched") {
  const SystemClock clock;
  std::vector<extract::FieldTrace> trace;
  const auto result = extract::Extractor(clock).article(
      test::page("<h1 class=headline>Head</h1><article>x</article>"), test::profile(), trace);
  REQUIRE(result);
  REQUIRE_FALSE(trace.empty());
  CHECK(trace[0].field == "headline");
  CHECK(trace[0].origin == ".headline");
  CHECK(trace[0].value == "Head");
  const bool has_absent_byline =
      std::any_of(trace.begin(), trace.end(), [](const extract::FieldTrace& entry) {
        return entry.field == "byline" && entry.origin.empty();
      });
  CHECK(has_absent_byline);
}

TEST_SUITE_END();
