#include "format/table.h"

#include <doctest/doctest.h>

#include "text/width.h"

using Lines = std::vector<std::string>;

namespace {

Lines table(std::string_view text, int width) {
  auto breaker = newshole::text::LineBreaker::create();
  return newshole::format::set_table(text, width, breaker.value());
}

}  // namespace

TEST_SUITE_BEGIN("format/table");

TEST_CASE("columns are as wide as their widest cell and two blanks apart") {
  CHECK(table("Town\tmm\nCork\t12\nAthenry\t3", 40) ==
        Lines{"Town     mm", "Cork     12", "Athenry  3"});
}

TEST_CASE("wide characters count as the two cells they take") {
  CHECK(table("\u6771\u4eac\t1\nOslo\t2", 40) == Lines{"\u6771\u4eac  1", "Oslo  2"});
}

TEST_CASE("an empty cell keeps its column, no line ends in blanks") {
  CHECK(table("a\tb\tc\nx\t\tz\ny\t\t", 40) == Lines{"a  b  c", "x     z", "y"});
}

TEST_CASE("a table wider than the page becomes header and cell, row by row") {
  CHECK(table("Town\tRain in millimetres\nCork\tvery much\nOslo\tlittle", 20) ==
        Lines{"Town: Cork", "Rain in millimetres:", "  very much", "", "Town: Oslo",
              "Rain in millimetres:", "  little"});
}

TEST_SUITE_END();
