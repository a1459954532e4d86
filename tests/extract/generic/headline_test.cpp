#include "extract/generic/headline.h"

#include <doctest/doctest.h>

using newshole::extract::HeadlineClaims;
using newshole::extract::reconciled_headline;
using newshole::extract::without_site;

TEST_SUITE("extract/headline") {
  TEST_CASE("the heading that the title repeats is the headline, not the first one") {
    const HeadlineClaims claims{.headings = {{.text = "The Example", .is_first_level = true},
                                             {.text = "Rates fall again", .is_first_level = true}},
                                .title = "Rates fall again | The Example"};
    CHECK(reconciled_headline(claims).text == "Rates fall again");
    CHECK(reconciled_headline(claims).heading == 1);
  }

  TEST_CASE("the site's name in a heading is no headline") {
    const HeadlineClaims claims{.headings = {{.text = "Example", .is_first_level = true}},
                                .title = "Rates fall again - Example",
                                .sites = {"Example"}};
    CHECK(reconciled_headline(claims).text == "Rates fall again");
  }

  TEST_CASE("a headline may begin with the site's name") {
    const HeadlineClaims claims{
        .headings = {{.text = "Example's owner sells its last ferries", .is_first_level = true}},
        .open_graph = "A sale at sea",
        .sites = {"Example"}};
    CHECK(reconciled_headline(claims).text == "Example's owner sells its last ferries");
  }

  TEST_CASE("the only first-level heading counts where the title differs") {
    const HeadlineClaims claims{
        .headings = {{.text = "Rates fall for a second year", .is_first_level = true}},
        .title = "Why your mortgage is cheaper today"};
    CHECK(reconciled_headline(claims).text == "Rates fall for a second year");
  }

  TEST_CASE("an h1 with which the title ends is the site's name") {
    const HeadlineClaims claims{.headings = {{.text = "Old pianos", .is_first_level = true}},
                                .title = "How forty sheep came by ferry - Old pianos"};
    CHECK(reconciled_headline(claims).text == "How forty sheep came by ferry");
  }

  TEST_CASE("a title is cut at a sign where a few words stand behind many") {
    CHECK(reconciled_headline({.title = "A ferry brings a piano - Island Post"}).text ==
          "A ferry brings a piano");
    CHECK(reconciled_headline({.title = "Rates fall - and rise again"}).text ==
          "Rates fall - and rise again");
  }

  TEST_CASE("a label is no headline where the title says something else") {
    for (const char* label :
         {"Original text", "0 Comments", "Events & news", "\u304a\u77e5\u3089\u305b"}) {
      const HeadlineClaims claims{.headings = {{.text = label, .is_first_level = true}},
                                  .title = "The ferry brings a piano"};
      CHECK(reconciled_headline(claims).text == "The ferry brings a piano");
    }
  }

  TEST_CASE("a short h1 is the headline where the title is no longer, or has its words") {
    for (const char* title : {"Piano", "Pianos that came by ferry"}) {
      const HeadlineClaims claims{.headings = {{.text = "Piano ahoy", .is_first_level = true}},
                                  .title = title};
      CHECK(reconciled_headline(claims).text == "Piano ahoy");
    }
  }

  TEST_CASE("a paragraph in an h1 is no headline") {
    const std::string paragraph(250, 'x');
    const HeadlineClaims claims{.headings = {{.text = paragraph, .is_first_level = true}},
                                .title = "The ferry brings a piano"};
    CHECK(reconciled_headline(claims).text == "The ferry brings a piano");
  }

  TEST_CASE("a lower heading in the title yields to the h1 before it that has some of its words") {
    const HeadlineClaims claims{
        .headings = {{.text = "Island ferries: how a piano travels", .is_first_level = true},
                     {.text = "What is an island ferry?"}},
        .title = "What is an island ferry - a guide to island ferries"};
    CHECK(reconciled_headline(claims).heading == 0);
  }

  TEST_CASE("a lower heading that is the title stays the headline below an unrelated h1") {
    const HeadlineClaims claims{.headings = {{.text = "Harbour news", .is_first_level = true},
                                             {.text = "The ferry brings a piano"}},
                                .title = "The ferry brings a piano"};
    CHECK(reconciled_headline(claims).heading == 1);
  }

  TEST_CASE("a heading that goes on where the title ends is the headline") {
    const HeadlineClaims claims{
        .headings = {{.text = "Events", .is_first_level = true},
                     {.text =
                          "The ferry brings a grand piano: how forty sheep and a captain's letter "
                          "saved the music of a northern school"}},
        .open_graph = "The ferry brings a grand piano"};
    CHECK(reconciled_headline(claims).heading == 1);
  }

  TEST_CASE("without an h1 the heading with nearly the words of the title is the headline") {
    const HeadlineClaims claims{
        .headings = {{.text = "Your basket"}, {.text = "7 ways to help you tune a very old piano"}},
        .title = "7 ways to tune a very old piano | Example"};
    CHECK(reconciled_headline(claims).heading == 1);
  }

  TEST_CASE("the name of a section beside a bar goes, in any language") {
    for (const char* text : {"Rates fall again | Editorial", "Opinion | Rates fall again",
                             "Rates fall again | Politik"}) {
      const HeadlineClaims claims{.headings = {{.text = text, .is_first_level = true}},
                                  .title = text};
      CHECK(reconciled_headline(claims).text == "Rates fall again");
    }
  }

  TEST_CASE("a heading in capitals, or without a blank, is written as the page states it") {
    for (const char* text : {"RATES FALL AGAIN", "Rates fallAgain"}) {
      const HeadlineClaims claims{.headings = {{.text = text, .is_first_level = true}},
                                  .open_graph = "Rates fall again"};
      CHECK(reconciled_headline(claims).text == "Rates fall again");
    }
  }

  TEST_CASE("more than three words before the claimed headline are no kicker") {
    const HeadlineClaims claims{
        .headings = {{.text = "A whole list of old pianos", .is_first_level = true}},
        .open_graph = "Old pianos"};
    CHECK(reconciled_headline(claims).text == "A whole list of old pianos");
  }

  TEST_CASE("an empty heading is skipped") {
    const HeadlineClaims claims{.headings = {{.text = "", .is_first_level = true}},
                                .title = "Rates fall again"};
    CHECK(reconciled_headline(claims).text == "Rates fall again");
  }

  TEST_CASE("a section's name before the headline goes where JSON-LD leaves it out") {
    const HeadlineClaims claims{
        .headings = {{.text = "Politics | Rates fall again", .is_first_level = true}},
        .title = "Rates fall again",
        .structured = "Rates fall again"};
    CHECK(reconciled_headline(claims).text == "Rates fall again");
  }

  TEST_CASE("a hyphen in a headline is no sign of a site") {
    CHECK(without_site("Rates fall - and rise again", {}) == "Rates fall - and rise again");
    CHECK(without_site("Rates fall for a year | Example", {}) == "Rates fall for a year");
  }

  TEST_CASE(
      "of a title alone a short last part is the site's name, but for a question or small "
      "letters") {
    const auto headline_of = [](std::string title) {
      return reconciled_headline({.title = std::move(title)}).text;
    };
    CHECK(headline_of("Ferry sinks off the old mole - Island Post") ==
          "Ferry sinks off the old mole");
    for (const std::string whole :
         {"Ferry sinks off the old mole - what now?", "Ferry sinks off the old mole - Why?",
          "Ferry sinks off the old mole - and rises"}) {
      CAPTURE(whole);
      CHECK(headline_of(whole) == whole);
    }
  }

  TEST_CASE("a page that claims nothing has no headline") {
    CHECK(reconciled_headline({}).text.empty());
  }
}
