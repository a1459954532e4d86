#include "format/table.h"

#include <doctest/doctest.h>

#include "text/width.h"

using Lines = std::vector<std::string>;

namespace {

using newshole::format::TableHead;

Lines table(std::string_view text, int width, TableHead head = TableHead::FirstRow) {
  auto breaker = newshole::text::LineBreaker::create();
  return newshole::format::set_table(text, head, width, breaker.value());
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

TEST_CASE("a long head of a column is shortened in its labels and stands whole above them") {
  const std::string head = "what was counted at each of the gates of the harbour";
  CHECK(table("Town\t" + head + "\nCork\t12\nOslo\t7", 50) ==
        Lines{"Town", "what was counted at each of the gates of the", "  harbour", "", "Town: Cork",
              "what was counted at each of the gates...: 12", "", "Town: Oslo",
              "what was counted at each of the gates...: 7"});
}

TEST_CASE("a head is not repeated in so many rows that the table grows many times over") {
  std::string text = "Town\tthirty-five bytes of a table's head";
  for (int row = 0; row < 1000; ++row) text += "\nx\ty";
  const Lines lines = table(text, 30);
  std::size_t bytes = 0;
  for (const std::string& line : lines) bytes += line.size() + 1;
  CHECK(bytes <= 4 * text.size());
  CHECK(Lines(lines.begin(), lines.begin() + 6) ==
        Lines{"Town", "thirty-five bytes of a table's", "  head", "", "x", "y"});
  CHECK(lines.size() == 3 + 1000 * 3);
}

TEST_CASE("a wide table without headers takes no row for them") {
  CHECK(table("Leith, old pier\tFour boats\nWick, north quay\tOne boat", 16, TableHead::None) ==
        Lines{"Leith, old pier", "Four boats", "", "Wick, north quay", "One boat"});
}

TEST_SUITE_END();
