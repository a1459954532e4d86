#include "extract/generic/byline/authors.h"

#include <doctest/doctest.h>

#include "extract/generic_page.h"

using newshole::extract::LineOrigin;
using newshole::test::generic_article;
using newshole::test::kProse;
using newshole::test::story;
using Names = std::vector<std::string>;

namespace {

Names people_in(std::string_view line, const Names& outlets, std::string_view language) {
  return newshole::extract::named_people(line, {.outlets = outlets, .language = language}).names;
}

newshole::extract::NamedPeople printed(std::string_view line, std::string_view language = "en") {
  return newshole::extract::named_people(line, {.outlets = {}, .language = language});
}

Names stated(std::string_view line, LineOrigin origin = LineOrigin::Stated) {
  return newshole::extract::named_people(line, {.outlets = {}, .language = "en", .origin = origin})
      .names;
}

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

  TEST_CASE("words of many languages join names") {
    CHECK(people_in("VON JÖRG ÄHRLICH UND UTE BLÜHER", {}, "de") ==
          Names{"Jörg Ährlich", "Ute Blüher"});
    CHECK(people_in("Par Luc Amiel et Zoé Brun", {}, "fr") == Names{"Luc Amiel", "Zoé Brun"});
    CHECK(people_in("Av Karin Ek, Nils Holm och Eva Strand", {}, "sv") ==
          Names{"Karin Ek", "Nils Holm", "Eva Strand"});
    CHECK(people_in("Anna Berg og Bo Lund", {}, "en") == Names{"Anna Berg", "Bo Lund"});
    CHECK(people_in("Por José Ortega y Gasset", {}, "es") == Names{"José Ortega y Gasset"});
    CHECK(people_in("Por José Ortega y Ana Rey", {}, "es") == Names{"José Ortega", "Ana Rey"});
  }

  TEST_CASE("labels of other scripts are no part of a name") {
    CHECK(people_in("Автор: Анна Пельская, Борис Лунд", {}, "ru") ==
          Names{"Анна Пельская", "Борис Лунд"});
    CHECK(people_in("記者 安藤花子、山田太郎", {}, "ja") == Names{"安藤花子", "山田太郎"});
    CHECK(people_in("(责编：牛镛、岳弘彬)", {}, "zh") == Names{"牛镛", "岳弘彬"});
    CHECK(people_in("신현주 기자", {}, "ko") == Names{"신현주"});
    CHECK(people_in("文/松村太郎", {}, "ja") == Names{"松村太郎"});
  }

  TEST_CASE("places, papers, sections and roles are no authors") {
    CHECK(people_in("Von Anna Berg, Berlin", {}, "de") == Names{"Anna Berg"});
    CHECK(people_in("By Rosa Kemp and Tom Hale, New York", {}, "en") ==
          Names{"Rosa Kemp", "Tom Hale"});
    CHECK(stated("Frankfurt, Germany").empty());
    CHECK(people_in("Politik · Jochen Bitter, Tina Hildebrand", {}, "de") ==
          Names{"Jochen Bitter", "Tina Hildebrand"});
    CHECK(people_in("Keith Barry Senior Autos Reporter", {}, "en") == Names{"Keith Barry"});
    CHECK(people_in("By Ann Pell, Reuters", {}, "en") == Names{"Ann Pell"});
    CHECK(people_in("Twitter Facebook", {}, "en").empty());
  }

  TEST_CASE("surnames that stand first do so only in the data") {
    CHECK(stated("Pell, Ann; Lund, Bo") == Names{"Ann Pell", "Bo Lund"});
    CHECK(stated("Gillman, Steve") == Names{"Steve Gillman"});
    CHECK(people_in("By Ann, Bo", {}, "en") == Names{"Ann", "Bo"});
  }

  TEST_CASE("a degree hides no author") {
    CHECK(stated("Ann Pell MD", LineOrigin::Name) == Names{"Ann Pell MD"});
    CHECK(people_in("By Ann Pell, PhD, and Bo Lund", {}, "en") ==
          Names{"Ann Pell, PhD", "Bo Lund"});
  }

  TEST_CASE("a byline as printed has no label, day or number of comments") {
    CHECK(printed("Written by Ann Pell in Valves on 1 June 2025. 51 Comments").byline ==
          "Written by Ann Pell");
    CHECK(printed("Author: Ann Pell and Bo Lund | 3 min read").byline == "Ann Pell and Bo Lund");
    CHECK(printed("Posted by Otto Gill on March 3, 2026 | 12 Comments").byline ==
          "Posted by Otto Gill");
    CHECK(printed("Photographs by Phil Lens").names.empty());
    CHECK(printed("Business | By Ann Pell").byline == "By Ann Pell");
    CHECK(printed("Par Zoé Brun, publié le 3 mars 2026", "fr").byline == "Par Zoé Brun");
  }

  TEST_CASE("elements side by side are words of their own") {
    const auto article = generic_article(story(
        "<p class=byline><span>By</span><a href=/author/t>Travis Hane</a><a href=/author/o>Ole "
        "Grant</a></p>" +
        std::string(kProse)));
    CHECK(article.authors == Names{"Travis Hane", "Ole Grant"});
    CHECK(article.byline == "By Travis Hane, Ole Grant");
  }

  TEST_CASE("authors of comments and teasers did not write the story") {
    const auto article = generic_article(
        story("<p>By <a rel=author href=/a>Ann Pell</a></p>" + std::string(kProse) +
              "<ul><li><a rel=author href=/b>Bo Lund</a></li></ul><div id=comments><cite "
              "class=comment-author>Cy Orr</cite></div>"));
    CHECK(article.authors == Names{"Ann Pell"});
  }

  TEST_CASE("a blog that its author publishes names the author") {
    const std::string person = R"({"@type":["Person","Organization"],"name":"Anna Berg"})";
    const auto article = generic_article(
        with_json_ld(person + ",\"publisher\":" + person, "<p class=author>Recent Posts</p>"));
    CHECK(article.authors == Names{"Anna Berg"});
    CHECK(article.publisher == "Anna Berg");
  }

  TEST_CASE("a site signs what nobody else does, but no news") {
    const std::string site = "<meta property=og:site_name content='Old Pianos'>";
    const std::string meta = "<meta name=author content='Old Pianos'>";
    const std::string line = "<p>Posted by Old Pianos</p>";
    CHECK(generic_article(site + meta + story(kProse)).byline == "Old Pianos");
    CHECK(generic_article(site + story(line + std::string(kProse))).byline == "Old Pianos");
    CHECK(
        generic_article(site + meta + story("<p>By Anna Berg</p>" + std::string(kProse))).authors ==
        Names{"Anna Berg"});
    CHECK_FALSE(generic_article(site + with_json_ld("\"Old Pianos\"", line)).byline);
  }

  TEST_CASE("a team is a byline by its own page, too") {
    const auto article = generic_article(
        story("<a href='/authors/piano-team'>Smart Piano Team</a>" + std::string(kProse)));
    CHECK(article.byline == "Smart Piano Team");
    CHECK(article.authors.empty());
  }

  TEST_CASE("an author in the footer or an aside of the article counts where there is no other") {
    const std::string footer = "<footer>Posted by <a href=/a>Anna Berg</a> on 2 May 2021</footer>";
    const std::string aside = "<aside><h3>Author</h3><p>Jörg Falk</p></aside>";
    CHECK(generic_article(story(std::string(kProse) + footer)).authors == Names{"Anna Berg"});
    CHECK(generic_article(story(std::string(kProse) + aside)).authors == Names{"Jörg Falk"});
    CHECK(generic_article(story("<p>By Eva Roth</p>" + std::string(kProse) + footer)).authors ==
          Names{"Eva Roth"});
  }

  TEST_CASE("a user is a byline as printed, where the link has the name in its address") {
    for (const char* name : {"pianist77", "u/pianist77"}) {
      const std::string link = "<a href='/user/pianist77/'>" + std::string(name) + "</a>";
      const auto article =
          generic_article(story("<p>Posted by " + link + "</p>" + std::string(kProse)));
      CHECK(article.byline == name);
      CHECK(article.authors.empty());
    }
    for (const char* other : {"<a href=/user/login>Log in</a>", "<a href=/user/login>Login</a>",
                              "<a href=/users/7>pianist77</a>"})
      CHECK_FALSE(generic_article(story(other + std::string(kProse))).byline);
  }

  TEST_CASE("microdata, test ids and classes of writers name the author") {
    for (const char* part :
         {"<span itemprop=author><meta itemprop=name content='Anna Berg'></span>",
          "<b data-testid=author-name>Anna Berg</b>", "<p class=writer-name>Anna Berg</p>",
          "<p class=contributor>Anna Berg</p>", "<p>A guest post by Anna Berg</p>",
          "<p>Words and photos by Anna Berg</p>"})
      CHECK_MESSAGE(
          generic_article(story(part + std::string(kProse))).authors == Names{"Anna Berg"}, part);
  }

  TEST_CASE("a paper or a role behind a link to an author is no part of the name") {
    const std::string anna = "<a href=/staff/anna-berg>Anna Berg</a> ";
    const std::string falk = "<a href=/staff/falk>J\u00f6rg Falk</a>";
    const auto names_in = [](const std::string& line) {
      return generic_article(story("<p class=byline>" + line + "</p>" + std::string(kProse)))
          .authors;
    };
    CHECK(names_in(anna + "<i>Northern Post &amp; Times</i>") == Names{"Anna Berg"});
    CHECK(names_in("By " + anna + "Harbour Master") == Names{"Anna Berg"});
    CHECK(names_in(anna + "und J\u00f6rg Falk") == Names{"Anna Berg", "J\u00f6rg Falk"});
    CHECK(names_in(anna + falk) == Names{"Anna Berg", "J\u00f6rg Falk"});
    CHECK(names_in("By " + anna + ", " + falk) == Names{"Anna Berg", "J\u00f6rg Falk"});
  }

  TEST_CASE("the printed line counts where JSON-LD names the first of several only") {
    const std::string data = R"({"@type":"Person","name":"Anna Berg"})";
    const auto several = generic_article(with_json_ld(data, "<p>By Anna Berg and Jörg Falk</p>"));
    CHECK(several.authors == Names{"Anna Berg", "Jörg Falk"});
    const auto one = generic_article(with_json_ld(
        data, "<p>By Anna Berg, Senior Staff Pianist, Island Music, Harbour Arts</p>"));
    CHECK(one.authors == Names{"Anna Berg"});
  }

  TEST_CASE("menus, forms and days of the week name no author") {
    for (const char* part : {"<nav><h4>By Industry</h4></nav>", "<p class=byline>Sat, 20 Dec</p>",
                             "<form>Author <label>Phone Number</label></form>"}) {
      const auto article = generic_article(story(part + std::string(kProse)));
      CHECK_MESSAGE(article.authors.empty(), part);
      CHECK_MESSAGE(!article.byline, part);
    }
  }

  TEST_CASE("a link to an author's page near the headline names the author") {
    const auto article = generic_article(
        story("<div><a href=/people/ann-pell>Ann Pell</a></div>" + std::string(kProse)));
    CHECK(article.authors == Names{"Ann Pell"});
  }
}
