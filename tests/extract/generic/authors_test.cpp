#include "extract/generic/authors.h"

#include <doctest/doctest.h>

#include "extract/generic_page.h"

using newshole::extract::people_in;
using newshole::test::generic_article;
using newshole::test::kProse;
using newshole::test::story;
using Names = std::vector<std::string>;

namespace {

std::string with_json_ld(const std::string& author, const std::string& body) {
  return "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":"
         "\"Piano comes by ferry\",\"author\":" +
         author + "},{\"@id\":\"#jane\",\"@type\":\"Person\",\"name\":\"Jane Doe\"}]}</script>" +
         story(body + std::string(kProse));
}

}  // namespace

TEST_SUITE("extract/authors") {
  TEST_CASE("lead-ins, roles, dates and addresses are no names") {
    CHECK(people_in("By Jane Doe | Published 3 May 2021", {}, "en") == Names{"Jane Doe"});
    CHECK(people_in("Written by JANE DOE and John Roe", {}, "en") == Names{"Jane Doe", "John Roe"});
    CHECK(people_in("https://news.example/authors/jane", {}, "en").empty());
    CHECK(people_in("By (Image: Agency)", {}, "en").empty());
    CHECK(people_in("admin", {}, "en").empty());
  }

  TEST_CASE("a name that begins like another language's \"by\" stays whole") {
    CHECK(people_in("Von Miller", {}, "en") == Names{"Von Miller"});
    CHECK(people_in("By Di Lewis and Von Miller", {}, "en-GB") == Names{"Di Lewis", "Von Miller"});
    CHECK(people_in("Di Lewis", {}, "") == Names{"Di Lewis"});
    CHECK(people_in("Da Chen", {}, "de") == Names{"Da Chen"});
    const auto article = generic_article(with_json_ld("[\"Di Fenn\",\"Von Freeman\"]", ""));
    CHECK(article.authors == Names{"Di Fenn", "Von Freeman"});
    const auto italian = generic_article("<html lang=it>" + with_json_ld("\"Di Fenn\"", ""));
    CHECK(italian.authors == Names{"Di Fenn"});
  }

  TEST_CASE("\"by\" in the page's language is no part of a name") {
    CHECK(people_in("Von Anna Berg", {}, "de-CH") == Names{"Anna Berg"});
    CHECK(people_in("Par Jeanne Roy", {}, "fr") == Names{"Jeanne Roy"});
    CHECK(people_in("Di Anna Neri", {}, "it_IT") == Names{"Anna Neri"});
    CHECK(people_in("Door Jan Smit", {}, "") == Names{"Jan Smit"});
    const auto article = generic_article(
        "<html lang=de>" + story("<p class=byline>Von Anna Berg</p>" + std::string(kProse)));
    CHECK(article.authors == Names{"Anna Berg"});
  }

  TEST_CASE("an outlet behind a name is removed, an outlet alone is no author") {
    const Names outlets = {"The Example"};
    CHECK(people_in("Jane Doe The Example", outlets, "en") == Names{"Jane Doe"});
    CHECK(people_in("The Example", outlets, "en").empty());
  }

  TEST_CASE("an author that JSON-LD only refers to by @id is found") {
    const auto article = generic_article(with_json_ld("{\"@id\":\"#jane\"}", ""));
    CHECK(article.authors == Names{"Jane Doe"});
  }

  TEST_CASE("an array of objects and strings gives each name once") {
    const auto article = generic_article(with_json_ld(
        "[{\"@type\":\"Person\",\"name\":\"Jane Doe\"},\"Jane Doe\",\"John Roe\"]", ""));
    CHECK(article.authors == Names{"Jane Doe", "John Roe"});
  }

  TEST_CASE("the printed line counts where JSON-LD names photographers, too") {
    const auto article = generic_article(with_json_ld("[\"Jane Doe\",\"Phil Lens\"]",
                                                      "<div>By <a href=/j>Jane Doe"
                                                      "</a></div>"));
    CHECK(article.authors == Names{"Jane Doe"});
  }

  TEST_CASE("an agency is a byline, but no author's name") {
    const auto article = generic_article(
        with_json_ld("{\"@type\":\"Organization\",\"name\":\"Associated Press\"}", ""));
    CHECK(article.authors.empty());
    CHECK(article.byline == "Associated Press");
  }

  TEST_CASE("whoever took a picture did not write the story") {
    const auto article = generic_article(
        story("<figure><img src=a.jpg><figcaption>By Phil Lens</figcaption></figure><div>By Jane "
              "Doe</div>" +
              std::string(kProse)));
    CHECK(article.authors == Names{"Jane Doe"});
  }
}
