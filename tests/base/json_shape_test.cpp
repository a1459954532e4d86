#include "base/json_shape.h"

#include <string>

#include <doctest/doctest.h>

using newshole::json_shape;

TEST_SUITE_BEGIN("base/json_shape");

TEST_CASE("levels are the brackets that are open at once") {
  CHECK(json_shape("").levels == 0);
  CHECK(json_shape("17").levels == 0);
  CHECK(json_shape("[]").levels == 1);
  CHECK(json_shape("[{}, [], {\"a\": [1]}]").levels == 3);
  CHECK(json_shape(std::string(2'000'000, '[')).levels == 2'000'000);
}

TEST_CASE("what stands in a string is no bracket and no member") {
  CHECK(json_shape(R"(["[[[", "a:b", "\"[", "\\"])").levels == 1);
  CHECK(json_shape(R"(["[[[", "a:b", "\":", "\\"])").members == 0);
  CHECK(json_shape(R"(["an open string [[)").levels == 1);
  CHECK(json_shape("[\"\\").levels == 1);
}

TEST_CASE("a key counts as often as it stands there") {
  CHECK(json_shape(R"({"a": 1, "b": {"a": 2}})").members == 3);
  CHECK(json_shape(R"({"a": 1, "a": 2})").members == 2);
}

TEST_CASE("brackets that close nothing do not count") {
  CHECK(json_shape("]]]}}[").levels == 1);
}

TEST_SUITE_END();
