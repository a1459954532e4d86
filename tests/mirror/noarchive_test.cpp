// Stories whose pages say "noarchive": shown while their site lists them, and not kept.

#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "older_state.h"
#include "store/database.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::front_menu;
using test::has;
using test::kRain;
using test::kRates;
using test::kTwoStories;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kUrl = "https://news.example/2025/09/19/tech/rates";

void list_rain_only(MadeUpSite& site) {
  site.list({{"/2025/09/18/us/rain", "Rain expected"}});
}

bool has_rates(const MadeUpSite& site) {
  return std::filesystem::exists(site.root() / kRates);
}

void check_nothing_left(const MadeUpSite& site) {
  for (const std::string& name : test::names_below(site.root())) {
    CAPTURE(name);
    CHECK_FALSE(has(name, "tech"));
    CHECK_FALSE(has(test::read(site.root() / name), "Rates up again"));
  }
}

/// What was asked for in the run.
Names asked_in_run(MadeUpSite& site) {
  site.fetcher.take_asked();
  site.report();
  return test::sorted(site.fetcher.take_asked());
}

}  // namespace

TEST_SUITE_BEGIN("mirror/noarchive");

TEST_CASE("a story that says noarchive is shown while it is listed, and goes when it is not") {
  MadeUpSite site;
  site.fetcher.say_no_archive(kUrl);
  site.report();
  CHECK(has_rates(site));
  CHECK(has(front_menu(site), "Rates up again"));
  site.clock.advance(48h);
  site.report();
  CHECK(has_rates(site));
  list_rain_only(site);
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).removed == 1);
  check_nothing_left(site);
  CHECK(std::filesystem::exists(site.root() / kRain));
}

TEST_CASE("a story that says nothing stays when it is not listed") {
  MadeUpSite site;
  site.report();
  list_rain_only(site);
  CHECK(site.report().sites.at(0).removed == 0);
  CHECK(has_rates(site));
}

TEST_CASE("a kept story follows when its page, with the same text, begins to say so") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.fetcher.say_no_archive(kUrl);
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).changed == 0);
  CHECK(report.files_written.empty());
  list_rain_only(site);
  site.report();
  check_nothing_left(site);
}

TEST_CASE("a story whose page ends to say so stays") {
  MadeUpSite site;
  site.fetcher.say_no_archive(kUrl);
  site.report();
  site.clock.advance(1h);
  site.fetcher.say_nothing(kUrl);
  CHECK(site.report().files_written.empty());
  list_rain_only(site);
  site.report();
  CHECK(has_rates(site));
}

TEST_CASE("a front page that cannot be read takes no story that is not to be kept") {
  MadeUpSite site;
  site.fetcher.say_no_archive(kUrl);
  site.report();
  site.fetcher.remove("https://news.example/");
  site.report();
  CHECK(has_rates(site));
  CHECK(has(front_menu(site), "Rates up again"));
}

TEST_CASE("an operator may keep such stories, and end to") {
  MadeUpSite site;
  site.options.config.noarchive = config::NoArchive::Keep;
  site.fetcher.say_no_archive(kUrl);
  site.report();
  list_rain_only(site);
  site.report();
  CHECK(has_rates(site));
  site.options.config.noarchive = config::NoArchive::Show;
  site.report();
  check_nothing_left(site);
}

TEST_CASE("an operator may omit such stories, which are asked for once while they are listed") {
  MadeUpSite site;
  site.options.config.noarchive = config::NoArchive::Omit;
  site.fetcher.say_no_archive(kUrl);
  const mirror::Report first = site.report();
  CHECK(first.failures.empty());
  CHECK(first.sites.at(0).added == 1);
  check_nothing_left(site);
  site.clock.advance(1h);
  CHECK(asked_in_run(site) ==
        Names{"https://news.example/", "https://news.example/2025/09/18/us/rain"});
  list_rain_only(site);
  site.report();
  site.list(kTwoStories);
  CHECK(asked_in_run(site).size() == 3);
  check_nothing_left(site);
  site.options.config.noarchive = config::NoArchive::Show;
  site.report();
  CHECK(has_rates(site));
}

TEST_CASE("stories that were shown go when the operator begins to omit them, listed or not") {
  MadeUpSite site;
  site.fetcher.say_no_archive(kUrl);
  site.report();
  site.options.config.noarchive = config::NoArchive::Omit;
  CHECK(site.report().failures.empty());
  check_nothing_left(site);
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a mirror whose every story is omitted names none, and no file is left") {
  MadeUpSite site;
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}});
  site.fetcher.say_no_archive(kUrl);
  site.report();
  site.options.config.noarchive = config::NoArchive::Omit;
  site.report();
  check_nothing_left(site);
}

TEST_CASE("a mirror of before there was a noarchive is read as it is") {
  MadeUpSite site;
  site.report();
  {
    auto state = store::Database::open(site.root() / ".newshole/state.sqlite");
    REQUIRE(state);
    REQUIRE(state->execute(test::kToVersion4.c_str()));
  }
  const auto before = test::files_below(site.root());
  CHECK(site.report().failures.empty());
  CHECK(test::files_below(site.root()) == before);
  site.clock.advance(1h);
  site.fetcher.say_no_archive(kUrl);
  site.report();
  list_rain_only(site);
  site.report();
  check_nothing_left(site);
}

TEST_SUITE_END();
