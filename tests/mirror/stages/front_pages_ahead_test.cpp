#include "mirror/stages/front_pages_ahead.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/fixture_fetcher.h"

using namespace newshole;
using mirror::FrontPagesAhead;
using Names = std::vector<std::string>;

namespace {

fetch::Request request(const std::string& url, const std::string& etag = "") {
  return {.url = url::parse_url(url).value(), .validators = {.etag = etag, .last_modified = {}}};
}

/// A page of this text at each address.
struct Pages {
  explicit Pages(const Names& urls, const std::string& text = "News.") {
    for (const std::string& url : urls) fetcher.set(url, text);
  }
  test::FixtureFetcher fetcher;
};

std::vector<FrontPagesAhead::Wanted> wanted(const Names& urls) {
  std::vector<FrontPagesAhead::Wanted> all;
  for (const std::string& url : urls) all.push_back({"site of " + url, request(url)});
  return all;
}

std::string outcome(fetch::Fetcher& fetcher, const fetch::Request& asked) {
  std::string outcome = "none";
  fetcher.fetch_all({&asked, 1}, [&](std::size_t, const Result<fetch::Answer>& answer) {
    outcome = answer ? "page" : answer.error().message;
  });
  return outcome;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/front_pages_ahead");

TEST_CASE("what was gathered is not asked for again, and given once") {
  Pages pages({"https://a.example/"});
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather(wanted({"https://a.example/", "https://b.example/"}));
  CHECK(pages.fetcher.take_asked() == Names{"https://a.example/", "https://b.example/"});
  CHECK(outcome(ahead, request("https://a.example/")) == "page");
  CHECK(outcome(ahead, request("https://b.example/")) == "no fixture");
  CHECK(pages.fetcher.take_asked().empty());
  CHECK(outcome(ahead, request("https://a.example/")) == "page");
  CHECK(pages.fetcher.take_asked() == Names{"https://a.example/"});
}

TEST_CASE("a request with other validators or hosts is another one") {
  Pages pages({"https://a.example/"});
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather(wanted({"https://a.example/"}));
  pages.fetcher.take_asked();
  fetch::Request other = request("https://a.example/");
  other.hosts = {"a.example"};
  CHECK(outcome(ahead, other) == "page");
  CHECK(outcome(ahead, request("https://a.example/", "\"1\"")) == "page");
  CHECK(pages.fetcher.take_asked().size() == 2);
}

TEST_CASE("what nobody took is dropped by the next gathering") {
  Pages pages({"https://a.example/"});
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather(wanted({"https://a.example/"}));
  ahead.gather({});
  pages.fetcher.take_asked();
  CHECK(outcome(ahead, request("https://a.example/")) == "page");
  CHECK(pages.fetcher.take_asked().size() == 1);
}

TEST_CASE("hosts are asked side by side, each for one page at a time") {
  Names urls;
  for (int page = 0; page < 3; ++page) {
    for (const std::string host : {"a", "b", "c"})
      urls.push_back("https://" + host + ".example/" + std::to_string(page));
  }
  Pages pages(urls);
  std::size_t most = 0;
  std::size_t most_of_host = 0;
  pages.fetcher.on_wait = [&](const Names& waiting) {
    most = std::max(most, waiting.size());
    std::multiset<std::string> hosts;
    for (const std::string& url : waiting) hosts.insert(url::parse_url(url)->host);
    for (const std::string& host : hosts) most_of_host = std::max(most_of_host, hosts.count(host));
  };
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather(wanted(urls));
  CHECK(most == 3);
  CHECK(most_of_host == 1);
  CHECK(pages.fetcher.take_asked().size() == 9);
}

TEST_CASE("once much has come the rest is left to its turn") {
  Names urls;
  for (int i = 0; i < 9; ++i) urls.push_back("https://a.example/" + std::to_string(i));
  Pages pages(urls, std::string(std::size_t{4} << 20, 'x'));
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather(wanted(urls));
  CHECK(pages.fetcher.take_asked() == Names(urls.begin(), urls.begin() + 4));
  CHECK(outcome(ahead, request(urls[8])) == "page");
  CHECK(pages.fetcher.take_asked() == Names{urls[8]});
}

TEST_CASE("each site's traffic is what its own pages took") {
  Pages pages({"https://a.example/"}, "Twelve bytes");
  FrontPagesAhead ahead(pages.fetcher);
  ahead.gather({{"a", request("https://a.example/")},
                {"b", request("https://b.example/")},
                {"a", request("https://b.example/x")}});
  CHECK(ahead.traffic_of("a").requests == 2);
  CHECK(ahead.traffic_of("a").bytes_on_the_wire == 12);
  CHECK(ahead.traffic_of("b").requests == 1);
  CHECK(ahead.traffic_of("b").bytes_on_the_wire == 0);
  CHECK(ahead.traffic_of("c").requests == 0);
}

TEST_SUITE_END();
