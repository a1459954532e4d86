#include "serve/wire_text.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using newshole::serve::WireForm;
using newshole::serve::WireText;

TEST_SUITE_BEGIN("serve/wire_text");

namespace {

std::string wire(WireForm form, const std::vector<std::string_view>& pieces) {
  WireText text(form);
  std::string out;
  for (const std::string_view piece : pieces) text.append(out, piece);
  text.finish(out);
  return out;
}

}  // namespace

TEST_CASE("lines end in CR LF, and in no more than that") {
  CHECK(wire(WireForm::Lines, {"a\n\nb\r\nc\n"}) == "a\r\n\r\nb\r\nc\r\n");
}

TEST_CASE("a text without a line end at its end gets none") {
  CHECK(wire(WireForm::Lines, {"a\nb"}) == "a\r\nb");
  CHECK(wire(WireForm::Lines, {}).empty());
}

TEST_CASE("dots are left alone where the close ends the text") {
  CHECK(wire(WireForm::Lines, {".5 percent\n.\n..\n"}) == ".5 percent\r\n.\r\n..\r\n");
}

TEST_CASE("in RFC 1436's form a line with a dot in front gets another, and a dot ends the text") {
  CHECK(wire(WireForm::StuffedLines, {"a\n.5 percent\n.\nb.c\n"}) ==
        "a\r\n..5 percent\r\n..\r\nb.c\r\n.\r\n");
}

TEST_CASE("the Lastline stands on a line of its own, and ends an empty text too") {
  CHECK(wire(WireForm::StuffedLines, {"a"}) == "a\r\n.\r\n");
  CHECK(wire(WireForm::StuffedLines, {}) == ".\r\n");
}

TEST_CASE("where a text is cut into pieces changes nothing") {
  CHECK(wire(WireForm::Lines, {"a\r", "\nb", "\n", "c\r", "d\n"}) == "a\r\nb\r\nc\rd\r\n");
  CHECK(wire(WireForm::StuffedLines, {"a\n", ".b", ".c\n", ".", "\n"}) ==
        "a\r\n..b.c\r\n..\r\n.\r\n");
}

TEST_CASE("bytes are left as they are") {
  const std::string_view bytes("\0.\n.\r\n\xff", 7);
  CHECK(wire(WireForm::Bytes, {bytes}) == bytes);
}

TEST_SUITE_END();
