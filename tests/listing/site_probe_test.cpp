#include "listing/site_probe.h"

#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"
#include "listing/page_reading.h"
#include "sandbox/workers.h"

using namespace newshole;
using listing::CandidateKind;
using listing::SiteProbe;

namespace {

/// Knows only the pages it was given, and counts what is asked for.
class GivenSite final : public fetch::Fetcher {
 public:
  explicit GivenSite(std::map<std::string, std::string> pages) : pages_(std::move(pages)) {}

  void ask(fetch::Request request, OnAnswer on_answer) override {
    ++asked[request.url.text];
    const auto page = pages_.find(request.url.text);
    if (page == pages_.end()) return on_answer(fail(ErrorKind::NotFound, "not given"));
    on_answer(fetch::Answer(test::page(page->second, page->first)));
  }
  void wait_until(const std::function<bool()>&) override {}

  std::map<std::string, int> asked;

 private:
  std::map<std::string, std::string> pages_;
};

Result<SiteProbe> probe(GivenSite& site) {
  const SystemClock clock;
  const site::SiteProfile no_rules;
  listing::Extractor extractor(clock);
  return listing::probe_site(url::parse_url("https://news.example/").value(), site,
                             [&](listing::PageRole role, const fetch::Page& page) {
                               return read_page(role, page, no_rules, extractor);
                             });
}

std::string story(const std::string& headline) {
  const std::string sentence =
      "<p>The harbour office said on Friday that the ferry would run again from spring, and that "
      "it saw no reason to wait for the new quay.</p>";
  return "<title>" + headline + "</title><article><h1>" + headline + "</h1>" + sentence + sentence +
         sentence + "</article>";
}

std::string feed_of(const std::string& items) {
  return "<rss version='2.0'><channel><title>x</title>" + items + "</channel></rss>";
}

std::string item(const std::string& name) {
  return "<item><title>The ferry of " + name + " runs again</title><link>https://news.example/" +
         name + "</link><pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate></item>";
}

constexpr const char* kHome =
    "<title>News</title><link rel=alternate type=application/rss+xml href=/empty.xml>"
    "<link rel=alternate type=application/rss+xml href=/feed.xml>"
    "<link rel=alternate type=application/rss+xml href=/gone.xml>";

}  // namespace

TEST_SUITE_BEGIN("listing/site_probe");

TEST_CASE("of all that a home page announces the list comes first whose stories can be read") {
  GivenSite site({{"https://news.example/", kHome},
                  {"https://news.example/empty.xml", feed_of("")},
                  {"https://news.example/feed.xml", feed_of(item("one") + item("two") + item("x"))},
                  {"https://news.example/one", story("The ferry of one runs again")},
                  {"https://news.example/two", story("The ferry of two runs again")}});
  const auto found = probe(site);
  REQUIRE(found);
  CHECK(found->title == "News");
  REQUIRE(found->candidates.size() == 4);
  const listing::CandidateReport& best = found->candidates.front();
  CHECK(best.candidate.url.text == "https://news.example/feed.xml");
  CHECK(best.candidate.kind == CandidateKind::Feed);
  CHECK(is_readable(best));
  CHECK(best.stories == 3);
  CHECK(best.read == 2);
  CHECK(best.tried == 3);
  CHECK(best.hosts == std::vector<std::string>{"news.example"});
  CHECK(best.newest == std::chrono::sys_days(std::chrono::year(2026) / 11 / 27));
  CHECK(best.story_fault == "https://news.example/x: not given");
  for (std::size_t i = 1; i < 4; ++i) CHECK_FALSE(is_readable(found->candidates[i]));
}

TEST_CASE("a feed whose stories cannot be read is none that can be taken") {
  GivenSite site({{"https://news.example/", feed_of(item("one") + item("two"))},
                  {"https://news.example/one", "<title>404</title><p>Page not found"}});
  const auto found = probe(site);
  REQUIRE(found);
  REQUIRE(found->candidates.size() == 1);
  CHECK_FALSE(is_readable(found->candidates.front()));
  CHECK(found->candidates.front().tried == 2);
}

TEST_CASE("a story that several lists have is asked for once, a robots.txt once, no page twice") {
  GivenSite site({{"https://news.example/", kHome},
                  {"https://news.example/robots.txt", "Sitemap: https://news.example/map.xml"},
                  {"https://news.example/empty.xml", feed_of(item("one"))},
                  {"https://news.example/feed.xml", feed_of(item("one"))},
                  {"https://news.example/map.xml", feed_of(item("one"))},
                  {"https://news.example/one", story("The ferry of one runs again")}});
  REQUIRE(probe(site));
  CHECK(site.asked.at("https://news.example/map.xml") == 1);
  for (const auto& asked : site.asked) CHECK_MESSAGE(asked.second == 1, asked.first);
}

TEST_CASE("an index of sitemaps is proved by the newest of those of news") {
  const auto index = [](const std::string& name) {
    return "<sitemap><loc>https://news.example/" + name + "</loc></sitemap>";
  };
  GivenSite site({{"https://news.example/",
                   "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" +
                       index("old.xml") + index("news.xml") + "</sitemapindex>"},
                  {"https://news.example/news.xml", feed_of(item("one"))},
                  {"https://news.example/one", story("The ferry of one runs again")}});
  const auto found = probe(site);
  REQUIRE(found);
  REQUIRE(is_readable(found->candidates.front()));
  CHECK(found->candidates.front().candidate.url.text == "https://news.example/");
  CHECK_FALSE(site.asked.contains("https://news.example/old.xml"));
}

TEST_CASE("a feed states the title of the site that it is the feed of") {
  GivenSite site({{"https://news.example/", feed_of(item("one"))},
                  {"https://news.example/one", story("The ferry of one runs again")}});
  CHECK(probe(site)->title == "x");
}

TEST_CASE("a worker hands on what a list states of itself, as clean lines") {
  const SystemClock clock;
  const auto workers = sandbox::Workers::start(listing::reading_work({}, clock), {}, clock);
  REQUIRE(workers);
  const std::string feed = "<rss version='2.0'><channel><title>a\nb</title>" + item("one");
  const listing::PageReading list =
      read_page(listing::PageRole::FrontPage, test::page(feed, "https://news.example/"),
                site::SiteProfile(), **workers);
  CHECK_FALSE(list.error);
  CHECK(list.list.title == "a b");
  CHECK(list.list.damage == "line 2: the feed ends early");
}

TEST_CASE("a page that does not come is the error of the whole") {
  GivenSite site({});
  const auto found = probe(site);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::NotFound);
}

TEST_SUITE_END();
