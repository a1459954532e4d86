#include "fetch/curl/whole_body.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using fetch::check_whole;

namespace {

const std::string kPage = "<html><body><p>One.</p><p>Two.</p></body></html>";

}  // namespace

TEST_SUITE_BEGIN("fetch/curl/whole_body");

TEST_CASE("a body of a stated length may leave out its end tags") {
  CHECK(check_whole({}, "<p>One.<p>Two.", "text/html"));
}

TEST_CASE("a body that the connection's end ended is whole only with the end tag of html") {
  CHECK(check_whole({.ends_with_close = true}, kPage, "text/html"));
  CHECK(check_whole({.ends_with_close = true}, "<HTML>x</HTML >\n<!-- 42 -->\n", "text/html"));
  CHECK(check_whole({.ends_with_close = true}, "plain words", "text/plain; charset=utf-8"));
  const Status cut = check_whole({.ends_with_close = true}, "<p>One.</p>", "text/html");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().kind == ErrorKind::Truncated);
}

TEST_CASE("an end tag in the middle of a page does not make it whole") {
  CHECK_FALSE(check_whole({.ends_with_close = true}, kPage + std::string(5000, 'x'), "text/html"));
}

TEST_CASE("a compressed body that ends in the middle of its text was cut") {
  CHECK(check_whole({.compressed = true}, kPage, "text/html"));
  CHECK(check_whole({.compressed = true}, "<p>One.</p>\n", "text/html"));
  CHECK_FALSE(check_whole({.compressed = true}, "<p>One.</p><p>Tw", "text/html"));
}

TEST_CASE("a compressed body that opens html and never closes it was cut, even between tags") {
  CHECK_FALSE(check_whole({.compressed = true}, "<!DOCTYPE html>\n<HTML lang=en><p>One.</p>", ""));
  CHECK_FALSE(check_whole({.compressed = true}, "<!DOCTYPE html>\n", ""));
  CHECK(check_whole({.compressed = true}, "<!DOCTYPE html>\n<title>x</title><p>One.</p>", ""));
}

TEST_CASE("nothing at all is no page, but may be a text, as many a robots.txt is") {
  CHECK_FALSE(check_whole({}, "", "text/html"));
  CHECK_FALSE(check_whole({}, "", ""));
  CHECK(check_whole({}, "", "text/plain"));
}

TEST_CASE("a body with two lengths is not believed, whatever it holds") {
  CHECK_FALSE(check_whole({.lengths_differ = true}, kPage, "text/html"));
}

TEST_CASE("a feed, a sitemap and JSON that end are whole, however the answer ends") {
  for (const fetch::Framing& framing :
       {fetch::Framing{.ends_with_close = true}, fetch::Framing{.compressed = true}}) {
    CHECK(check_whole(framing, "<rss><channel>x</channel></rss>\n", "application/rss+xml"));
    CHECK(check_whole(framing, "<feed>x</feed>", "text/html"));
    CHECK(check_whole(framing, "<urlset><url/></urlset>", "application/xml"));
    CHECK(check_whole(framing, "{\"items\": [1]}\n", "application/feed+json; charset=utf-8"));
    CHECK_FALSE(check_whole(framing, "<rss><channel>x", "application/rss+xml"));
    CHECK_FALSE(check_whole(framing, "{\"items\": [1]", "application/feed+json"));
    CHECK_FALSE(check_whole(framing, "{a}", "text/html"));
  }
}

TEST_SUITE_END();
