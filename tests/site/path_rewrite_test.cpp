#include "site/path_rewrite.h"

#include <doctest/doctest.h>

using newshole::Result;
using newshole::site::PathRewrite;

namespace {

std::optional<std::string> rewritten(std::string_view from, std::string_view to,
                                     std::string_view path, std::string_view query = "") {
  const Result<PathRewrite> rewrite = PathRewrite::parse(from, to);
  REQUIRE_MESSAGE(rewrite, rewrite.error().message);
  return rewrite->apply(path, query);
}

std::string fault_of(std::string_view from, std::string_view to) {
  const Result<PathRewrite> rewrite = PathRewrite::parse(from, to);
  REQUIRE_FALSE(rewrite);
  return rewrite.error().message;
}

}  // namespace

TEST_SUITE_BEGIN("site/path_rewrite");

TEST_CASE("an address of old with its number in the query becomes a path") {
  CHECK(rewritten("/s.php?sId={number}", "/{number}", "/s.php", "sId=734474121") == "/734474121");
  CHECK_FALSE(rewritten("/s.php?sId={number}", "/{number}", "/s.php", "sId=abc"));
  CHECK_FALSE(rewritten("/s.php?sId={number}", "/{number}", "/s.php", "sId=1&x=2"));
  CHECK_FALSE(rewritten("/s.php?sId={number}", "/{number}", "/s.php"));
}

TEST_CASE("a rule without a query takes any, and drops it") {
  CHECK(rewritten("/{section}/{slug}", "/text/{slug}", "/world/x", "page=2") == "/text/x");
}

TEST_CASE("the rest of a path may be taken whole, but not nothing") {
  CHECK(rewritten("/{path}", "/layout/text/{path}", "/World/2025/1201/x") ==
        "/layout/text/World/2025/1201/x");
  CHECK_FALSE(rewritten("/{path}", "/layout/text/{path}", "/"));
}

TEST_CASE("the whole address must match") {
  CHECK_FALSE(rewritten("/{a}/{b}", "/{a}", "/x/y/z"));
  CHECK_FALSE(rewritten("/{a}/{b}", "/{a}", "/x"));
}

TEST_CASE("a rule that could be read in two ways is refused") {
  CHECK(fault_of("{path}", "/x") == "expected a path that starts with \"/\"");
  CHECK(fault_of("/{path", "/x") == "expected \"}\"");
  CHECK(fault_of("/{Path}", "/x") == "expected a name of small letters, found {Path}");
  CHECK(fault_of("/{path}/x", "/x") == "expected {path} at the end");
  CHECK(fault_of("/{a}{b}", "/x") == "expected a sign between {a} and {b}");
  CHECK(fault_of("/{a}", "/{b}") == "{b} is not in \"from\"");
}

TEST_SUITE_END();
