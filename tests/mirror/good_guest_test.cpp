#include <algorithm>
#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kFront = "https://news.example/";
constexpr const char* kMoved = "https://news.example/new";
constexpr const char* kRatesUrl = "https://news.example/2025/09/19/tech/rates";
constexpr const char* kRainUrl = "https://news.example/2025/09/18/us/rain";

/// A site that says how it is to be asked.
struct GuestSite : MadeUpSite {
  GuestSite() {
    options.source = mirror::PageSource::Sites;
    options.config.network.robots = config::RobotsPolicy::Ignore;
  }
  mirror::Report after(std::chrono::seconds time) {
    clock.advance(time);
    fetcher.take_requests();
    mirror::Report told = report();
    asked = fetcher.take_asked();
    return told;
  }
  [[nodiscard]] bool has_asked(const std::string& url = kFront) const {
    return std::ranges::find(asked, url) != asked.end();
  }
  /// A run each day. Gives how many said something.
  int days(int count) {
    int notices = 0;
    for (int day = 0; day < count; ++day) notices += static_cast<int>(after(24h).notices.size());
    return notices;
  }

  Names asked;
};

struct FreshSite : GuestSite {
  FreshSite() {
    fetcher.set_max_age(kFront, 1h);
    report();
  }
};

std::string feed_of(const std::string& about, const std::string& slug) {
  return "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
         "<title>News</title>" +
         about + "<item><title>One of " + slug + "</title><link>https://news.example/2025/09/19/" +
         slug + "</link></item></channel></rss>";
}

void serve_story(GuestSite& site, const std::string& slug) {
  site.set_story("/2025/09/19/" + slug, "One of " + slug, "A text of " + slug + ".");
}

}  // namespace

TEST_SUITE_BEGIN("mirror/good_guest");

TEST_CASE("a front page that is fresh is not asked for, and lists what it did") {
  FreshSite site;
  const auto before = test::files_below(site.root());
  const mirror::Report report = site.after(30min);
  CHECK_FALSE(site.has_asked());
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).listed == 2);
  CHECK_FALSE(report.sites.at(0).front_page_failed);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("stories below a front page that is left alone are looked at as ever") {
  FreshSite site;
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it.");
  CHECK(site.after(30min).sites.at(0).changed == 1);
  CHECK(site.asked == Names{kRatesUrl, kRainUrl});
}

TEST_CASE("a story that did not come is asked for again below a front page that is left alone") {
  GuestSite site;
  site.fetcher.set_max_age(kFront, 1h);
  site.remove_story("/2025/09/18/us/rain");
  CHECK(site.report().failures.size() == 1);
  site.set_story("/2025/09/18/us/rain", "Rain expected", "It rained.");
  CHECK(site.after(10min).sites.at(0).added == 1);
  CHECK_FALSE(site.has_asked());
}

TEST_CASE("a front page whose rest is over is asked for") {
  FreshSite site;
  site.after(30min);
  site.after(26min);
  CHECK(site.has_asked());
}

TEST_CASE("a front page that is fresh for a minute, as many are, is asked for in each run") {
  GuestSite site;
  site.fetcher.set_max_age(kFront, 1min);
  site.report();
  site.after(10s);
  CHECK(site.has_asked());
}

TEST_CASE("a page that was not modified rests from then on") {
  FreshSite site;
  site.fetcher.set_validators(kFront, {"\"1\"", ""});
  CHECK(site.after(1h).traffic.not_modified == 0);
  CHECK(site.after(1h).traffic.not_modified == 1);
  site.after(50min);
  CHECK_FALSE(site.has_asked());
}

TEST_CASE("who names the site gets its front page asked for") {
  FreshSite site;
  site.options.visit = mirror::Visit::Now;
  site.after(1min);
  CHECK(site.has_asked());
  site.options.visit = mirror::Visit::Due;
  site.after(1min);
  CHECK_FALSE(site.has_asked());
}

TEST_CASE("saved pages are read in each run, and hold up none of the site's own") {
  GuestSite site;
  site.fetcher.set_max_age(kFront, 1h);
  site.options.source = mirror::PageSource::Folder;
  site.report();
  site.after(1min);
  CHECK(site.has_asked());
  site.options.source = mirror::PageSource::Sites;
  site.after(1min);
  CHECK(site.has_asked());
}

TEST_CASE("with another profile a fresh front page is asked for") {
  FreshSite site;
  site::SiteProfile edited = test::made_up_profile("news.example");
  edited.revision = 1;
  site.options.profiles = {&edited};
  site.after(1min);
  CHECK(site.has_asked());
}

TEST_CASE("a feed is left alone for as long as it says, a day at most") {
  struct Case {
    std::string about;
    std::chrono::seconds rest;
  };
  for (const Case& each :
       {Case{"<ttl>360</ttl>", 6h}, Case{"<ttl>525600</ttl>", 24h},
        Case{"<sy:updatePeriod>hourly</sy:updatePeriod>", 1h},
        Case{"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
             6h}}) {
    CAPTURE(each.about);
    GuestSite site;
    site.fetcher.set(kFront, feed_of(each.about, "tech/rates"));
    CHECK(site.report().sites.at(0).added == 1);
    site.after(each.rest - 6min);
    CHECK_FALSE(site.has_asked());
    site.after(6min);
    CHECK(site.has_asked());
  }
}

TEST_CASE("a site that says for ever that nothing changed is asked for its page once a day") {
  GuestSite site;
  site.fetcher.set_validators(kFront, {"", "Thu, 01 Jan 1970 00:00:00 GMT"});
  site.report();
  site.list({{"/2025/09/19/tech/new", "A new one"}});
  site.set_story("/2025/09/19/tech/new", "A new one", "Text of the new one.");
  for (int hour = 1; hour < 24; ++hour) CHECK(site.after(1h).sites.at(0).added == 0);
  CHECK(site.after(1h).sites.at(0).added == 1);
  CHECK(has(test::front_menu(site), "0* A new one\t"));
}

TEST_CASE("a front page that moved for good is asked for at its new address after a week") {
  GuestSite site;
  site.fetcher.set(kMoved, test::front_page_html(test::kTwoStories));
  site.fetcher.redirect_for_good(kFront, kMoved);
  site.report();
  CHECK(site.days(6) == 0);
  CHECK(site.has_asked(kFront));
  const mirror::Report report = site.after(24h);
  REQUIRE(report.notices.size() == 1);
  CHECK(report.notices.front().site == "news.example");
  CHECK(report.notices.front().message ==
        "https://news.example/ has moved to https://news.example/new for good; that is asked for "
        "now, until the configuration names it");
  CHECK(site.days(9) == 0);
  CHECK(site.has_asked(kMoved));
  CHECK_FALSE(site.has_asked(kFront));
}

TEST_CASE("a redirect that is not permanent moves no front page") {
  GuestSite site;
  site.fetcher.set(kMoved, test::front_page_html(test::kTwoStories));
  site.fetcher.redirect(kFront, kMoved);
  site.report();
  CHECK(site.days(9) == 0);
  CHECK(site.has_asked(kFront));
}

TEST_CASE("a maintenance page to which all is redirected for good is no new address") {
  GuestSite site;
  site.report();
  site.fetcher.set(kMoved, "<!doctype html><title>Maintenance</title>");
  site.fetcher.redirect_for_good(kFront, kMoved);
  CHECK(site.days(9) == 0);
  site.fetcher.end_redirect(kFront);
  CHECK(site.after(24h).failures.empty());
  CHECK(site.has_asked(kFront));
}

TEST_CASE("a new address that fails is given up for the one of the configuration") {
  GuestSite site;
  site.fetcher.set(kMoved, test::front_page_html(test::kTwoStories));
  site.fetcher.redirect_for_good(kFront, kMoved);
  site.report();
  REQUIRE(site.days(8) == 1);
  site.fetcher.remove(kMoved);
  site.fetcher.end_redirect(kFront);
  CHECK(site.after(24h).failures.size() == 1);
  CHECK(site.after(24h).failures.empty());
  CHECK(site.asked.front() == kFront);
}

TEST_CASE("a front page that is gone for good is said once and asked for again after a week") {
  GuestSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.fetcher.answer_gone(kFront);
  const mirror::Report first = site.after(24h);
  REQUIRE(first.failures.size() == 1);
  CHECK(first.failures.front().error.message ==
        "answered 410; it is gone for good, and not asked for again for a week");
  for (int day = 0; day < 6; ++day) {
    const mirror::Report quiet = site.after(24h);
    CHECK(quiet.failures.empty());
    CHECK(quiet.sites.at(0).front_page_failed);
    CHECK_FALSE(site.has_asked());
  }
  CHECK(site.after(24h).failures.size() == 1);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("the stories of a front page that is gone stay beside those of another one") {
  GuestSite site;
  site::SiteProfile two = test::made_up_profile("news.example");
  two.front_pages.push_back(*url::parse_url("https://news.example/us"));
  site.options.profiles = {&two};
  site.list({test::kTwoStories[0]});
  site.fetcher.set("https://news.example/us", test::front_page_html({test::kTwoStories[1]}));
  site.report();
  site.fetcher.answer_gone("https://news.example/us");
  site.after(1h);
  CHECK(site.after(1h).sites.at(0).listed == 1);
  CHECK_FALSE(site.has_asked("https://news.example/us"));
  CHECK(has(test::front_menu(site), "0Rain expected\t"));
}

TEST_CASE("front pages of several sites are asked for before any story, and counted for each") {
  GuestSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  const site::SiteProfile news = test::made_up_profile("news.example");
  site.options.profiles = {&news, &other};
  const mirror::Report report = site.report();
  CHECK(site.fetcher.take_asked() == Names{kFront, "https://other.example/", kRatesUrl, kRainUrl,
                                           "https://other.example/2025/09/19/tech/x"});
  REQUIRE(report.sites.size() == 2);
  CHECK(report.sites[0].traffic.requests == 3);
  CHECK(report.sites[1].traffic.requests == 2);
  CHECK(report.sites[0].traffic.bytes_on_the_wire + report.sites[1].traffic.bytes_on_the_wire ==
        report.traffic.bytes_on_the_wire);
  CHECK(report.sites[1].traffic.bytes_on_the_wire < 500);
}

TEST_CASE("a site that fails costs those that were asked with it nothing") {
  GuestSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  const site::SiteProfile news = test::made_up_profile("news.example");
  site.options.profiles = {&news, &other};
  site.fetcher.set_error(kFront, {ErrorKind::Unreachable, "no route"});
  const mirror::Report report = site.report();
  CHECK(report.failures.size() == 1);
  CHECK(report.sites.at(1).added == 1);
}

TEST_CASE("front pages of one host are asked for one after another") {
  GuestSite site;
  site::SiteProfile many = test::made_up_profile("news.example");
  many.front_pages.clear();
  Names feeds;
  for (const std::string slug : {"tech/a", "tech/b", "us/c", "us/d"}) {
    feeds.push_back("https://news.example/feeds/" + slug);
    many.front_pages.push_back(url::parse_url(feeds.back()).value());
    site.fetcher.set(feeds.back(), feed_of("", slug));
    serve_story(site, slug);
  }
  site.options.profiles = {&many};
  std::size_t most = 0;
  site.fetcher.on_wait = [&](const Names& waiting) {
    most =
        std::max(most, static_cast<std::size_t>(std::ranges::count_if(
                           waiting, [](const std::string& url) { return has(url, "/feeds/"); })));
  };
  CHECK(site.report().sites.at(0).added == 4);
  CHECK(most == 1);
  const Names asked = site.fetcher.take_asked();
  CHECK(Names(asked.begin(), asked.begin() + 4) == feeds);
}

TEST_SUITE_END();
