#include "base/error.h"

#include <doctest/doctest.h>

using namespace newshole;

TEST_SUITE_BEGIN("base/error");

TEST_CASE("context stands before the message and keeps the kind") {
  const Error timeout{ErrorKind::Timeout, "no answer within 30 s"};
  const Status status = in_context("https://news.example/", timeout);
  REQUIRE_FALSE(status);
  CHECK(status.error().message == "https://news.example/: no answer within 30 s");
  CHECK(status.error().kind == ErrorKind::Timeout);
}

TEST_CASE("context keeps what the server answered") {
  const Status status = in_context("robots.txt", Error{ErrorKind::HttpStatus, "answered 404", 404});
  REQUIRE_FALSE(status);
  CHECK(status.error().status == 404);
}

TEST_CASE("reasons carry the names that reports use") {
  CHECK(reason_name(ErrorKind::TooLarge) == "too-large");
  CHECK(reason_name(ErrorKind::NotArticle) == "not-article");
}

TEST_CASE("a site that cannot be reached may be reached later, a wrong option never") {
  CHECK(may_succeed_later({ErrorKind::Unreachable, ""}));
  CHECK(may_succeed_later({ErrorKind::Busy, ""}));
  CHECK_FALSE(may_succeed_later({ErrorKind::Usage, ""}));
  CHECK_FALSE(may_succeed_later({ErrorKind::Disallowed, ""}));
}

TEST_CASE("a server that is out of order may come back, a page that is gone does not") {
  for (const long status : {403L, 429L, 500L, 503L})
    CHECK(may_succeed_later({ErrorKind::HttpStatus, "", status}));
  for (const long status : {404L, 410L, 451L})
    CHECK_FALSE(may_succeed_later({ErrorKind::HttpStatus, "", status}));
  CHECK_FALSE(may_succeed_later({ErrorKind::RedirectRefused, ""}));
  CHECK_FALSE(may_succeed_later({ErrorKind::TooLarge, ""}));
}

TEST_SUITE_END();
