#include <array>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "fetch/policy/allowed_servers.h"

using namespace newshole;

namespace {

std::string followed(std::string_view from, std::string_view location) {
  const auto target = fetch::redirect_target(url::parse_url(from).value(), location);
  return target ? target->text : target.error().message;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/redirect");

TEST_CASE("a redirect may lead from http to https, never back") {
  CHECK(followed("http://news.example/a", "https://news.example/a") == "https://news.example/a");
  CHECK(followed("https://news.example/a", "http://news.example/a") ==
        "a redirect leads from https to http");
  CHECK(followed("https://news.example/a", "b") == "https://news.example/b");
}

TEST_CASE("a redirect leads to no other protocol and carries no user name") {
  struct Row {
    std::string_view location;
    std::string_view want;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"ftp://news.example/", "it is neither http nor https"},
      {"file:///etc/passwd", "it is neither http nor https"},
      {"gopher://127.0.0.1:25/xHELO", "it is neither http nor https"},
      {"data:text/html,x", "it is neither http nor https"},
      {"//user@news.example/", "it holds a user name"},
      {"http://news.example:99999/", "the port is no number from 1 to 65535"},
      {"/a\x1b[0m", "it holds control characters"},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.location);
    CHECK(followed("http://news.example/", row.location) ==
          "a redirect leads to no usable URL: " + std::string(row.want));
  }
  const auto refused =
      fetch::redirect_target(url::parse_url("http://news.example/").value(), "ftp://h/");
  CHECK(refused.error().kind == ErrorKind::RedirectRefused);
}

TEST_CASE("an unchanged page and a choice of pages are no redirects") {
  CHECK(fetch::is_redirect(301));
  CHECK(fetch::is_redirect(308));
  CHECK_FALSE(fetch::is_redirect(300));
  CHECK_FALSE(fetch::is_redirect(304));
}

TEST_SUITE_END();
