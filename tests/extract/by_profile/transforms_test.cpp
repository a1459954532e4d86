#include <doctest/doctest.h>

#include "extract/by_profile/field.h"

using newshole::extract::transformed;
using newshole::site::Transform;

namespace {

std::string first_sentence(const std::string& text) {
  return transformed(text, Transform::FirstSentence);
}

}  // namespace

TEST_SUITE_BEGIN("extract/by_profile/transforms");

TEST_CASE("a first sentence ends at its stop, which it loses") {
  CHECK(first_sentence("Trams stand still. Nobody knows why.") == "Trams stand still");
  CHECK(first_sentence("Trams stand still.") == "Trams stand still");
  CHECK(first_sentence("Trams stand still. (Agency)") == "Trams stand still");
  CHECK(first_sentence("Who knows? Nobody.") == "Who knows?");
  CHECK(first_sentence("No stop at all") == "No stop at all");
}

TEST_CASE("a stop that shortens a word ends no sentence") {
  CHECK(first_sentence("Gen. Roe of the U.S. Army left St. Paul. He came back.") ==
        "Gen. Roe of the U.S. Army left St. Paul");
  CHECK(first_sentence("It fell 3.5 percent, i.e. more than last year. Why?") ==
        "It fell 3.5 percent, i.e. more than last year");
}

TEST_CASE("without a transform a text stays as it is") {
  CHECK(transformed("One. Two.", Transform::None) == "One. Two.");
}

TEST_SUITE_END();
