#include "pages/search_address.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using pages::parse_search_argument;
using pages::parse_search_selector;
using pages::search_selector;
using pages::SearchAddress;

namespace {

config::Config config_with_editions() {
  config::Config config;
  config.selector_prefix = "/news";
  config.editions.push_back({.name = "c64"});
  return config;
}

const config::SearchService kServe{config::SearchService::Kind::Serve, ""};
const config::SearchService kScript{config::SearchService::Kind::Script, "/cgi-bin/find"};

}  // namespace

TEST_SUITE_BEGIN("pages/search_address");

TEST_CASE("each site, edition and page has a selector of its own") {
  const config::Config config = config_with_editions();
  CHECK(search_selector(config, kServe, {}) == "/news/search");
  CHECK(search_selector(config, kServe, {.site = "news.example"}) == "/news/news.example/search");
  CHECK(search_selector(config, kServe, {.edition = "c64", .site = "news.example"}) ==
        "/news/c64/news.example/search");
  CHECK(search_selector(config, kServe, {.site = "news.example", .page = 2, .words = "tax cuts"}) ==
        "/news/news.example/search/2/tax-cuts");
  CHECK(search_selector(config, kScript, {}) == "/cgi-bin/find");
  CHECK(search_selector(config, kScript, {.site = "news.example"}) == "/cgi-bin/find?news.example");
  CHECK(search_selector(config, kScript, {.edition = "c64"}) == "/cgi-bin/find?c64");
  CHECK(search_selector(config, kScript, {.edition = "c64", .page = 3, .words = "a"}) ==
        "/cgi-bin/find?c64/3/a");
}

TEST_CASE("words in a selector are letters, digits, minus and low line, whatever they were") {
  const config::Config config;
  const std::string selector =
      search_selector(config, kServe, {.page = 2, .words = "\"a/../b\" -c%20*_\t\r\n\xE4?"});
  CHECK(selector == "/search/2/_22a_2F_2E_2E_2Fb_22-_2Dc_2520_2A_5F_09_0D_0A_E4_3F");
}

TEST_CASE("a selector leads back to the address it was made of") {
  const config::Config config = config_with_editions();
  for (const SearchAddress& address :
       {SearchAddress{}, SearchAddress{.site = "news.example"}, SearchAddress{.edition = "c64"},
        SearchAddress{.edition = "c64", .site = "news.example"},
        SearchAddress{.page = 7, .words = "\"a b\" -c* \xC3\xA9\xFF"},
        SearchAddress{.edition = "c64", .site = "news.example", .page = 100, .words = "a"}}) {
    CHECK(parse_search_selector(config, search_selector(config, kServe, address)) == address);
    const std::string script = search_selector(config, kScript, address);
    const std::string argument = script.substr(std::min(script.find('?'), script.size() - 1) + 1);
    CHECK(parse_search_argument(config, argument) == address);
  }
}

TEST_CASE("a selector without its first slash or the prefix leads there, too") {
  const config::Config config = config_with_editions();
  CHECK(parse_search_selector(config, "news.example/search") ==
        SearchAddress{.site = "news.example"});
  CHECK(parse_search_selector(config, "/search/") == SearchAddress{});
}

TEST_CASE("other selectors are none of a search") {
  const config::Config config;
  for (const std::string selector :
       {"", "/", "/news.example", "/news.example/2025/09/19/search/rates.txt", "/search/2",
        "/search/0/a", "/search/101/a", "/search/2/a.txt", "/search/2/a/b", "/search/2/",
        "/search/2/_4", "/search/2/_4g", "/search/-1/a", "/search/2x/a", "/a/b/search",
        "/NEWS/search", "/../search", "/searches", "URL:http://news.example/search"}) {
    CAPTURE(selector);
    CHECK_FALSE(parse_search_selector(config, selector));
  }
  CHECK_FALSE(parse_search_argument(config, "news.example/2"));
  CHECK_FALSE(parse_search_argument(config, "a/b/c/d"));
  CHECK_FALSE(parse_search_argument(config, "two words"));
}

TEST_SUITE_END();
