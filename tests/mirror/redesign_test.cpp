#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::kRates;
using test::MadeUpSite;

namespace {

constexpr const char* kRatesPage = "https://news.example/2025/09/19/tech/rates";

std::string paragraphs(const std::string& word) {
  std::string text;
  for (int i = 0; i < 9; ++i)
    text += "<p>The bank " + word + " its rate in step " + std::to_string(i) +
            ", since the price of bread had not moved for a year and nobody knew why.</p>";
  return text;
}

/// As the profile of made_up_site.h knows it.
std::string known_markup(const std::string& word) {
  return "<!doctype html><title>News</title><h1>Rates up again</h1><article>" + paragraphs(word) +
         "</article>";
}

std::string new_markup(const std::string& word) {
  return "<!doctype html><title>Rates up again</title><main><h2 class=k>Rates up again</h2>"
         "<div class=j>" +
         paragraphs(word) + "</div></main>";
}

class Redesign {
 public:
  explicit Redesign(std::string html) { show(std::move(html)); }

  void show(std::string html) { site.fetcher.set(kRatesPage, std::move(html)); }

  mirror::Report run() {
    site.clock.advance(1h);
    return site.report();
  }
  [[nodiscard]] std::string text() const { return test::read(site.root() / kRates); }

  MadeUpSite site;
};

/// The same but for the time of the run.
void check_unchanged(const mirror::Report& report) {
  REQUIRE(report.sites.size() == 1);
  CHECK(report.sites[0].changed == 0);
  CHECK(report.sites[0].held == 0);
  CHECK(report.failures.empty());
  CHECK(report.files_written.empty());
}

}  // namespace

TEST_SUITE_BEGIN("mirror/redesign");

TEST_CASE("a site that changes its markup, and changes it back, changes no story") {
  Redesign mirror(known_markup("raised"));
  CHECK(mirror.run().notices.empty());
  for (const auto& html :
       {new_markup("raised"), new_markup("raised"), known_markup("raised"), new_markup("raised")}) {
    mirror.show(html);
    check_unchanged(mirror.run());
  }
}

TEST_CASE("a story that first came in markup that the profile does not know changes no more") {
  Redesign mirror(new_markup("raised"));
  CHECK(mirror.run().sites.at(0).added == 2);
  CHECK(has(mirror.text(), "The bank raised its rate in step 8"));
  for (const auto& html : {known_markup("raised"), new_markup("raised"), known_markup("raised")}) {
    mirror.show(html);
    check_unchanged(mirror.run());
  }
}

TEST_CASE("a correction is seen in whichever markup it comes") {
  Redesign mirror(known_markup("raised"));
  mirror.run();
  mirror.show(new_markup("raised"));
  mirror.run();
  mirror.show(new_markup("lowered"));
  CHECK(mirror.run().sites.at(0).changed == 1);
  CHECK(has(mirror.text(), "The bank lowered its rate"));
  mirror.show(known_markup("lowered"));
  check_unchanged(mirror.run());
  mirror.show(known_markup("doubled"));
  CHECK(mirror.run().sites.at(0).changed == 1);
  CHECK(has(mirror.text(), "The bank doubled its rate"));
}

TEST_CASE("a notice of works in the place of all pages takes the place of no story") {
  Redesign mirror(known_markup("raised"));
  mirror.run();
  const std::string before = mirror.text();
  mirror.show("<!doctype html><title>Scheduled works</title><main><h1>Scheduled works</h1><div>" +
              paragraphs("closed") + "</div></main>");
  for (int run = 0; run < 3; ++run) {
    const mirror::Report report = mirror.run();
    CHECK(report.sites.at(0).changed == 0);
    CHECK(report.sites.at(0).held == 0);
    CHECK(report.notices.empty());
    REQUIRE(report.failures.size() == 1);
    CHECK(has(report.failures[0].error.message, "calls itself \"Scheduled works\""));
  }
  CHECK(mirror.text() == before);
  mirror.show(known_markup("raised"));
  check_unchanged(mirror.run());
}

TEST_CASE("a page that is no story of its link's headline is none, whatever it holds") {
  Redesign mirror(
      "<!doctype html><title>Scheduled works</title><main><h1>Scheduled works</h1><div>" +
      paragraphs("closed") + "</div></main>");
  const mirror::Report report = mirror.run();
  CHECK(report.sites.at(0).added == 1);
  CHECK(report.failures.size() == 1);
  CHECK_FALSE(std::filesystem::exists(mirror.site.root() / kRates));
}

TEST_CASE("a story stays as the profile has it while that finds what it found before") {
  const std::string brief =
      "<!doctype html><title>News</title><h1>Rates up again</h1><div><article><p>The bank raised "
      "its "
      "rate, since the price of bread had not moved for a year.</p></article>";
  Redesign mirror(brief + "</div>");
  mirror.run();
  mirror.show(brief + "<div>" + paragraphs("raised") + "</div></div>");
  check_unchanged(mirror.run());
  CHECK_FALSE(has(mirror.text(), "in step 8"));
}

TEST_CASE("a profile that does not fit is told at most once a day") {
  Redesign mirror(new_markup("raised"));
  const mirror::Report first = mirror.run();
  REQUIRE(first.notices.size() == 1);
  CHECK(first.notices[0].site == "news.example");
  CHECK(first.notices[0].message.starts_with("its profile finds 0 of "));
  CHECK(has(first.notices[0].message, " words in 1 story; they are read without it"));
  CHECK(mirror.run().notices.empty());
  mirror.site.clock.advance(24h);
  CHECK(mirror.run().notices.size() == 1);
  mirror.show(known_markup("raised"));
  CHECK(mirror.run().notices.empty());
  mirror.show(new_markup("raised"));
  CHECK(mirror.run().notices.empty());
}

TEST_SUITE_END();
