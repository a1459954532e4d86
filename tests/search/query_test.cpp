#include "search/query.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::string_literals;
using search::parse_query;
using search::Term;
using search::to_fts5;

namespace {

std::string fts5(std::string_view typed) {
  const auto query = parse_query(typed);
  return query ? to_fts5(*query) : "no query";
}

}  // namespace

TEST_SUITE_BEGIN("search/query");

TEST_CASE("all words have to be there") {
  CHECK(fts5("tax cuts") == R"("tax" AND "cuts")");
}

TEST_CASE("a phrase stays together, whichever quotation marks a keyboard has") {
  CHECK(fts5(R"("lake constance" ferry)") == R"("lake constance" AND "ferry")");
  CHECK(fts5("\u201Clake constance\u201D") == R"("lake constance")");
  CHECK(fts5("\u201Elake constance\u201C") == R"("lake constance")");
}

TEST_CASE("a star makes a word or a phrase a prefix") {
  CHECK(fts5("econom*") == R"("econom" *)");
  CHECK(fts5(R"("interest rat"*)") == R"("interest rat" *)");
}

TEST_CASE("a prefix of one or two letters is a word") {
  CHECK(fts5("eu*") == R"("eu")");
  CHECK(fts5("u.s.*") == R"("u.s.")");
}

TEST_CASE("a minus excludes a word or a phrase, but does not within a word") {
  CHECK(fts5("bank -river") == R"(("bank") NOT ("river"))");
  CHECK(fts5(R"(bank -"left bank" -spain*)") == R"(("bank") NOT ("left bank" OR "spain" *))");
  CHECK(fts5("covid-19") == R"("covid-19")");
  CHECK(fts5("rates - up") == R"("rates" AND "up")");
}

TEST_CASE("what asks for nothing is no query") {
  CHECK(fts5("") == "no query");
  CHECK(fts5("   ") == "no query");
  CHECK(fts5("?!... -- ***") == "no query");
  CHECK(fts5("-rates") == "no query");
  CHECK(fts5(R"("lake constance)") == "no query");
  CHECK(fts5(R"(a "b" c" d)") == "no query");
  CHECK(fts5("\"\"") == "no query");
  CHECK(fts5("\u2014 \u2026 \u20AC") == "no query");
}

TEST_CASE("words of the query language of FTS5 are words") {
  CHECK(fts5("NEAR(a b)") == R"q("NEAR(a" AND "b)")q");
  CHECK(fts5("headline:x OR y NOT z") == R"("headline:x" AND "OR" AND "y" AND "NOT" AND "z")");
  CHECK(fts5("^a {b c} + d") == R"("^a" AND "{b" AND "c}" AND "d")");
}

TEST_CASE("control characters are blanks, and end nothing") {
  CHECK(fts5("tax\r\ncuts\t-up\x1b[2J\0x"s) ==
        R"(("tax" AND "cuts" AND "[2J" AND "x") NOT ("up"))");
}

TEST_CASE("bytes that are no UTF-8 are read as an old client writes them") {
  CHECK(fts5("Z\xfcrich") == "\"Z\u00FCrich\"");
  CHECK(fts5("\xff\xfe") != "");
}

TEST_CASE("terms beyond the sixteenth are passed over, and the query says so") {
  std::string typed;
  for (int i = 1; i <= 17; ++i) typed += "w" + std::to_string(i) + " ";
  const auto query = parse_query(typed);
  REQUIRE(query);
  CHECK(query->terms.size() == 16);
  CHECK(query->is_cut);
  CHECK_FALSE(parse_query("w1 w2")->is_cut);
}

TEST_CASE("a query of a megabyte is cut on a whole character") {
  std::string typed = "a";
  while (typed.size() < 1'000'000) typed += "\u00E9";
  const auto query = parse_query(typed);
  REQUIRE(query);
  CHECK(query->is_cut);
  CHECK(query->words.size() <= search::kMostQueryBytes);
}

TEST_CASE("one Chinese character is the beginning of a pair") {
  CHECK(fts5("\u4E2D") == "\"\u4E2D\" *");
  CHECK(fts5("\u4E2D\u56FD") == "\"\u4E2D\u56FD\"");
}

TEST_SUITE_END();
