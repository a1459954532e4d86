#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"

using namespace newshole;
using namespace std::chrono_literals;
using fetch::Validators;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kFront = "https://news.example/";
constexpr const char* kRatesUrl = "https://news.example/2025/09/19/tech/rates";
constexpr const char* kRainUrl = "https://news.example/2025/09/18/us/rain";
constexpr const char* kRates = "news.example/2025/09/19/tech/rates.txt";

const Validators kFrontTag{"\"front\"", ""};
const Validators kRatesTag{"\"rates\"", "Fri, 19 Sep 2025 11:00:00 GMT"};
const Validators kRainTag{"", "Thu, 18 Sep 2025 11:00:00 GMT"};

/// A site all of whose pages have validators, mirrored an hour ago.
struct TaggedSite : MadeUpSite {
  TaggedSite() {
    fetcher.set_validators(kFront, kFrontTag);
    fetcher.set_validators(kRatesUrl, kRatesTag);
    fetcher.set_validators(kRainUrl, kRainTag);
    report();
    fetcher.take_requests();
    clock.advance(1h);
  }

  /// The validators that the next run sends with the request for this page.
  Validators sent_for(const std::string& url) {
    fetcher.take_requests();
    report();
    for (const fetch::Request& request : fetcher.take_requests()) {
      if (request.url.text == url) return request.validators;
    }
    FAIL("not asked for");
    return {};
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/validators");

TEST_CASE("a first run sends no validators, the next those that the site gave") {
  MadeUpSite site;
  site.fetcher.set_validators(kRatesUrl, kRatesTag);
  site.report();
  for (const fetch::Request& request : site.fetcher.take_requests()) {
    CHECK(request.validators == Validators{});
  }
  site.clock.advance(1h);
  site.report();
  const auto requests = site.fetcher.take_requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].validators == Validators{});
  CHECK(requests[1].validators == kRatesTag);
  CHECK(requests[2].validators == Validators{});
}

TEST_CASE("a run in which nothing is modified changes no file and costs no page") {
  TaggedSite site;
  const auto before = test::files_below(site.root());
  const auto bytes = site.fetcher.traffic().bytes_on_the_wire;
  const mirror::Report report = site.report();
  CHECK(report.traffic.not_modified == 3);
  CHECK(report.traffic.bytes_on_the_wire == bytes);
  CHECK(report.failures.empty());
  CHECK(report.files_written.empty());
  CHECK(report.sites.at(0).listed == 2);
  CHECK(report.sites.at(0).fetched == 2);
  CHECK(report.sites.at(0).unchanged == 2);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a story that is not modified counts as looked at") {
  TaggedSite site;
  site.clock.advance(3h);
  site.report();
  site.fetcher.take_asked();
  site.clock.advance(30min);
  CHECK(site.report().sites.at(0).fetched == 0);
}

TEST_CASE("stories are asked for in the front page's order, even if it is not modified") {
  TaggedSite site;
  site.list({test::kTwoStories[1], test::kTwoStories[0]});
  site.fetcher.set_validators(kFront, {"\"other order\"", ""});
  site.report();
  CHECK(site.fetcher.take_asked() == Names{kFront, kRainUrl, kRatesUrl});
  site.clock.advance(10min);
  CHECK(site.report().traffic.not_modified == 2 + 3);
  CHECK(site.fetcher.take_asked() == Names{kFront, kRainUrl, kRatesUrl});
}

TEST_CASE("a front page and its stories are asked for with the hosts that they may be on") {
  TaggedSite site;
  site.report();
  const auto requests = site.fetcher.take_requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].hosts == Names{"news.example"});
  CHECK(requests[1].hosts == Names{"news.example"});
}

TEST_CASE("a story that never came is asked for again below a front page that is not modified") {
  MadeUpSite site;
  site.fetcher.set_validators(kFront, kFrontTag);
  site.remove_story("/2025/09/18/us/rain");
  CHECK(site.report().failures.size() == 1);
  site.set_story("/2025/09/18/us/rain", "Rain expected", "It rained.");
  CHECK(site.report().sites.at(0).added == 1);
  CHECK(has(test::read(site.root() / "news.example/gophermap"),
            "0Rates up again\t/news.example/2025/09/19/tech/rates.txt\thole.example\t70\n"
            "i    Tech, 1 min\tErr\thole.example\t70\n"
            "0Rain expected\t/news.example/2025/09/18/us/rain.txt\thole.example\t70\n"));
}

TEST_CASE("a modified story below a front page that is not modified is written") {
  TaggedSite site;
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it.");
  site.fetcher.set_validators(kRatesUrl, {"\"denied\"", ""});
  CHECK(site.report().sites.at(0).changed == 1);
  CHECK(has(test::read(site.root() / kRates), "The bank denied it."));
  site.clock.advance(1h);
  CHECK(site.sent_for(kRatesUrl) == Validators{"\"denied\"", ""});
}

TEST_CASE("a new headline of a story that is not modified is in the menus") {
  TaggedSite site;
  site.list({{"/2025/09/19/tech/rates", "Rates up once more"}, test::kTwoStories[1]});
  site.fetcher.set_validators(kFront, {"\"retitled\"", ""});
  CHECK(site.report().sites.at(0).unchanged == 2);
  CHECK(has(test::read(site.root() / "news.example/gophermap"), "0Rates up once more\t"));
  CHECK(has(test::read(site.root() / "news.example/sections/tech/gophermap"),
            "0Rates up once more\t"));
}

TEST_CASE("a story whose file is gone is asked for whole") {
  TaggedSite site;
  std::filesystem::remove(site.root() / kRates);
  CHECK(site.sent_for(kRatesUrl) == Validators{});
  CHECK(has(test::read(site.root() / kRates), "The bank said so on Friday."));
}

TEST_CASE("with another layout nothing is asked for whole: the mirror knows the stories") {
  TaggedSite site;
  site.options.config.editions.front().width = 60;
  CHECK(site.report().sites.at(0).rebuilt == 2);
  const auto requests = site.fetcher.take_requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].validators == kFrontTag);
  CHECK(requests[1].validators == kRatesTag);
}

TEST_CASE("with another profile all is asked for whole, until it came") {
  TaggedSite site;
  site::SiteProfile edited = test::made_up_profile("news.example");
  edited.revision = 1;
  site.options.profiles = {&edited};
  site.remove_story("/2025/09/18/us/rain");
  site.report();
  site.fetcher.take_requests();
  site.set_story("/2025/09/18/us/rain", "Rain expected", "Bring an umbrella on Saturday.");
  site.report();
  const auto requests = site.fetcher.take_requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].validators == kFrontTag);
  CHECK(requests[1].validators == kRatesTag);
  CHECK(requests[2].validators == Validators{});
}

TEST_CASE("with another profile all is asked for whole") {
  TaggedSite site;
  site::SiteProfile edited = test::made_up_profile("news.example");
  edited.revision = 1;
  site.options.profiles = {&edited};
  site.report();
  for (const fetch::Request& request : site.fetcher.take_requests()) {
    CHECK(request.validators == Validators{});
  }
}

TEST_CASE("a page without stories leaves the validators of the one before") {
  TaggedSite site;
  site.fetcher.set(kFront, "<!doctype html><title>Maintenance</title>");
  site.fetcher.set_validators(kFront, {"\"maintenance\"", ""});
  CHECK(site.report().sites.at(0).front_page_failed);
  CHECK(site.sent_for(kFront) == kFrontTag);
}

TEST_CASE("a page that is no story leaves the validators of the story") {
  TaggedSite site;
  site.fetcher.set(kRatesUrl, "<!doctype html><title>Are you a robot?</title><div></div>");
  site.fetcher.set_validators(kRatesUrl, {"\"robot\"", ""});
  CHECK(site.report().failures.size() == 1);
  CHECK(site.sent_for(kRatesUrl) == kRatesTag);
}

TEST_CASE("a site that stops giving validators gets none sent") {
  TaggedSite site;
  site.fetcher.set_validators(kFront, {});
  site.fetcher.set_validators(kRatesUrl, {});
  site.report();
  site.fetcher.take_requests();
  site.report();
  const auto requests = site.fetcher.take_requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].validators == Validators{});
  CHECK(requests[1].validators == Validators{});
  CHECK(requests[2].validators == kRainTag);
}

TEST_CASE("each of two front pages has a list of its own") {
  MadeUpSite site;
  site::SiteProfile two = test::made_up_profile("news.example");
  two.front_pages.push_back(*url::parse_url("https://news.example/us"));
  site.options.profiles = {&two};
  site.list({test::kTwoStories[0]});
  site.fetcher.set("https://news.example/us", test::front_page_html({test::kTwoStories[1]}));
  site.fetcher.set_validators(kFront, kFrontTag);
  site.fetcher.set_validators("https://news.example/us", {"\"us\"", ""});
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/new", "A new one", "Text of the new one.");
  site.list({{"/2025/09/19/tech/new", "A new one"}});
  site.fetcher.set_validators(kFront, {"\"new\"", ""});
  const mirror::Report report = site.report();
  CHECK(report.traffic.not_modified == 1);
  CHECK(report.sites.at(0).listed == 2);
  const std::string menu = test::read(site.root() / "news.example/gophermap");
  CHECK(menu.find("0* A new one\t") < menu.find("0Rain expected\t"));
  CHECK_FALSE(has(menu, "Rates up again"));
}

TEST_CASE("a raised limit brings the stories that the front page listed all along") {
  MadeUpSite site;
  site.fetcher.set_validators(kFront, kFrontTag);
  site.options.config.story_limit = 1;
  CHECK(site.report().sites.at(0).listed == 1);
  site.options.config.story_limit = 0;
  const mirror::Report report = site.report();
  CHECK(report.traffic.not_modified == 1);
  CHECK(report.sites.at(0).listed == 2);
  CHECK(report.sites.at(0).added == 1);
}

TEST_SUITE_END();
