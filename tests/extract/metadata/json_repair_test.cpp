#include "extract/metadata/json_repair.h"

#include <doctest/doctest.h>

using newshole::extract::repaired_json;

TEST_SUITE("extract/json_repair") {
  TEST_CASE("JSON without faults keeps its meaning") {
    CHECK(repaired_json(R"({"a": [1, true, null, "x\n\"y\" // z"], "b": {}})") ==
          R"({"a":[1,true,null,"x\n\"y\" // z"],"b":{}})");
  }

  TEST_CASE("commas that are too many or too few are mended") {
    CHECK(repaired_json(R"({"a":[1,,2,],"b":{"c":3} "d":4,})") ==
          R"({"a":[1,2],"b":{"c":3},"d":4})");
  }

  TEST_CASE("comments and CDATA marks are left out") {
    CHECK(repaired_json("//<![CDATA[\n{\"a\":1} // end\n//]]>") == R"({"a":1})");
    CHECK(repaired_json("/* a */ {\"a\":/* b */2} <!-- c -->") == R"({"a":2})");
  }

  TEST_CASE("a quote within a string, and an escape that JSON lacks, stay text") {
    CHECK(repaired_json(R"({"a":"He said "no" today","b":"it\'s"})") ==
          R"({"a":"He said \"no\" today","b":"it's"})");
  }

  TEST_CASE("values side by side become an array, brackets left open are closed") {
    CHECK(repaired_json(R"({"a":1}{"b":[2)") == R"([{"a":1},{"b":[2]}])");
    CHECK(repaired_json("").empty());
    CHECK(repaired_json(R"({"a":"cut)").empty());
  }
}
