#include "extract/generic_page.h"

using namespace newshole;
using newshole::test::generic_article;
using newshole::test::generic_result;
using newshole::test::kProse;
using newshole::test::says;
using newshole::test::story;

namespace {

const std::string kText(kProse);

}  // namespace

TEST_SUITE("extract/generic_extractor") {
  TEST_CASE("a page without any class or JSON-LD gives its paragraphs") {
    const auto article = generic_article(story("<div>" + kText + "</div>"));
    CHECK(article.headline == "Piano comes by ferry");
    CHECK(article.blocks.size() == 3);
  }

  TEST_CASE("copyright and preferences are read of any page") {
    const std::string page =
        "<head><title>Piano comes by ferry</title><meta name=copyright content='Island Press'>"
        "<meta name=robots content=noarchive><meta name=tdm-policy content=/tdm.json></head>"
        "<body><h1>Piano comes by ferry</h1>" +
        kText;
    const auto article = generic_article(page);
    CHECK(article.copyright == "Island Press");
    CHECK(article.preferences ==
          fetch::Preferences{.no_archive = true, .tdm_policy = "https://news.example/tdm.json"});
    CHECK(generic_article(page, extract::kUnknownAddress).preferences ==
          fetch::Preferences{.no_archive = true});
  }

  TEST_CASE("navigation, related stories and comments are no part of the body") {
    const auto article = generic_article(story(
        "<nav><a href=/x>Sections of the paper that everybody reads every day</a></nav><div>" +
        kText +
        "<div class=related-links><p>Sheep on a ferry are counted twice, said an official who "
        "counts them.</p></div></div><div id=comments><p>I was there, and the piano was out "
        "of tune, as everybody on the pier could hear.</p></div>"));
    CHECK(article.blocks.size() == 3);
  }

  TEST_CASE("a class that most of the text has is not believed") {
    const auto article = generic_article(
        story("<div><p class=promo>" + std::string(200, 'a') + " and so on, she said.</p>" +
              "<p class=promo>" + std::string(200, 'b') + " and so on, he said.</p>" +
              "<p class=promo>" + std::string(200, 'c') + " and so on, they said.</p></div>"));
    CHECK(article.blocks.size() == 3);
  }

  TEST_CASE("a heading over prose stays, also where it is the name of a service") {
    const auto article =
        generic_article(story("<div>" + kText +
                              "<h2>YouTube</h2><p>The school filmed the concert, and half the "
                              "island has seen it since, said the teacher.</p>" +
                              kText + "</div>"));
    CHECK(says(article, "YouTube\n"));
  }

  TEST_CASE("where the densest prose is a notice of rights, the text is beside it") {
    const std::string notice =
        "<p>All rights reserved by the Harbour Press, which owns this service and what is "
        "published on it; no part may be copied, stored, sent or shown by anybody in any form, "
        "whole or in part, by any means, without the written consent of the publisher, and whoever "
        "does so is answerable for the harm under the law of the country in which he lives, and "
        "under that of the island as well, as the court of the harbour has held on three "
        "occasions, most of all where the copy is sold, lent or given away.</p>";
    const auto article = generic_article(
        "<title>Piano comes by ferry</title><body><div><h1>Piano comes by ferry</h1><div>"
        "<p>The ferry left the old harbour at six, with a piano on its deck.</p>"
        "<p>Nobody on the quay could say who had ordered it, or why.</p></div></div>"
        "<div><div>" +
        notice + "</div></div></body>");
    CHECK(article.blocks.size() == 2);
    CHECK_FALSE(says(article, "rights reserved"));
  }

  TEST_CASE("of several articles on a page the one around the headline counts") {
    std::string other(kProse);
    for (std::size_t at = 0; (at = other.find("piano", at)) != std::string::npos;)
      other.replace(at, 5, "organ");
    const auto article = generic_article(
        "<title>Piano comes by ferry</title><body><article><h1>Piano comes by ferry</h1>" + kText +
        "</article><article><h2>Another</h2>" + other + other + "</article></body>");
    CHECK_FALSE(says(article, "organ"));
  }

  TEST_CASE("lists, tables, quotes and headings of the body stay blocks") {
    const auto article = generic_article(
        story("<article>" + kText +
              "<h2>On the island</h2><ul><li>A school of forty children and one teacher.</li></ul>"
              "<blockquote>We sing every morning, whatever the weather.</blockquote>"
              "<table><tr><td>Sheep</td><td>40</td></tr><tr><td>Pianos</td><td>1</td></tr></table>"
              "<p>Nobody has asked for the piano back, the captain said.</p></article>"));
    REQUIRE(article.blocks.size() == 8);
    CHECK(article.blocks[3].kind == extract::BlockKind::Heading);
    CHECK(article.blocks[4].kind == extract::BlockKind::ListItem);
    CHECK(article.blocks[5].kind == extract::BlockKind::Quote);
    CHECK(article.blocks[6].kind == extract::BlockKind::Table);
  }

  TEST_CASE("the text to a picture is left out, the caption of a table is not") {
    const auto article = generic_article(
        story("<article>" + kText +
              "<figure><img src=a.jpg><figcaption>The pier at noon.</figcaption></figure>"
              "<table><caption>The load</caption><tr><td>Sheep</td><td>40</td></tr>"
              "<tr><td>Pianos</td><td>1</td></tr></table></article>"));
    CHECK_FALSE(says(article, "The pier at noon"));
    CHECK(says(article, "The load"));
  }

  TEST_CASE("a standfirst above the body is its first block") {
    const auto article = generic_article(
        story("<p class=article__dek>An island gets back its music after half a year.</p>"
              "<article>" +
              kText + "</article>"));
    REQUIRE(article.blocks.size() == 4);
    CHECK(article.blocks[0].text == "An island gets back its music after half a year.");
  }

  TEST_CASE("JSON-LD gives the text where the markup holds hardly any") {
    const auto article = generic_article(
        "<title>Piano comes by ferry</title><script type=application/ld+json>"
        "{\"@type\":\"NewsArticle\",\"headline\":\"Piano comes by ferry\",\"articleBody\":\"The "
        "ferry left the old harbour at six, with forty sheep on its deck.\\nNobody could say who "
        "had ordered the piano.\"}</script><body><h1>Piano comes by ferry</h1><p>Loading the "
        "story.</p></body>");
    REQUIRE(article.blocks.size() == 2);
    CHECK(article.blocks[1].text == "Nobody could say who had ordered the piano.");
  }

  TEST_CASE("hidden text is not read") {
    const auto article = generic_article(story(
        "<div>" + kText + "<p style='display: none'>Only machines read this line.</p></div>"));
    CHECK_FALSE(says(article, "Only machines"));
  }

  TEST_CASE("a list of links on the way to a section is an index, not an article") {
    std::string links;
    for (int i = 0; i < 30; ++i)
      links +=
          "<li><a href=/story-" + std::to_string(i) + ">A headline of some seven words</a></li>";
    const auto result =
        generic_result("<title>World</title><body><h1>World</h1><ul>" + links + "</ul></body>",
                       "https://news.example/world");
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == ErrorKind::NotArticle);
    CHECK(result.error().message.find("an index of other pages") != std::string::npos);
    CHECK(result.error().is_index);
  }

  TEST_CASE("a tree of a hundred thousand levels is no reason to crash") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<span>";
    const auto result = generic_result(story("<div>" + deep + kText + "</div>"));
    CHECK((result || result.error().kind != ErrorKind::Internal));
  }

  TEST_CASE("links lead from where the page's base element says, known address or not") {
    const std::string html =
        "<head><base href='https://other.example/x/'></head>" +
        story("<article>" + kText + "<p>The <a href=y>letter</a>.</p></article>");
    for (const std::string_view url :
         {std::string_view("https://news.example/a/b"), extract::kUnknownAddress}) {
      CAPTURE(url);
      const auto article = generic_article(html, url);
      REQUIRE(article.blocks.back().links.size() == 1);
      CHECK(article.blocks.back().links[0].url == "https://other.example/x/y");
    }
  }

  TEST_CASE("without an address links that are not whole are plain text") {
    const SystemClock clock;
    const auto article = extract::GenericExtractor(clock).article(test::page(
        story(
            "<div>" + kText +
            "<p>More is told in <a href=/old>an old story</a> and <a href=https://other.example/a>"
            "a new one</a>, which children like.</p></div>"),
        extract::kUnknownAddress));
    REQUIRE(article);
    REQUIRE(article->blocks.back().links.size() == 1);
    CHECK(article->blocks.back().links[0].url == "https://other.example/a");
    CHECK(article->site == "generic");
  }
}
