#include <chrono>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::MadeUpSite;

TEST_SUITE_BEGIN("mirror/last_success");

TEST_CASE("a run whose front page came is a success, also where a story failed or nothing is new") {
  MadeUpSite site;
  site.remove_story("/2025/09/18/us/rain");
  CHECK(site.report().sites.at(0).last_success == site.clock.now());
  site.clock.advance(1h);
  CHECK(site.report().sites.at(0).last_success == site.clock.now());
}

TEST_CASE("a failed run does not take back the last success") {
  MadeUpSite site;
  const UtcTime success = site.clock.now();
  site.report();
  site.clock.advance(1h);
  site.fetcher.remove("https://news.example/");
  CHECK(site.report().sites.at(0).last_success == success);
}

TEST_CASE("a site whose front page never came has no last success") {
  MadeUpSite site;
  site.fetcher.remove("https://news.example/");
  CHECK_FALSE(site.report().sites.at(0).last_success.has_value());
}

TEST_SUITE_END();
