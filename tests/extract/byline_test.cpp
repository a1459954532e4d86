#include "extract/byline.h"

#include <doctest/doctest.h>

using Names = std::vector<std::string>;

namespace {

Names authors(std::string_view byline) {
  const Names outlets = {"Example", "Reuters"};
  return newshole::extract::authors_of(byline, outlets);
}

}  // namespace

TEST_SUITE_BEGIN("extract/byline");

TEST_CASE("commas and \"and\" separate names") {
  CHECK(authors("By Jane Doe, John Roe and Ann Poe, Example") ==
        Names{"Jane Doe", "John Roe", "Ann Poe"});
  CHECK(authors("By Jane Doe, John Roe, and Ann Poe, Example") ==
        Names{"Jane Doe", "John Roe", "Ann Poe"});
}

TEST_CASE("what stands before by is no name") {
  CHECK(authors("Analysis by Jane Doe, Example") == Names{"Jane Doe"});
  CHECK(authors("Opinion by Jane Doe") == Names{"Jane Doe"});
  CHECK(authors("Jane Doe") == Names{"Jane Doe"});
}

TEST_CASE("agencies, outlets, staff and roles are no authors") {
  CHECK(authors("Story by Reuters").empty());
  CHECK(authors("Story by the Associated Press").empty());
  CHECK(authors("Associated Press").empty());
  CHECK(authors("Example staff").empty());
  CHECK(authors("By Jane Doe, Example senior global affairs reporter") == Names{"Jane Doe"});
  CHECK(authors("By Jane Doe, senior reporter") == Names{"Jane Doe"});
}

TEST_CASE("for whom someone wrote is no name") {
  CHECK(authors("By Jane Doe, for Example") == Names{"Jane Doe"});
  CHECK(authors("By Jane Doe for The Example Inquirer") == Names{"Jane Doe"});
}

TEST_CASE("an outlet before a name is no part of it") {
  CHECK(authors("By Jane Doe and Example's John Roe") == Names{"Jane Doe", "John Roe"});
  CHECK(authors("From Example\u2019s Jane Doe in London") == Names{"Jane Doe"});
}

TEST_CASE("degrees, desks and houses are no authors, a former office does not hide a name") {
  CHECK(authors("By Jane Doe, M.D., Special to Example") == Names{"Jane Doe"});
  CHECK(authors("By Jane Doe, Washington Bureau Chief") == Names{"Jane Doe"});
  CHECK(authors("By Harbour Health News").empty());
  CHECK(authors("Opinion by former Sen. Jane Doe") == Names{"Sen. Jane Doe"});
}

TEST_CASE("who took the photographs is named too") {
  CHECK(authors("Text by Jane Doe; photographs by Ann Poe") == Names{"Jane Doe", "Ann Poe"});
}

TEST_CASE("a suffix belongs to the name before it") {
  CHECK(authors("By Desmond Roe, Jr., Example") == Names{"Desmond Roe, Jr."});
  CHECK(authors("By Desmond Roe Jr. and Ann Poe") == Names{"Desmond Roe Jr.", "Ann Poe"});
}

TEST_CASE("names in other alphabets and with particles are kept whole") {
  CHECK(authors("By \u00c9lodie S\u00f8rensen, Luis de la Cruz and J.P. Whitcombe") ==
        Names{"\u00c9lodie S\u00f8rensen", "Luis de la Cruz", "J.P. Whitcombe"});
}

TEST_CASE("a line of over five hundred bytes is no byline, and an article has twelve authors") {
  std::string people = "By ";
  for (char c = 'A'; c <= 'P'; ++c) people += "Jane " + std::string(1, c) + "oe, ";
  CHECK(authors(people).size() == 12);
  CHECK(authors(people).back() == "Jane Loe");
  people.resize(500, '.');
  CHECK(authors(people).size() == 12);
  CHECK(authors(people + ".").empty());
}

TEST_CASE("a person named twice counts once, an empty line gives no author") {
  CHECK(authors("By Jane Doe and Jane Doe") == Names{"Jane Doe"});
  CHECK(authors("").empty());
  CHECK(authors("By ").empty());
}

TEST_SUITE_END();
