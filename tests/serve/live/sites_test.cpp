#include "serve/live/sites.h"

#include <string>

#include <doctest/doctest.h>

#include "serve/live_scene.h"

using namespace newshole;
using serve::LiveForm;
using serve::LiveHosts;
using serve::LiveSites;

TEST_SUITE_BEGIN("serve/live/sites");

namespace {

const site::Catalog& catalog() {
  static const test::LiveCatalog catalog;
  return catalog.get();
}

/// The key of the page at `address`, or why it is not read.
std::string key(const std::string& address, LiveHosts hosts = LiveHosts::OfProfiles) {
  const auto target = LiveSites(catalog(), hosts).target_of(url::parse_url(address).value());
  return target ? target->url.text : target.error().message;
}

std::string selector(const std::string& address, LiveHosts hosts = LiveHosts::OfProfiles) {
  return LiveSites(catalog(), hosts).selector_of_link(address).value_or("(none)");
}

}  // namespace

TEST_CASE("all addresses of a story are one page") {
  const std::string story = "https://news.example/2025/12/01/world/tram";
  CHECK(key(story) == story);
  CHECK(key(story + "/index.html?utm_source=mail#top") == story);
  CHECK(key("http://www.news.example/2025/12/01/world/tram/") == story);
}

TEST_CASE("the top of any host of a site is its front page") {
  CHECK(key("http://www.news.example/") == "https://news.example/");
  CHECK(key("https://plain.example/") == "http://plain.example/news");
  const auto target = LiveSites(catalog(), LiveHosts::OfProfiles)
                          .target_of(url::parse_url("https://plain.example").value());
  CHECK(target->is_front_page);
}

TEST_CASE("a page of a site that is no story keeps its query and loses its fragment") {
  CHECK(key("https://news.example/topics?page=2#x") == "https://news.example/topics?page=2");
  CHECK(key("http://plain.example/news/story?id=7#x") == "http://plain.example/news/story?id=7");
}

TEST_CASE("a site is asked as its profile has it, over HTTPS or not") {
  CHECK(key("http://news.example/topics") == "https://news.example/topics");
  CHECK(key("https://plain.example/news/story?id=7") == "http://plain.example/news/story?id=7");
  CHECK(selector("http://plain.example/news/story?id=7") ==
        "/live/plain.example/news/story%3Fid=7");
}

TEST_CASE("without a profile a host is read only where any is") {
  const std::string page = "https://other.example/a?b";
  CHECK(key(page) == "other.example is not among the sites that are read here");
  CHECK(key(page, LiveHosts::Any) == page);
  CHECK(key("https://plain.example/admin") ==
        "plain.example is not among the sites that are read here");
  CHECK(key("http://other.example/#x", LiveHosts::Any) == "http://other.example/");
}

TEST_CASE("what is no name is no host, however the address is written") {
  const char* const addresses[] = {"https://127.0.0.1/",       "https://2130706433/",
                                   "https://0x7f.0.0.1/",      "https://[::1]/",
                                   "https://localhost/",       "https://[::ffff:10.0.0.1]/",
                                   "https://169.254.169.254/", "https://017700000001/",
                                   "https://0x7f000001/",      "https://127.1/"};
  for (const std::string address : addresses) {
    CAPTURE(address);
    CHECK(key(address, LiveHosts::Any).ends_with(" is no name of a web site"));
  }
}

TEST_CASE("only the web's own ports are asked") {
  CHECK(key("https://other.example:8443/", LiveHosts::Any) ==
        "port 8443 is not asked, only the web's own");
  CHECK(key("http://other.example:443/", LiveHosts::Any) ==
        "port 443 is not asked, only the web's own");
  CHECK(key("https://other.example:443/", LiveHosts::Any) == "https://other.example/");
}

TEST_CASE("a link leads on where its page is read, and not to pictures and the like") {
  CHECK(selector("https://www.news.example/2025/12/01/world/tram?x") ==
        "/live/news.example/2025/12/01/world/tram");
  CHECK(selector("https://other.example/") == "(none)");
  CHECK(selector("https://other.example/", LiveHosts::Any) == "/live/other.example/");
  CHECK(selector("https://other.example/report.pdf", LiveHosts::Any) == "(none)");
  CHECK(selector("mailto:desk@news.example", LiveHosts::Any) == "(none)");
  CHECK(selector("https://news.example/" + std::string(240, 'a')) == "(none)");
}
