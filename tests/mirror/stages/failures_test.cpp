#include "mirror/stages/failures.h"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/metrics.h"

using namespace newshole;
using namespace std::chrono_literals;
using mirror::Gravity;
using mirror::Retry;
using test::front_menu;
using test::has;
using test::MadeUpSite;

namespace {

const UtcTime kNoon = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + 12h;
constexpr const char* kRainPath = "/2025/09/18/us/rain";
const std::string kRainUrl = "https://news.example/2025/09/18/us/rain";
const std::string kFrontPage = "https://news.example/";

store::FailureRecord told(const std::string& words, UtcTime first, UtcTime last) {
  return {.headline = "Rain", .told = words, .first_failed = first, .last_told = last, .rules = 7};
}

Retry retry_after(std::chrono::seconds failing, std::chrono::seconds since_last) {
  mirror::Listed listed;
  listed.story.headline = "Rain";
  const mirror::Rules rules{.current = {.rules = 7}, .hosts = {}};
  store::FailureRecord known = told("timeout", kNoon - failing, kNoon);
  known.last_tried = kNoon - since_last;
  return mirror::retry_of(known, listed, rules, kNoon);
}

/// Its pages come from the site, not from a folder.
void ask_the_site(MadeUpSite& site) {
  site.options.source = mirror::PageSource::Sites;
  site.options.config.network.robots = config::RobotsPolicy::Ignore;
}

/// Lists so many stories and, second, one about rain.
void list_stories(MadeUpSite& site, int count) {
  std::vector<test::LinkToStory> links;
  for (int i = 0; i < count; ++i) {
    const std::string path = "/2025/09/19/tech/story-" + std::to_string(i);
    links.push_back({path, "Story " + std::to_string(i)});
    site.set_story(path, "Story " + std::to_string(i), "Text " + std::to_string(i));
  }
  links.insert(links.begin() + 1, {kRainPath, "Rain expected"});
  site.list(links);
}

Gravity only_gravity(const mirror::Report& report) {
  REQUIRE(report.failures.size() == 1);
  return report.failures.front().gravity;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/failures");

TEST_CASE("a failure is news when its cause is, and once more after a day") {
  const store::FailureRecord fresh = told("timeout", kNoon - 23h, kNoon - 23h);
  CHECK_FALSE(mirror::is_news(fresh, "timeout", kNoon));
  CHECK(mirror::is_news(fresh, "http-status-404", kNoon));
  const store::FailureRecord old = told("timeout http-status-404", kNoon - 24h, kNoon - 20h);
  CHECK(mirror::is_news(old, "timeout", kNoon));
  CHECK(mirror::is_news(old, "http-status-404", kNoon));
  const store::FailureRecord reminded = told("timeout", kNoon - 240h, kNoon - 216h);
  CHECK_FALSE(mirror::is_news(reminded, "timeout", kNoon));
  CHECK(mirror::is_news(reminded, "tls", kNoon));
  CHECK(mirror::is_news(reminded, "time", kNoon));
}

TEST_CASE("a cause is a word, with the status where there is one") {
  CHECK(mirror::cause_word({ErrorKind::HttpStatus, "answered 404", 404}) == "http-status-404");
  CHECK(mirror::cause_word({ErrorKind::Timeout, "x"}) == "timeout");
}

TEST_CASE("a story that fails is tried in each run at first, and then less and less") {
  CHECK(retry_after(1h, 20min) == Retry::Due);
  CHECK(retry_after(3h, 20min) == Retry::Resting);
  CHECK(retry_after(3h, 1h) == Retry::Due);
  CHECK(retry_after(24h, 5h) == Retry::Resting);
  CHECK(retry_after(24h, 6h) == Retry::Due);
  CHECK(retry_after(24h * 100, 24h * 6) == Retry::Resting);
  CHECK(retry_after(24h * 100, 24h * 7) == Retry::Due);
  CHECK(retry_after(24h * 100, -1h) == Retry::Due);
}

TEST_CASE("a failed story of many is minor once, then known, and the front page leads to the web") {
  MadeUpSite site;
  list_stories(site, 9);
  site.remove_story(kRainPath);
  const mirror::Report first = site.report();
  CHECK(only_gravity(first) == Gravity::Minor);
  CHECK_FALSE(first.failures.front().since);
  CHECK(first.sites.at(0).failing == 1);
  const std::string menu = front_menu(site);
  CHECK(has(menu, "hRain expected (on the web)\tURL:" + kRainUrl + "\t"));
  CHECK(menu.find("Story 0") < menu.find("Rain expected"));
  CHECK(menu.find("Rain expected") < menu.find("Story 1"));
  const auto before = test::files_below(site.root());
  site.clock.advance(20min);
  const mirror::Report second = site.report();
  CHECK(only_gravity(second) == Gravity::Known);
  CHECK(second.failures.front().since == site.clock.now() - 20min);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE(
    "a failed story rests, stays on the front page meanwhile, and takes its place once it comes") {
  MadeUpSite site;
  ask_the_site(site);
  list_stories(site, 9);
  site.remove_story(kRainPath);
  site.report();
  site.clock.advance(3h);
  CHECK(site.report().failures.size() == 1);
  const auto before = test::files_below(site.root());
  site.clock.advance(20min);
  site.fetcher.take_asked();
  site.set_story(kRainPath, "Rain expected", "It rained.");
  const mirror::Report resting = site.report();
  CHECK(resting.failures.empty());
  CHECK(resting.sites.at(0).failing == 1);
  CHECK_FALSE(site.fetcher.take_asked().empty());
  CHECK(test::files_below(site.root()) == before);
  site.clock.advance(1h);
  const mirror::Report came = site.report();
  CHECK(came.sites.at(0).added == 1);
  CHECK(came.sites.at(0).failing == 0);
  const std::string menu = front_menu(site);
  CHECK(has(menu, "0* Rain expected\t"));
  CHECK(menu.find("Rain expected") < menu.find("Story 1"));
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
}

TEST_CASE(
    "a story that may come soon is not linked on the web before it has failed for two hours") {
  MadeUpSite site;
  list_stories(site, 9);
  site.fetcher.set_error(kRainUrl, {ErrorKind::HttpStatus, "answered 503", 503});
  site.report();
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
  site.clock.advance(2h);
  site.report();
  CHECK(has(front_menu(site), "hRain expected (on the web)\t"));
}

TEST_CASE("stories of which many fail are not linked on the web before two hours either") {
  MadeUpSite site;
  list_stories(site, 3);
  site.remove_story(kRainPath);
  site.report();
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
  site.clock.advance(2h);
  site.report();
  CHECK(has(front_menu(site), "hRain expected (on the web)\t"));
}

TEST_CASE("who asks for a site by its name has its failed stories tried at once") {
  MadeUpSite site;
  ask_the_site(site);
  list_stories(site, 9);
  site.remove_story(kRainPath);
  site.report();
  site.clock.advance(3h);
  site.report();
  site.set_story(kRainPath, "Rain expected", "It rained.");
  site.options.visit = mirror::Visit::Now;
  CHECK(site.report().sites.at(0).added == 1);
}

TEST_CASE("another cause is told, and what lasts a day is told once more") {
  MadeUpSite site;
  list_stories(site, 9);
  site.remove_story(kRainPath);
  site.report();
  site.clock.advance(1h);
  site.fetcher.answer_gone(kRainUrl);
  CHECK(only_gravity(site.report()) == Gravity::Minor);
  site.clock.advance(24h);
  CHECK(only_gravity(site.report()) == Gravity::Minor);
  site.clock.advance(72h);
  CHECK(only_gravity(site.report()) == Gravity::Known);
}

TEST_CASE("a failed story that is listed no more is forgotten") {
  MadeUpSite site;
  list_stories(site, 9);
  site.remove_story(kRainPath);
  site.report();
  site.list({{"/2025/09/19/tech/story-1", "Story 1"}});
  CHECK(site.report().failures.empty());
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
  list_stories(site, 9);
  CHECK(only_gravity(site.report()) == Gravity::Minor);
}

TEST_CASE("stories that fail are serious where they are more than a fifth of the list") {
  MadeUpSite site;
  list_stories(site, 3);
  site.remove_story(kRainPath);
  CHECK(only_gravity(site.report()) == Gravity::Serious);
  CHECK(only_gravity(site.report()) == Gravity::Known);
}

TEST_CASE("a front page that fails is told once, again when its cause changes, and after a day") {
  MadeUpSite site;
  site.report();
  site.fetcher.set_error(kFrontPage, {ErrorKind::Timeout, "no answer"});
  CHECK(only_gravity(site.report()) == Gravity::Serious);
  CHECK(only_gravity(site.report()) == Gravity::Known);
  site.fetcher.set_error(kFrontPage, {ErrorKind::HttpStatus, "answered 503", 503});
  CHECK(only_gravity(site.report()) == Gravity::Serious);
  site.fetcher.set_error(kFrontPage, {ErrorKind::Timeout, "no answer"});
  CHECK(only_gravity(site.report()) == Gravity::Known);
  site.clock.advance(24h);
  CHECK(only_gravity(site.report()) == Gravity::Serious);
  site.clock.advance(24h);
  CHECK(only_gravity(site.report()) == Gravity::Known);
}

TEST_CASE("a front page that came in between is told again") {
  MadeUpSite site;
  site.fetcher.remove(kFrontPage);
  CHECK(only_gravity(site.report()) == Gravity::Serious);
  site.list(test::kTwoStories);
  CHECK(site.report().failures.empty());
  site.fetcher.remove(kFrontPage);
  CHECK(only_gravity(site.report()) == Gravity::Serious);
}

TEST_CASE("a dry run tells what was told before, and remembers nothing") {
  MadeUpSite site;
  list_stories(site, 9);
  site.remove_story(kRainPath);
  site.options.mode = mirror::Mode::DryRun;
  CHECK(only_gravity(site.report()) == Gravity::Minor);
  site.options.mode = mirror::Mode::Publish;
  CHECK(only_gravity(site.report()) == Gravity::Minor);
  site.options.mode = mirror::Mode::DryRun;
  CHECK(only_gravity(site.report()) == Gravity::Minor);
}

TEST_CASE("while a front page fails the stories that it listed and that failed stay linked") {
  MadeUpSite site;
  site::SiteProfile two = test::made_up_profile("news.example");
  two.front_pages.push_back(*url::parse_url("https://news.example/us"));
  site.options.profiles = {&two};
  list_stories(site, 9);
  site.fetcher.set("https://news.example/us",
                   test::front_page_html({{"/2025/09/19/us/video", "A video"}}));
  site.report();
  REQUIRE(has(front_menu(site), "hA video (on the web)\t"));
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.fetcher.set_error("https://news.example/us", {ErrorKind::Timeout, "no answer"});
  site.report();
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a failing story whose copy is lost leaves the menus at once, however long it rests") {
  MadeUpSite site;
  ask_the_site(site);
  list_stories(site, 9);
  site.set_story(kRainPath, "Rain expected", "It rained.");
  site.report();
  site.clock.advance(24h);
  site.fetcher.set_error(kRainUrl, {ErrorKind::HttpStatus, "answered 500", 500});
  for (int hour = 0; hour < 5; ++hour) {
    site.clock.advance(1h);
    site.report();
  }
  std::filesystem::remove(site.root() / "news.example/2025/09/18/us/rain.txt");
  site.clock.advance(1min);
  site.report();
  CHECK_FALSE(has(front_menu(site), "0Rain expected\t"));
  CHECK_FALSE(has(test::read(site.root() / "news.example/sections/us/gophermap"), "Rain expected"));
}

TEST_CASE("a hostile headline of a failed story is one item that leads to the web") {
  MadeUpSite site;
  list_stories(site, 9);
  site.list({{"/2025/09/19/tech/story-1", "Story 1"},
             {"/2025/09/19/tech/story-2", "Story 2"},
             {"/2025/09/19/tech/story-3", "Story 3"},
             {"/2025/09/19/tech/story-4", "Story 4"},
             {"/2025/09/19/us/video", "x&#9;/etc/passwd&#10;1evil&#9;/&#9;evil.example&#9;70"}});
  site.report();
  CHECK(has(front_menu(site),
            "\nhx /etc/passwd 1evil / evil.example 70 (on the web)\t"
            "URL:https://news.example/2025/09/19/us/video\t"));
}

TEST_SUITE_END();
