#include "fetch/page.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

Result<fetch::Page> page_of(std::string bytes, std::string_view content_type) {
  return fetch::make_page(url::parse_url("https://news.example/").value(), std::move(bytes),
                          content_type);
}

}  // namespace

TEST_SUITE_BEGIN("fetch/page");

TEST_CASE("the charset of the header decodes the page") {
  const auto page = page_of("caf\xe9", "text/html; charset=ISO-8859-1");
  REQUIRE(page);
  CHECK(page->html == "caf\u00e9");
  CHECK(page->encoding == "windows-1252");
  CHECK(page->media_type == "text/html");
  CHECK(page->url.text == "https://news.example/");
}

TEST_CASE("a charset is found quoted, in capitals and after other parameters") {
  CHECK(page_of("\xcf", "text/html;charset=\"koi8-r\"")->encoding == "koi8-r");
  CHECK(page_of("\xcf", "Text/HTML ; level=1 ; CHARSET = KOI8-R")->encoding == "koi8-r");
  CHECK(page_of("\xcf", "text/html; x; charset=koi8-r; charset=utf-8")->encoding == "koi8-r");
  CHECK(page_of("\xcf", "text/html; charset=\"")->encoding == "windows-1252");
}

TEST_CASE("a picture is no page") {
  const auto page = page_of("\x89PNG", "image/png");
  REQUIRE_FALSE(page);
  CHECK(page.error().kind == ErrorKind::NotArticle);
  CHECK(page.error().message == "no web page but image/png");
}

TEST_CASE("a feed is a page that is no article, whatever comes of its bytes") {
  for (const char* type : {"application/rss+xml; charset=utf-8", "application/atom+xml",
                           "application/feed+json", "application/json"}) {
    const auto page = page_of("x", type);
    REQUIRE(page);
    CHECK(fetch::is_declared_list(*page));
  }
  for (const char* type : {"text/html", "text/xml", "application/xml", "text/plain", ""})
    CHECK_FALSE(fetch::is_declared_list(page_of("x", type).value()));
}

TEST_CASE("XHTML and plain text are pages, and so is what nobody declared") {
  CHECK(page_of("x", "application/xhtml+xml"));
  CHECK(page_of("x", "TEXT/PLAIN;format=flowed")->media_type == "text/plain");
  CHECK(page_of("x", "")->media_type.empty());
}

TEST_CASE("a media type that is none says nothing, and cannot bring escapes into a message") {
  CHECK(page_of("x", "\x1b[31mred/alert")->media_type.empty());
  CHECK(page_of("x", "html")->media_type.empty());
  CHECK(page_of("x", "a/" + std::string(100, 'b'))->media_type.empty());
}

TEST_SUITE_END();
