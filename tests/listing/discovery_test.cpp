#include "listing/discovery.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "extract/pages.h"
#include "listing/extractor.h"

using namespace newshole;
using listing::Candidate;
using listing::CandidateKind;

namespace {

listing::Discovery discovered(const std::string& html) {
  const SystemClock clock;
  const listing::Extractor extractor(clock);
  return extractor.discover(test::page(html, "https://news.example/")).value();
}

std::vector<std::string> addresses(const std::vector<Candidate>& candidates) {
  std::vector<std::string> out;
  for (const Candidate& candidate : candidates) out.push_back(candidate.url.text);
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("listing/discovery");

TEST_CASE("a page announces its feeds in its head, and one anywhere else counts less") {
  const auto found = discovered(
      "<head><title>x</title><meta property=og:site_name content=' The  News '>"
      "<link rel='alternate feed' type='application/atom+xml; charset=x' href=/odd>"
      "<link rel=alternate type=APPLICATION/RSS+XML href=/feed.xml>"
      "<link rel=alternate type=text/html hreflang=de href=/de></head>"
      "<body><a href=/world/rss>World</a><a href=/about>About</a>"
      "<link rel='feed alternate' type=application/feed+json href=feed.json></body>");
  CHECK(found.title == "The News");
  CHECK(addresses(found.candidates) == std::vector<std::string>{"https://news.example/feed.xml",
                                                                "https://news.example/feed.json",
                                                                "https://news.example/world/rss"});
  CHECK(found.candidates.front().kind == CandidateKind::Feed);
  CHECK(found.candidates.back().kind == CandidateKind::Link);
}

TEST_CASE("feeds of comments and podcasts, the page itself and what is there twice are left out") {
  const auto found = discovered(
      "<title>News</title>"
      "<link rel=alternate type=application/rss+xml title='News &raquo; Comments Feed' "
      "href=/c/feed>"
      "<link rel=alternate type=application/rss+xml href=/comments/feed/>"
      "<link rel=alternate type=application/rss+xml href=/podcast/feed>"
      "<link rel=alternate type=application/rss+xml href=/feed>"
      "<link rel=alternate type=application/rss+xml href=/feed#x>"
      "<a href=/feed>RSS</a><a href='mailto:feed@news.example'>feed</a>");
  CHECK(addresses(found.candidates) == std::vector<std::string>{"https://news.example/feed"});
  CHECK(found.title == "News");
}

TEST_CASE("a page of ten thousand links to feeds has twelve candidates") {
  std::string html = "<title>x</title>";
  for (int i = 0; i < 10'000; ++i) html += "<a href=/" + std::to_string(i) + "/feed>x</a>";
  CHECK(discovered(html).candidates.size() == 12);
}

TEST_CASE("a robots.txt names sitemaps, and those of news count first") {
  const auto found = listing::sitemaps_of(
      "User-agent: *\r\nDisallow: /x\r\nSitemap: https://a.example/sitemap.xml\r\n"
      "sitemap :https://a.example/news-sitemap.xml\r\nSitemap: /relative.xml\r\nSitemap:\r\n");
  CHECK(addresses(found) == std::vector<std::string>{"https://a.example/news-sitemap.xml",
                                                     "https://a.example/sitemap.xml"});
  CHECK(listing::sitemaps_of("").empty());
}

TEST_SUITE_END();
