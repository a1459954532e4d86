#include "site/suggestion.h"

#include <vector>

#include <doctest/doctest.h>

using newshole::site::suggestion;

TEST_SUITE_BEGIN("site/suggestion");

TEST_CASE("a name with one letter wrong is suggested, a far one is not") {
  const std::vector<std::string> names = {"width", "charset", "dialect"};
  CHECK(suggestion("widht", names) == "; did you mean width?");
  CHECK(suggestion("charst", names) == "; did you mean charset?");
  CHECK(suggestion("banner", names).empty());
  CHECK(suggestion("", names).empty());
}

TEST_CASE("an endless word is not compared at all") {
  const std::vector<std::string> names = {"width"};
  CHECK(suggestion(std::string(100'000, 'w'), names).empty());
}

TEST_SUITE_END();
