#include "site/path_template.h"

#include <doctest/doctest.h>

using newshole::Result;
using newshole::site::PathFacts;
using newshole::site::PathTemplate;
using namespace std::chrono_literals;

namespace {

std::optional<PathFacts> match(std::string_view path_template, std::string_view path) {
  const Result<PathTemplate> parsed = PathTemplate::parse(path_template);
  REQUIRE(parsed);
  return parsed->match(path);
}

}  // namespace

TEST_SUITE_BEGIN("site/path_template");

TEST_CASE("a dated path gives date and section") {
  const auto facts = match("/{year}/{month}/{day}/{section}/{slug}", "/2025/09/19/tech/some-slug");
  REQUIRE(facts);
  CHECK(facts->section == "tech");
  CHECK(facts->date == 2025y / 9 / 19);
}

TEST_CASE("an undated path gives its section only") {
  const auto facts = match("/{section}/{slug}", "/travel/some-slug");
  REQUIRE(facts);
  CHECK(facts->section == "travel");
  CHECK_FALSE(facts->date);
}

TEST_CASE("the whole path must match") {
  CHECK_FALSE(match("/{section}/{slug}", "/travel/some-slug/more"));
  CHECK_FALSE(match("/{section}/{slug}", "/travel"));
  CHECK_FALSE(match("/{section}/{slug}", "/travel/"));
  CHECK_FALSE(match("/en/article/{id}", "/es/article/h_1"));
  CHECK(match("/en/article/{id}", "/en/article/h_1"));
}

TEST_CASE("digits may stand side by side") {
  const auto facts = match("/{section}/{year}/{month}{day}/{slug}", "/World/2025/0919/x");
  REQUIRE(facts);
  CHECK(facts->date == 2025y / 9 / 19);
}

TEST_CASE("a number is digits, whatever stands behind them") {
  CHECK(match("/nx-s1-{number}", "/nx-s1-5627109"));
  CHECK_FALSE(match("/nx-s1-{number}", "/nx-s1-"));
  CHECK_FALSE(match("/{number}", "/12a"));
  CHECK(match("/l/{number}.html", "/l/2593111.html"));
}

TEST_CASE("a date that does not exist is no story's path") {
  CHECK_FALSE(match("/{year}/{month}/{day}/{section}/{slug}", "/2025/02/30/tech/slug"));
  CHECK_FALSE(match("/{year}/{month}/{day}/{section}/{slug}", "/2025/2/3/tech/slug"));
}

TEST_CASE("a section holds letters, digits, dash and underscore") {
  CHECK_FALSE(match("/{section}/{slug}", "/tr%20avel/slug"));
  CHECK(match("/{section}/{slug}", "/tr_av-el2/slug"));
}

TEST_CASE("a template that could be read in two ways is refused") {
  CHECK(PathTemplate::parse("{slug}").error().message == "expected a path that starts with \"/\"");
  CHECK(PathTemplate::parse("/{slug").error().message == "expected \"}\"");
  CHECK(PathTemplate::parse("/{slug}{id}").error().message ==
        "expected \"/\" or the end behind {section}, {slug} and {id}");
  CHECK(PathTemplate::parse("/{month}/{name}").error().message ==
        "expected {year}, {month}, {day}, {section}, {number}, {slug} or {id}, found {name}");
}

TEST_SUITE_END();
