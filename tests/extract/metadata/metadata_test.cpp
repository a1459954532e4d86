#include "extract/metadata/metadata.h"

#include <doctest/doctest.h>

#include "base/clock.h"

using namespace newshole;
using extract::Metadata;
using std::chrono::sys_days;
using namespace std::chrono_literals;

namespace {

html::Document parsed(std::string text) {
  const SystemClock clock;
  return html::Document::parse(std::move(text), clock).value();
}

Metadata json_ld(const std::string& json) {
  return extract::json_ld_metadata(
      parsed("<script type='application/ld+json'>" + json + "</script>"));
}

}  // namespace

TEST_SUITE_BEGIN("extract/metadata");

TEST_CASE("an article's object states headline, authors, dates, section and language") {
  const Metadata found = json_ld(
      R"({"@type": "NewsArticle", "headline": " A &B ", "author": [{"@type": "Person", "name": "Ann"}, "Bob"],
          "datePublished": "2025-09-19T08:33:00Z", "dateModified": "2025-09-19T05:00:00-04:00",
          "articleSection": ["tech"], "inLanguage": "en"})");
  CHECK(found.headline == "A &B");
  CHECK(found.authors == std::vector<std::string>{"Ann", "Bob"});
  CHECK(found.published == sys_days(2025y / 9 / 19) + 8h + 33min);
  CHECK(found.updated == sys_days(2025y / 9 / 19) + 9h);
  CHECK(found.section == "tech");
  CHECK(found.language == "en");
}

TEST_CASE("the article is found in an array and in a graph, other objects are skipped") {
  CHECK(
      json_ld(
          R"([{"@type": "WebPage", "headline": "no"}, {"@type": ["Thing", "Article"], "headline": "yes"}])")
          .headline == "yes");
  CHECK(json_ld(R"({"@graph": [{"@type": "ReportageNewsArticle", "headline": "yes"}]})").headline ==
        "yes");
}

TEST_CASE("a date without a zone is no time") {
  CHECK_FALSE(json_ld(R"({"@type": "Article", "datePublished": "2025-09-19"})").published);
}

TEST_CASE("wrong types, broken JSON and JSON that is nested too deeply count as absent") {
  CHECK_FALSE(
      json_ld(R"({"@type": "Article", "headline": {"a": 1}, "author": 7, "datePublished": []})")
          .headline);
  CHECK_FALSE(json_ld(R"({"@type": "Article", "headline": "cut)").headline);
  CHECK_FALSE(json_ld(std::string(200'000, '[')).headline);
  CHECK_FALSE(json_ld(std::string(40, '[') + R"({"@type": "Article", "headline": "deep"})" +
                      std::string(40, ']'))
                  .headline);
}

TEST_CASE("meta elements stand in, in their order of trust") {
  const Metadata found = extract::meta_metadata(parsed(
      "<html lang=en-GB><head><title>Title | Site</title><meta name=author content='Ann Poe'>"
      "<meta property='article:published_time' content='2025-09-19T08:33:00Z'>"
      "<meta name='twitter:title' content='short'><meta property='og:title' content='A title | "
      "Site'>"));
  CHECK(found.headline == "A title");
  CHECK(found.authors == std::vector<std::string>{"Ann Poe"});
  CHECK(found.published == sys_days(2025y / 9 / 19) + 8h + 33min);
}

TEST_CASE("the title comes without the site's name") {
  CHECK(extract::meta_metadata(parsed("<title>One | two | Site</title>")).headline == "One | two");
  CHECK(extract::meta_metadata(parsed("<title>Alone</title>")).headline == "Alone");
}

TEST_CASE("an author that is an address is no name") {
  CHECK(extract::meta_metadata(parsed("<meta name=author content='https://x.example/ann'>"))
            .authors.empty());
}

TEST_SUITE_END();
