#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"

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
