#include "fetch/policy/refresh.h"

#include <string>

#include <doctest/doctest.h>

using newshole::fetch::refresh_of;

namespace {

std::string led_to(const std::string& html, const std::string& field = "") {
  return refresh_of(field, html).value_or("nowhere");
}

std::string by_meta(const std::string& content) {
  return led_to("<html><head><meta http-equiv=\"refresh\" content=\"" + content +
                "\"></head></html>");
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/refresh");

TEST_CASE("a page leads on in each way in which browsers read a refresh") {
  CHECK(by_meta("0; url=/moved") == "/moved");
  CHECK(by_meta("0;URL='/moved here'") == "/moved here");
  CHECK(by_meta(" 3 , url = /moved ") == "/moved");
  CHECK(by_meta(".5;/moved") == "/moved");
  CHECK(by_meta("1.5 https://news.example/a") == "https://news.example/a");
  CHECK(by_meta("0; url=/a?b=1&amp;c=2&#38;d") == "/a?b=1&c=2&d");
  CHECK(by_meta("0; urls/list") == "urls/list");
  CHECK(led_to("<META CONTENT='0;url=/a' HTTP-EQUIV=Refresh>") == "/a");
  CHECK(led_to("<noscript><meta http-equiv=refresh content=0;url=/plain></noscript>") == "/plain");
  CHECK(led_to("<p>Moved.", "2; url=/header") == "/header");
}

TEST_CASE("what only reloads the page, comes late or is no refresh leads nowhere") {
  CHECK(by_meta("0") == "nowhere");
  CHECK(by_meta("5; url=") == "nowhere");
  CHECK(by_meta("300; url=/front") == "nowhere");
  CHECK(by_meta("99999999999999999999; url=/front") == "nowhere");
  CHECK(by_meta("now; url=/front") == "nowhere");
  CHECK(led_to("<meta name=refresh content='0; url=/a'>") == "nowhere");
  CHECK(led_to("<!-- <meta http-equiv=refresh content='0; url=/a'> -->") == "nowhere");
  CHECK(led_to("<script>'<meta http-equiv=refresh content=\"0; url=/a\">'</script>") == "nowhere");
  CHECK(led_to("<p title='<meta http-equiv=refresh content=0;url=/a>'>") == "nowhere");
  CHECK(led_to("") == "nowhere");
}

TEST_CASE("a page with an article leads nowhere, however much of it is markup") {
  const std::string refresh = "<meta http-equiv=refresh content='0; url=/a'>";
  std::string words;
  for (int i = 0; i < 200; ++i) words += "words ";
  CHECK(led_to(refresh + "<p>" + words) == "nowhere");
  CHECK(led_to("<p>" + words, "0; url=/a") == "nowhere");
  CHECK(led_to(refresh + "<style>" + words + "</style><script>" + words + "</script>") == "/a");
  CHECK(led_to(refresh + "<style>" + std::string(70'000, 'x') + "</style>") == "nowhere");
}

TEST_CASE("a page that ends within the tag that leads on leads nowhere") {
  const std::string page =
      "<!-- x --><meta http-equiv='refresh' content=\"0; url='/a'\"><p>&amp;</p>";
  const std::size_t tag = page.find("<p>");
  for (std::size_t size = 0; size <= page.size(); ++size)
    CHECK(led_to(page.substr(0, size)) == (size < tag ? "nowhere" : "/a"));
}

TEST_SUITE_END();
