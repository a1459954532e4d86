#include "listing/site_check.h"

#include <map>
#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"

using namespace newshole;
using listing::PageRole;
using listing::SiteCheck;
using listing::Verdict;
using listing::verdict_of;

namespace {

/// Knows only the pages it was given.
class GivenPages final : public fetch::Fetcher {
 public:
  explicit GivenPages(std::map<std::string, std::string> pages) : pages_(std::move(pages)) {}

  void ask(fetch::Request request, OnAnswer on_answer) override {
    ++asked;
    const auto page = pages_.find(request.url.text);
    if (page == pages_.end()) {
      on_answer(fail(ErrorKind::NotFound, "not given"));
    } else {
      on_answer(fetch::Answer(test::page(page->second, page->first)));
    }
  }
  void wait_until(const std::function<bool()>&) override {}

  int asked = 0;

 private:
  std::map<std::string, std::string> pages_;
};

constexpr const char* kFront = "https://news.example/";
constexpr const char* kOld = "https://news.example/2025/09/18/us/rain";
constexpr const char* kNew = "https://news.example/2025/09/19/tech/rates";
constexpr const char* kList =
    "<ul><li><a href='/2025/09/18/us/rain'>Rain</a><li><a href='/2025/09/19/tech/rates'>Rates</a>"
    "</ul>";
constexpr const char* kStory =
    "<h1 class=headline>Rates</h1><p class=byline>By Ann Poe</p><article>x</article>";

site::SiteProfile profile() {
  site::SiteProfile out = test::profile();
  out.front_pages = {url::parse_url(kFront).value()};
  out.article.required = {"byline"};
  return out;
}

SiteCheck check(std::map<std::string, std::string> pages,
                const site::SiteProfile& rules = profile()) {
  const SystemClock clock;
  GivenPages given(std::move(pages));
  listing::Extractor extractor(clock);
  return listing::check_site(rules, given, [&](PageRole role, const fetch::Page& page) {
    return read_page(role, page, rules, extractor);
  });
}

}  // namespace

TEST_SUITE_BEGIN("listing/site_check");

TEST_CASE("the front page and the newest story are read, and the check lists what matched") {
  const SiteCheck found = check({{kFront, kList}, {kNew, kStory}, {kOld, kStory}});
  REQUIRE(found.pages.size() == 2);
  CHECK(found.pages[0].fields.at(0).field == "stories");
  CHECK(found.pages[0].fields.at(0).origin == "li a");
  CHECK(found.pages[0].fields.at(0).value == "2, first: Rain");
  CHECK(found.pages[1].url == kNew);
  CHECK(verdict_of(found.pages[0]) == Verdict::Fits);
  CHECK(verdict_of(found.pages[1]) == Verdict::Fits);
}

TEST_CASE("a field that is required and not there breaks the profile, another does not") {
  const SiteCheck found =
      check({{kFront, kList}, {kNew, "<h1 class=headline>Rates</h1><article>x</article>"}});
  CHECK(found.pages.at(1).missing == std::vector<std::string>{"byline"});
  CHECK(verdict_of(found.pages.at(1)) == Verdict::Broken);
}

TEST_CASE("a headline that no selector finds is missing, though the title has one") {
  const SiteCheck found =
      check({{kFront, kList},
             {kNew, "<title>Rates</title><p class=byline>By Ann Poe</p><article>x</article>"}});
  CHECK(found.pages.at(1).missing == std::vector<std::string>{"headline"});
}

TEST_CASE("a front page without stories and a story without a body are broken") {
  const SiteCheck empty = check({{kFront, "<p>Nothing here.</p>"}});
  REQUIRE(empty.pages.size() == 1);
  CHECK(verdict_of(empty.pages[0]) == Verdict::Broken);
  const SiteCheck found = check({{kFront, kList}, {kNew, "<h1 class=headline>Rates</h1>"}});
  CHECK(verdict_of(found.pages.at(1)) == Verdict::Broken);
}

TEST_CASE("where the newest story is gone the next is read") {
  const SiteCheck found = check({{kFront, kList}, {kOld, kStory}});
  REQUIRE(found.pages.size() == 2);
  CHECK(found.pages[1].url == kOld);
}

TEST_CASE("a page that cannot be fetched is no fault of the profile") {
  const SiteCheck found = check({});
  REQUIRE(found.pages.size() == 1);
  CHECK(verdict_of(found.pages[0]) == Verdict::Unreachable);
}

TEST_CASE("an item is read from the front page that holds it") {
  const SystemClock clock;
  site::SiteProfile rules = profile();
  rules.stories = {};
  rules.stories.items = {test::selector("div")};
  rules.stories.headline = {test::selector("b")};
  rules.article.required = {};
  GivenPages given(std::map<std::string, std::string>{{kFront, "<div><b>Rain</b> falls.</div>"}});
  listing::Extractor extractor(clock);
  const SiteCheck found =
      listing::check_site(rules, given, [&](PageRole role, const fetch::Page& page) {
        return read_page(role, page, rules, extractor);
      });
  REQUIRE(found.pages.size() == 2);
  CHECK(found.pages[1].url == "https://news.example/#rain");
  CHECK(verdict_of(found.pages[1]) == Verdict::Fits);
  CHECK(given.asked == 1);
}

TEST_SUITE_END();
