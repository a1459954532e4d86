#include "mirror/stages/plan.h"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using mirror::Files;
using mirror::Listed;
using mirror::PageToAsk;
using mirror::Plan;

namespace {

const UtcTime kNow = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + 12h;
const mirror::Rules kRules{{.layout = 1, .menu_layout = 2, .rules = 3}, {"news.example"}};

Listed new_story(const std::string& url) {
  Listed listed;
  listed.story = {.url = url::parse_url("https://news.example/" + url).value(),
                  .headline = "Rates up"};
  listed.path = "news.example/" + url + ".txt";
  return listed;
}

// A story known since `age`, fetched `since` ago, under the headline it is listed with.
Listed known(const std::string& url, std::chrono::seconds age, std::chrono::seconds since) {
  Listed listed = new_story(url);
  listed.before = store::StoryRecord{.url = listed.story.url.text,
                                     .path = listed.path,
                                     .headline = "Rates up",
                                     .content = 7,
                                     .first_seen = kNow - age,
                                     .last_fetched = kNow - since,
                                     .layout = 1,
                                     .rules = 3,
                                     .validators = {.etag = "\"1\"", .last_modified = {}}};
  return listed;
}
Listed old(const std::string& url) {
  return known(url, 24h * 30, 1min);
}

Plan plan(const std::vector<Listed>& stories) {
  return mirror::plan(stories, kRules, kNow);
}

// The pages asked for, with the number of their stories.
std::vector<std::string> pages_of(const std::vector<Listed>& stories) {
  std::vector<std::string> pages;
  for (const PageToAsk& page : plan(stories).pages) {
    pages.push_back(page.request.url.text.substr(std::string("https://news.example/").size()) +
                    " " + std::to_string(page.stories.size()));
  }
  return pages;
}

bool is_fetched(const Listed& listed) {
  return plan({listed}).stories == 1;
}
bool is_fetched(std::chrono::seconds age, std::chrono::seconds since) {
  return is_fetched(known("a", age, since));
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE_BEGIN("mirror/plan");

TEST_CASE("a new story is fetched") {
  CHECK(is_fetched(new_story("a")));
}

TEST_CASE("a changed headline is fetched whatever its age") {
  Listed listed = old("a");
  listed.story.headline = "Rates down";
  CHECK(is_fetched(listed));
}

TEST_CASE("a story marked to be fetched again is fetched whatever its age") {
  Listed listed = old("a");
  listed.before->last_fetched.reset();
  CHECK(is_fetched(listed));
}

TEST_CASE("a story whose file is missing is fetched whole whatever its age") {
  Listed listed = old("a");
  listed.files = Files::Missing;
  REQUIRE(is_fetched(listed));
  CHECK(plan({listed}).pages[0].request.validators == fetch::Validators{});
}

TEST_CASE("a story of another layout or profile is fetched whole whatever its age") {
  for (const auto version : {&store::StoryRecord::layout, &store::StoryRecord::rules}) {
    Listed listed = old("a");
    (*listed.before).*version = 9;
    REQUIRE(is_fetched(listed));
    CHECK(plan({listed}).pages[0].request.validators == fetch::Validators{});
  }
}

TEST_CASE("a story younger than two hours is fetched in each run") {
  CHECK(is_fetched(1h + 59min, 0s));
  CHECK_FALSE(is_fetched(2h, 0s));
}

TEST_CASE("within twelve hours a story is fetched each hour") {
  CHECK(is_fetched(3h, 60min));
  CHECK_FALSE(is_fetched(3h, 54min));
}

TEST_CASE("within two days a story is fetched each six hours") {
  CHECK(is_fetched(12h, 6h));
  CHECK_FALSE(is_fetched(12h, 5h));
}

TEST_CASE("within a week a story is fetched each day") {
  CHECK(is_fetched(48h, 24h));
  CHECK_FALSE(is_fetched(48h, 23h));
}

TEST_CASE("a story older than a week is not fetched any more") {
  CHECK(is_fetched(24h * 7 - 1s, 24h));
  CHECK_FALSE(is_fetched(24h * 7, 24h * 6));
}

TEST_CASE("a run that starts some minutes early does not skip an hour") {
  CHECK(is_fetched(3h, 55min));
}

TEST_CASE("a story that was last fetched in the future is fetched, since the clock was set back") {
  CHECK(is_fetched(24h * 30, -24h));
  CHECK_FALSE(is_fetched(24h * 30, -1min));
}

TEST_CASE("stories are asked for in the order of the front page") {
  CHECK(pages_of({new_story("a"), old("b"), new_story("c")}) == Names{"a 1", "c 1"});
}

TEST_CASE("a known story is asked for with the validators of its copy, and with the site's hosts") {
  const Plan planned = plan({known("a", 1h, 1h)});
  REQUIRE(planned.pages.size() == 1);
  CHECK(planned.pages[0].request.validators.etag == "\"1\"");
  CHECK(planned.pages[0].request.hosts == Names{"news.example"});
  CHECK(planned.pages[0].may_be_not_modified);
}

TEST_CASE("a story is asked for with the site's pause, whatever its host") {
  mirror::Rules rules = kRules;
  CHECK_FALSE(mirror::plan(std::vector{new_story("a")}, rules, kNow).pages[0].request.pause);
  rules.pause = 7s;
  CHECK(mirror::plan(std::vector{new_story("a")}, rules, kNow).pages[0].request.pause == 7s);
}

TEST_CASE("stories that are items of a page are asked for with one request") {
  const Plan planned = plan({new_story("p#a"), new_story("q"), new_story("p#b"), old("p#c")});
  CHECK(planned.stories == 3);
  CHECK(pages_of({new_story("p#a"), new_story("q"), new_story("p#b")}) == Names{"p 2", "q 1"});
  CHECK(planned.pages[0].kind == PageToAsk::Kind::Items);
  CHECK(planned.pages[1].kind == PageToAsk::Kind::Story);
  CHECK(planned.pages[0].stories[1].index == 2);
}

TEST_CASE("a page of several items is asked for whole, since one copy may be older than another") {
  const Plan planned = plan({known("p#a", 1h, 1h), known("p#b", 1h, 1h)});
  REQUIRE(planned.pages.size() == 1);
  CHECK(planned.pages[0].request.validators == fetch::Validators{});
  CHECK(planned.pages[0].may_be_not_modified);
}

TEST_CASE("that a page of items is not modified is not enough for one that is new or held") {
  CHECK_FALSE(plan({known("p#a", 1h, 1h), new_story("p#b")}).pages[0].may_be_not_modified);
  Listed held = known("p#b", 1h, 1h);
  held.before->held = kNow - 1h;
  CHECK_FALSE(plan({known("p#a", 1h, 1h), held}).pages[0].may_be_not_modified);
}

TEST_CASE("a story is settled only if all that is listed of it is what the mirror has") {
  const auto is_settled = [](const Listed& listed) {
    return mirror::known_text(listed, kRules).is_settled;
  };
  CHECK(is_settled(old("a")));
  CHECK_FALSE(is_settled(new_story("a")));
  Listed other = old("a");
  other.story.headline = "Rates down";
  CHECK_FALSE(is_settled(other));
  other = old("a");
  other.story.section = "Money";
  CHECK_FALSE(is_settled(other));
  other = old("a");
  other.story.date = std::chrono::year(2025) / 9 / 1;
  CHECK_FALSE(is_settled(other));
  other = old("a");
  other.path = "news.example/b.txt";
  CHECK_FALSE(is_settled(other));
  other = old("a");
  other.before->gone = kNow;
  CHECK_FALSE(is_settled(other));
  other = old("a");
  other.before->held = kNow;
  CHECK_FALSE(is_settled(other));
}

TEST_SUITE_END();
