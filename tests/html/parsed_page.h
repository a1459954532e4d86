#pragma once
// Pages for the tests of html.

#include <string>

#include <doctest/doctest.h>

#include "html/document.h"
#include "still_clock.h"

namespace newshole::test {

inline html::Document parsed(std::string page) {
  const StillClock clock;
  auto document = html::Document::parse(std::move(page), clock);
  REQUIRE(document);
  return *std::move(document);
}

inline html::Node body(const html::Document& document) {
  return document.root().first_child().next_sibling();
}

}  // namespace newshole::test
