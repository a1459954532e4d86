#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"
#include "mirror/summary.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::MadeUpSite;
using test::Names;

TEST_SUITE_BEGIN("mirror/progress");

TEST_CASE("progress says what is listed, what came, what is awaited, and how many bytes") {
  MadeUpSite site;
  site.list({test::kTwoStories[0], test::kTwoStories[1], {"/2025/09/19/tech/gone", "Gone"}});
  site.report();
  const Names& told = site.progress.told;
  REQUIRE(told.size() > 5);
  CHECK(told[0] == "began news.example");
  CHECK(told[1] == "listed 3, 3 to fetch");
  const std::size_t front =
      test::front_page_html(
          {test::kTwoStories[0], test::kTwoStories[1], {"/2025/09/19/tech/gone", "Gone"}})
          .size();
  const std::size_t rain =
      front + test::story_html("Rain expected", "Bring an umbrella on Saturday.").size();
  const std::size_t rates =
      rain + test::story_html("Rates up again", "The bank said so on Friday.").size();
  const std::string next = ", next https://news.example/2025/09/19/tech/rates, ";
  CHECK(told[2] == "fetched https://news.example/2025/09/19/tech/gone" + next +
                       std::to_string(front) + " bytes");
  CHECK(told[3] ==
        "fetched https://news.example/2025/09/18/us/rain" + next + std::to_string(rain) + " bytes");
  CHECK(told[4] == "fetched https://news.example/2025/09/19/tech/rates, next , " +
                       std::to_string(rates) + " bytes");
  CHECK(told[5].starts_with("wrote news.example/"));
}

TEST_CASE("a site's part of a run is one line, without what did not happen") {
  const mirror::SiteReport run{.site = "lite.cnn.com",
                               .listed = 100,
                               .fetched = 40,
                               .added = 20,
                               .changed = 1,
                               .gone = 3,
                               .newly_gone = 1,
                               .failing = 2,
                               .seconds = 0.84};
  CHECK(mirror::summary_of(run) ==
        "lite.cnn.com: 100 stories, 20 new, 1 changed, 1 taken down, 2 failed, 0.8 s");
  CHECK(mirror::summary_of({.site = "a.example", .listed = 1, .gone = 1, .seconds = 12.96}) ==
        "a.example: 1 story, nothing new, 13.0 s");
  CHECK(mirror::summary_of({.site = "a.example", .front_page_failed = true}) ==
        "a.example: no front page, 0.0 s");
}

TEST_CASE("stories that come, change and go are told once each") {
  MadeUpSite site;
  site.report();
  CHECK(test::sorted(site.progress.news) ==
        Names{"0 Rain expected https://news.example/2025/09/18/us/rain",
              "0 Rates up again https://news.example/2025/09/19/tech/rates"});
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank said it again.");
  site.fetcher.answer_gone("https://news.example/2025/09/18/us/rain");
  const mirror::Report report = site.report();
  CHECK(test::sorted(site.progress.news) ==
        Names{"1 Rates up again https://news.example/2025/09/19/tech/rates",
              "2 Rain expected https://news.example/2025/09/18/us/rain"});
  CHECK(report.sites.at(0).newly_gone == 1);
  const mirror::Report next = site.report();
  CHECK(next.sites.at(0).gone == 1);
  CHECK(next.sites.at(0).newly_gone == 0);
  CHECK(site.progress.news == Names{});
}

TEST_CASE("the report says what each site took") {
  MadeUpSite site;
  const site::SiteProfile other = test::made_up_profile("other.example");
  site.options.profiles.push_back(&other);
  site.fetcher.on_fetch = [&] { site.clock.advance_tick(250ms); };
  const mirror::Report report = site.report();
  REQUIRE(report.sites.size() == 2);
  CHECK(report.sites[0].traffic.requests == 3);
  CHECK(report.sites[1].traffic.requests == 1);
  CHECK(report.traffic.requests == 4);
  CHECK(report.sites[0].seconds == doctest::Approx(0.5));
  CHECK(report.sites[1].seconds == doctest::Approx(0.25));
}

TEST_SUITE_END();
