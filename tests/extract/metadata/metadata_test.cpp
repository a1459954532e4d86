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

TEST_CASE("a copyright is its notice as written, else its holder, with the year") {
  const auto stated = [](const std::string& members) {
    return json_ld(R"({"@type": "Article", )" + members + "}").copyright.value_or("none");
  };
  CHECK(stated(R"("copyrightNotice": "&copy; The News  2025", "copyrightHolder": "Wire")") ==
        "\u00a9 The News 2025");
  CHECK(stated(R"("copyrightHolder": {"@type": "Organization", "name": "The News"},
                  "copyrightYear": 2025)") == "\u00a9 2025 The News");
  CHECK(stated(R"("copyrightHolder": [{"name": "The News"}], "copyrightYear": "2025")") ==
        "\u00a9 2025 The News");
  CHECK(stated(R"("copyrightHolder": "The News", "copyrightYear": -1)") == "\u00a9 The News");
  CHECK(stated(R"("copyrightHolder": "The News", "copyrightYear": "soon")") == "\u00a9 The News");
  CHECK(stated(R"("publisher": {"name": "The News"}, "copyrightYear": 2025)") == "none");
  CHECK(stated(R"("copyrightHolder": 7, "copyrightNotice": [])") == "none");
  CHECK(json_ld(R"({"@graph": [{"@type": "Article", "copyrightHolder": {"@id": "#us"}},
                               {"@id": "#us", "@type": "Organization", "name": "The News"}]})")
            .copyright == "\u00a9 The News");
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
  const auto nested = [](std::size_t levels) {
    return json_ld(std::string(levels - 1, '[') + R"({"@type": "Article", "headline": "deep"})" +
                   std::string(levels - 1, ']'));
  };
  CHECK(nested(64).headline == "deep");
  CHECK_FALSE(nested(65).headline);
}

TEST_CASE("a bracket in a string nests nothing") {
  CHECK(
      json_ld(R"({"@type": "Article", "headline": "a\"b", "x": ")" + std::string(500, '[') + "\"}")
          .headline == "a\"b");
}

TEST_CASE("of many authors the first two hundred are looked at, of many types the first twenty") {
  std::string outlets;
  for (int i = 0; i < 200; ++i) outlets += R"({"@type": "Organization", "name": "House"},)";
  const auto behind = [](const std::string& others) {
    return json_ld(R"({"@type": "Article", "author": [)" + others + R"("Ann"]})").authors;
  };
  CHECK(behind(outlets).empty());
  CHECK(behind(outlets.substr(outlets.find(',', 30) + 1)) == std::vector<std::string>{"Ann"});
  std::string types;
  for (int i = 0; i < 19; ++i) types += R"("Thing",)";
  CHECK(json_ld(R"({"@type": [)" + types + R"("Article"], "headline": "A"})").headline == "A");
  CHECK_FALSE(
      json_ld(R"({"@type": [)" + types + R"("Thing", "Article"], "headline": "A"})").headline);
}

// They made newshole recurse until its stack was used up.
TEST_CASE("authors that name each other for ever are no authors") {
  CHECK(
      json_ld(
          R"([{"@type": "Article", "author": {"@id": "a"}}, {"@id": "a", "name": [{"@id": "a"}]}])")
          .authors.empty());
}

TEST_CASE("scripts of JSON-LD beyond two megabytes of a page count as absent") {
  const std::string filler(1'500'000, ' ');
  const std::string script = "<script type='application/ld+json'>{\"a\": 1" + filler + "}</script>";
  const auto headline = [](const std::string& before) {
    return extract::json_ld_metadata(
               parsed(before + R"(<script type='application/ld+json'>{"@type": "Article",
                                  "headline": "A", "x": ")" +
                      std::string(1'000'000, 'x') + "\"}</script>"))
        .headline;
  };
  CHECK(headline("") == "A");
  CHECK_FALSE(headline(script));
}

TEST_CASE("a headline of more than two kilobytes ends in three dots, between characters") {
  const std::string words(3000, 'w');
  const std::string marked = "a" + std::string(2043, 'b') + "\u4e2d\u6587 and so on";
  for (const std::string& headline : {words, marked}) {
    const auto found = json_ld(R"({"@type": "Article", "headline": ")" + headline + "\"}").headline;
    REQUIRE(found);
    CHECK(found->size() <= 2048);
    CHECK(found->size() > 2040);
    CHECK(found->ends_with("..."));
    CHECK(headline.starts_with(found->substr(0, found->size() - 3)));
    CHECK(extract::meta_metadata(
              parsed("<meta property=og:title content='" + headline + "'><title>x</title>"))
              .headline == found);
    CHECK(extract::meta_metadata(parsed("<title>" + headline + "</title>")).headline == found);
  }
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
