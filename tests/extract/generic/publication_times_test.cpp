#include "extract/generic/publication_times.h"

#include <doctest/doctest.h>

#include "extract/day_in_path.h"
#include "extract/generic_page.h"
#include "text/dates/dates.h"

using namespace newshole;
using newshole::test::generic_article;
using newshole::test::kProse;
using newshole::test::story;

namespace {

std::string published(const extract::Article& article) {
  return article.published ? text::to_rfc3339(*article.published) : "";
}

std::string updated(const extract::Article& article) {
  return article.updated ? text::to_rfc3339(*article.updated) : "";
}

std::string with(const std::string& above) {
  return story(above + std::string(kProse));
}

}  // namespace

TEST_SUITE("extract/publication_times") {
  TEST_CASE("the zone that a page states is kept") {
    const auto article =
        generic_article(with("<time datetime='2023-12-22T22:05:00-05:00'>Dec. 22, 2023</time>"));
    CHECK(published(article) == "2023-12-22T22:05:00-05:00");
    CHECK(article.timestamp == "Dec. 22, 2023");
  }

  TEST_CASE("a line in local time gives the offset of a time in UTC") {
    const auto article =
        generic_article("<meta property=article:published_time content=2023-12-23T03:05:00Z>" +
                        with("<span class=date>December 22, 2023 10:05 PM</span>"));
    CHECK(published(article) == "2023-12-22T22:05:00-05:00");
  }

  TEST_CASE("words distinguish the time of an update from that of publication") {
    const auto article = generic_article(with(
        "<div class=date>Published May 3, 2021</div><div class=date>Updated May 5, 2021</div>"));
    CHECK(published(article) == "2021-05-03");
    CHECK(updated(article) == "2021-05-05");
  }

  TEST_CASE("no story is updated before it is published") {
    const auto article = generic_article(
        "<meta property=article:published_time content=2021-05-05T00:00:00Z>"
        "<meta property=article:modified_time content=2021-05-03T00:00:00Z>" +
        with(""));
    CHECK(published(article) == "2021-05-05T00:00:00Z");
    CHECK(updated(article).empty());
    CHECK(published(
              generic_article("<meta property=article:modified_time content=2021-05-03T00:00:00Z>" +
                              with("<p>May 5, 2021</p>"))) == "2021-05-03T00:00:00Z");
  }

  TEST_CASE("the day in the address outweighs a claim for another") {
    const auto article = generic_article(
        "<meta property=article:published_time content=2019-01-01T10:00:00Z>" + with(""),
        "https://news.example/2021/05/03/ferry");
    CHECK(published(article) == "2021-05-03");
  }

  TEST_CASE("the date of today in a masthead is not shown for the story") {
    const auto article = generic_article(
        "<title>Piano comes by ferry</title><body><div><span class=date>2021-06-30</span></div>"
        "<h1>Piano comes by ferry</h1><div class=date>May 3, 2021</div>" +
        std::string(kProse) + "</body>");
    CHECK(published(article) == "2021-05-03");
  }

  TEST_CASE("months are read in the language of the page") {
    const auto article = generic_article(
        "<html lang=es>" + with("<div class=fecha-date>3 de septiembre de 2021</div>"));
    CHECK(published(article) == "2021-09-03");
  }

  TEST_CASE("a time without a zone is the day alone, and another claim may tell the zone") {
    CHECK(published(generic_article(with("<div class=date>3 May 2021, 14:30</div>"))) ==
          "2021-05-03");
    CHECK(published(generic_article(
              "<meta property=article:published_time content='2021-05-03T14:30:00'>" + with(""))) ==
          "2021-05-03");
    CHECK(published(generic_article(
              "<meta property=article:published_time content='2021-05-03T14:30:00'>" +
              with("<time datetime='2021-05-03T12:30:00Z'>May 3</time>"))) ==
          "2021-05-03T14:30:00+02:00");
  }

  TEST_CASE("a line whose day is the 20th has a year, another number is none") {
    CHECK(published(generic_article(with("<div>Posted on December 20, 2023</div>"))) ==
          "2023-12-20");
    CHECK(published(generic_article(with("<div>20.12.2023 | Lokales</div>"))) == "2023-12-20");
    CHECK(published(generic_article(with("<div>\u516b\u6708 14:40, 20 \u4e8b</div>"))).empty());
  }

  TEST_CASE("a line with two dates says what each of them is") {
    const auto article = generic_article(
        "<html lang=fr>" +
        with("<div>Publi\u00e9 le 3 mai 2021 \u00e0 14:30, mis \u00e0 jour le 5 mai 2021</div>"));
    CHECK(published(article) == "2021-05-03");
    CHECK(updated(article) == "2021-05-05");
    CHECK(article.timestamp == "3 mai 2021 \u00e0 14:30");
  }

  TEST_CASE("what shows the time is neither its label nor how long ago it was") {
    CHECK(generic_article(with("<p>By Ann Poe | Posted: May 3, 2021</p>")).timestamp ==
          "May 3, 2021");
    const auto article =
        generic_article(with("<time datetime='2021-05-03T12:30:00Z'>2 days ago</time>"));
    CHECK(published(article) == "2021-05-03T12:30:00Z");
    CHECK_FALSE(article.timestamp);
  }

  TEST_CASE("the day in a sentence, a quotation, a teaser or a comment is not the story's") {
    for (const char* other :
         {"<p>The pier was opened on <time datetime=2001-05-03>3 May 2001</time> by a mayor.</p>",
          "<p>It was shut on 3 May 2001.</p>", "<li>until 3 May 2001, when the roof leaked;</li>",
          "<blockquote>No boats. \u2014 Leith <a href=/p/1>May 3, 2001</a></blockquote>",
          "<div><h3><a href=/2>A story of the pier and its boats</a></h3><i>3 May 2001</i></div>",
          "<ul class=comments><li>Bo <time datetime=2001-05-03>3 May 2001</time> "
          "Well.</li></ul>"}) {
      const auto article =
          generic_article(story(std::string(kProse) + other + std::string(kProse)));
      CHECK_MESSAGE(published(article).empty(), other);
      CHECK_FALSE(article.timestamp);
    }
  }

  TEST_CASE("a path without a date has none") {
    CHECK(extract::day_in_path("/2021/05/03/ferry") ==
          std::chrono::year(2021) / std::chrono::May / 3);
    CHECK(extract::day_in_path("/2021/may/3/ferry") ==
          std::chrono::year(2021) / std::chrono::May / 3);
    CHECK_FALSE(extract::day_in_path("/story/20231399-ferry"));
    CHECK_FALSE(extract::day_in_path("/world/ferry"));
  }
}
