#include "base/ascii.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "base/join.h"

using namespace newshole;

namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool holds(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

}  // namespace

TEST_SUITE_BEGIN("base/ascii");

TEST_CASE("every byte is what ASCII says, and those of other characters are nothing") {
  for (int byte = 0; byte < 256; ++byte) {
    const auto c = static_cast<char>(byte);
    CAPTURE(byte);
    CHECK(ascii::is_lower(c) == holds(kLower, c));
    CHECK(ascii::is_upper(c) == holds(kUpper, c));
    CHECK(ascii::is_letter(c) == (holds(kLower, c) || holds(kUpper, c)));
    CHECK(ascii::is_digit(c) == holds("0123456789", c));
    CHECK(ascii::is_alphanumeric(c) == (ascii::is_letter(c) || ascii::is_digit(c)));
    CHECK(ascii::is_hex_digit(c) == holds("0123456789abcdefABCDEF", c));
    CHECK(ascii::is_control(c) == (byte < 0x20 || byte == 0x7F));
    CHECK(ascii::lower(c) == (holds(kUpper, c) ? kLower[kUpper.find(c)] : c));
  }
}

TEST_CASE("words are the same whatever their case, if they are as long") {
  CHECK(ascii::equals_folded("Content-Type", "cONTENT-tYPE"));
  CHECK_FALSE(ascii::equals_folded("Content", "Content-Type"));
  CHECK_FALSE(ascii::equals_folded("\u00e9", "\u00c9"));
  CHECK(ascii::lowered("\u00c9TUDE 1") == "\u00c9tude 1");
}

TEST_CASE("blanks are trimmed from both ends, and only there") {
  CHECK(ascii::trimmed(" \t\n\f\r a  b\r\n") == "a  b");
  CHECK(ascii::trimmed("a") == "a");
  CHECK(ascii::trimmed(" \n ").empty());
  CHECK(ascii::trimmed("").empty());
  CHECK(ascii::trimmed("\u00a0a") == "\u00a0a");
  CHECK(ascii::trimmed(" a\n", " ") == "a\n");
}

TEST_CASE("a text is taken apart at its separators, the last part ends with it") {
  std::string_view rest = "a,;b";
  CHECK(ascii::take_before(rest, ";,") == "a");
  CHECK(ascii::take_before(rest, ";,").empty());
  CHECK(ascii::take_before(rest, ";,") == "b");
  CHECK(rest.empty());
  CHECK(ascii::take_before(rest, ";,").empty());
}

TEST_CASE("a number is the whole text, and within its range") {
  CHECK(ascii::number("70", 1, 65535) == 70);
  CHECK(ascii::number<long>("-3") == -3);
  for (const std::string_view text : {"0", "65536", "99999999999", "70 ", " 70", "+70", "7a", ""}) {
    CAPTURE(text);
    CHECK_FALSE(ascii::number(text, 1, 65535));
  }
}

TEST_CASE("texts are joined with the separator between two of them") {
  const std::vector<std::string> names = {"a", "", "b"};
  CHECK(joined(names, ", ") == "a, , b");
  CHECK(joined(std::vector<std::string>{"a"}, ", ") == "a");
  CHECK(joined(std::vector<std::string>{}, ", ").empty());
}

TEST_SUITE_END();
