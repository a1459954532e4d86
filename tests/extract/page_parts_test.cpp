// The smaller parts of the generic extractor.

#include <doctest/doctest.h>

#include "extract/body/character_references.h"
#include "extract/generic/boilerplate.h"
#include "extract/generic/element_evidence.h"
#include "extract/generic/page_kind.h"
#include "extract/generic/page_outline.h"

using namespace newshole::extract;

TEST_SUITE("extract/block_score") {
  TEST_CASE("a paragraph's score grows with its length") {
    CHECK(block_score({.chars = 300, .words = 60, .commas = 4, .sentence_ends = 3}) == 300);
  }

  TEST_CASE("a line of links has a negative score, but never below that of one line") {
    CHECK(block_score({.chars = 40, .link_chars = 40, .words = 8}) == -40);
    CHECK(block_score({.chars = 4000, .link_chars = 4000, .words = 800}) == -80);
  }

  TEST_CASE("a label has a negative score, a heading has none") {
    CHECK(block_score({.chars = 9, .words = 1}) < 0);
    CHECK(block_score({.chars = 9, .words = 1, .is_heading = true}) == 0);
  }
}

TEST_SUITE("extract/boilerplate") {
  TEST_CASE("calls to read, share and subscribe are boilerplate") {
    CHECK(is_boilerplate_line("Read more: Ten ferries to see before you die"));
    CHECK(is_boilerplate_line("Facebook Twitter Email"));
    CHECK(is_boilerplate_line("Sign up for our morning newsletter, it is free."));
    CHECK(is_boilerplate_line("December 22, 2023"));
    CHECK(is_boilerplate_line("© 2023 The Example. All rights reserved."));
  }

  TEST_CASE("prose that begins like a call stays") {
    CHECK_FALSE(is_boilerplate_line("Sign up for a plot today and your children may dig it."));
    CHECK_FALSE(is_boilerplate_line("Sharebrokers lost a fortune on Monday, said the exchange."));
    CHECK_FALSE(is_boilerplate_line("In May 2021 the ferry sank. It was raised on June 3, 2022."));
  }

  TEST_CASE("a heading above what follows an article ends it") {
    CHECK(opens_afterword({.kind = BlockKind::Heading, .text = "Related stories"}));
    CHECK_FALSE(opens_afterword({.kind = BlockKind::Heading, .text = "What the ferry carried"}));
  }

  TEST_CASE("a note on the author at the end goes, a mention inside stays") {
    const std::vector<std::string> authors = {"Jane Doe"};
    std::vector<Block> blocks(6, Block{.text = "Something happened, and then something else."});
    blocks.front().text = "Jane Doe saw it all.";
    blocks.push_back({.text = "Jane Doe is a reporter who covers the islands."});
    const std::vector<newshole::html::Node> elements(blocks.size());
    const std::vector<Block> kept =
        without_boilerplate({.blocks = blocks, .elements = elements}, {}, authors);
    CHECK(kept.size() == 6);
    CHECK(kept.front().text == "Jane Doe saw it all.");
  }
}

TEST_SUITE("extract/element_evidence") {
  TEST_CASE("names are cut into words at signs and capitals, but not at digits") {
    CHECK(name_words("c-relatedLinks__item2") ==
          std::vector<std::string>{"c", "related", "links", "item"});
    CHECK(name_words("44bb-8ad3") == std::vector<std::string>{"44bb", "8ad3"});
  }
}

TEST_SUITE("extract/page_kind") {
  TEST_CASE("what asks for proof of a person is a gate, unless it is marked as an article") {
    PageSigns signs{.title = "Just a moment...", .words = 40};
    CHECK(page_kind(signs) == PageKind::Gate);
    signs.is_marked_as_article = true;
    CHECK(page_kind(signs) == PageKind::Article);
  }

  TEST_CASE("an error page that came with status 200 is missing") {
    CHECK(page_kind({.title = "Page not found | Example", .words = 20}) == PageKind::Missing);
  }

  TEST_CASE("a video with a caption is no article, a video in an article is none the less one") {
    CHECK(page_kind({.words = 12, .has_video = true}) == PageKind::VideoOnly);
    CHECK(page_kind({.words = 500, .has_video = true}) == PageKind::Article);
  }

  TEST_CASE("an article for subscribers is paywalled only where little of it is there") {
    CHECK(page_kind({.words = 90, .is_marked_as_paid = true}) == PageKind::Paywalled);
    CHECK(page_kind({.words = 900, .is_marked_as_paid = true}) == PageKind::Article);
  }

  TEST_CASE("a live blog has a notice, an index has a reason") {
    CHECK(page_kind({.path = "/world/live-news/storm", .words = 900}) == PageKind::LiveBlog);
    CHECK(notice_of(PageKind::LiveBlog));
    CHECK(why_no_article(PageKind::Index));
    CHECK_FALSE(notice_of(PageKind::Article));
    CHECK_FALSE(why_no_article(PageKind::Article));
  }
}

TEST_SUITE("extract/character_references") {
  TEST_CASE("references that were written twice are resolved") {
    CHECK(resolved_references("Dockers &amp;#8217; strike &amp; more") ==
          "Dockers \u2019 strike & more");
    CHECK(resolved_references("AT&T; &#0; &unknown;") == "AT&T; &#0; &unknown;");
  }
}
