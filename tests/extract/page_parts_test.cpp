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
    CHECK_FALSE(is_boilerplate_line("Follow the plan below, without skipping a week."));
    CHECK_FALSE(is_boilerplate_line("Sharebrokers lost a fortune on Monday, said the exchange."));
    CHECK_FALSE(is_boilerplate_line("In May 2021 the ferry sank. It was raised on June 3, 2022."));
  }

  TEST_CASE("calls, notices and afterwords are known in other languages than English") {
    CHECK(is_boilerplate_line("Czytaj tak\u017ce: Dziesi\u0119\u0107 prom\u00f3w"));
    CHECK(
        is_boilerplate_line("\u0427\u0418\u0422\u0410\u0419\u0422\u0415 "
                            "\u0422\u0410\u041a\u0416\u0415: \u043f\u0430\u0440\u043e\u043c"));
    CHECK(is_boilerplate_line("Todos los derechos reservados."));
    CHECK(is_boilerplate_line("WERBUNG"));
    CHECK(is_boilerplate_line("\u0420\u0435\u043a\u043b\u0430\u043c\u0430"));
    CHECK_FALSE(is_boilerplate_line("Die F\u00e4hre f\u00e4hrt wieder, und alle sind froh."));
    CHECK(opens_afterword({.kind = BlockKind::Heading, .text = "Mehr zum Thema"}));
    CHECK(opens_correction("Korrektur: Es waren vier Lotsen."));
    CHECK_FALSE(opens_correction("Korrekt ist das nicht."));
  }

  TEST_CASE(
      "a list of links amid a text stays where they lead to other sites, and goes where not") {
    const Block prose{.text =
                          "The keeper of the weir has read all of these in one winter, and lends "
                          "them to whoever brings a loaf."};
    const auto items_left = [&prose](const std::string& address) {
      const Block item{.kind = BlockKind::ListItem,
                       .text = "A Short Book of Weirs",
                       .links = {{.text = "A Short Book of Weirs", .url = address, .end = 21}}};
      Body body{.blocks = {prose, item, item, prose},
                .elements = std::vector<newshole::html::Node>(4)};
      body.blocks.back().text += " Twice.";
      return std::ranges::count(without_boilerplate(std::move(body), {}, {}, "www.weir.example"),
                                BlockKind::ListItem, &Block::kind);
    };
    CHECK(items_left("https://books.example/weirs") == 2);
    CHECK(items_left("https://news.weir.example/weirs") == 0);
    // Names that end or begin alike are other sites.
    CHECK(items_left("https://oldweir.example/weirs") == 2);
    CHECK(items_left("https://books.example/?of=weir.example") == 2);
  }

  TEST_CASE("a text that stands twice on a page is read once, a line that comes again stays") {
    const std::string first =
        "The ferry left the old harbour at six, with forty sheep and a piano on its deck, in the "
        "rain.";
    const std::string second =
        "By noon the captain had found the answer in a letter from the northern island, he said.";
    const auto read = [](const std::vector<std::string>& texts) {
      Body body;
      for (const std::string& text : texts) body.blocks.push_back({.text = text});
      body.elements.resize(texts.size());
      return without_boilerplate(std::move(body), {}, {}, {}).size();
    };
    CHECK(read({first, second, "And so it goes on, said the captain.", first, second}) == 3);
    CHECK(read({first, "And so it goes on, said the captain.", first, second}) == 4);
  }

  TEST_CASE("a line that asks to subscribe at the end cuts a text off, one at the start does not") {
    const std::vector<Block> cut = {{.text = "First lines."},
                                    {.text = "Subscribe to continue reading."}};
    CHECK(is_cut_off(cut));
    std::vector<Block> whole(9, Block{.text = "A line of the story."});
    whole.front().text = "Already a subscriber? Sign in.";
    CHECK_FALSE(is_cut_off(whole));
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
        without_boilerplate({.blocks = blocks, .elements = elements}, {}, authors, {});
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

  TEST_CASE(
      "an error page and a gate are known in other languages, a story of what is missing is not") {
    CHECK(page_kind({.title = "Seite nicht gefunden - Beispiel", .words = 20}) ==
          PageKind::Missing);
    CHECK(page_kind({.headline = "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 "
                                 "\u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430",
                     .words = 20}) == PageKind::Missing);
    CHECK(page_kind({.title = "Acc\u00e8s refus\u00e9", .words = 30}) == PageKind::Gate);
    CHECK(page_kind({.title = "Le p\u00e8re No\u00ebl n'existe pas", .words = 60}) ==
          PageKind::Article);
  }

  TEST_CASE("a video with a caption is no article, a video in an article is none the less one") {
    CHECK(page_kind({.words = 12, .has_video = true}) == PageKind::VideoOnly);
    CHECK(page_kind({.words = 500, .has_video = true}) == PageKind::Article);
  }

  TEST_CASE("an article for subscribers is paywalled only where little of it is there") {
    CHECK(page_kind({.words = 90, .is_marked_as_paid = true}) == PageKind::Paywalled);
    CHECK(page_kind({.words = 900, .is_marked_as_paid = true}) == PageKind::Article);
  }

  TEST_CASE("many links to stories and no text of its own make an index, whatever its address is") {
    PageSigns signs{
        .path = "/hub/2024-elections", .words = 400, .story_links = 20, .prose_in_one_box = 20};
    CHECK(page_kind(signs) == PageKind::Index);
    signs.prose_in_one_box = 200;
    CHECK(page_kind(signs) == PageKind::Article);
    signs = {
        .path = "/", .query = "p=123", .words = 165, .link_density = 0.7, .prose_in_one_box = 165};
    CHECK(page_kind(signs) == PageKind::Article);
  }

  TEST_CASE("a folder \"live\" is a live blog only where the title says so, too") {
    PageSigns signs{.title = "Ten winches", .path = "/blogs/live/ten-winches", .words = 900};
    CHECK(page_kind(signs) == PageKind::Article);
    signs.title = "Flood: live updates";
    CHECK(page_kind(signs) == PageKind::LiveBlog);
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
