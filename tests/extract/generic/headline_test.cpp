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

  TEST_CASE("the only first-level heading counts where the title differs") {
    const HeadlineClaims claims{.headings = {{.text = "Rates fall again", .is_first_level = true}},
                                .title = "Why your mortgage is cheaper today"};
    CHECK(reconciled_headline(claims).text == "Rates fall again");
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

  TEST_CASE("a page that claims nothing has no headline") {
    CHECK(reconciled_headline({}).text.empty());
  }
}
