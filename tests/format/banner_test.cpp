// Letters side by side. What figlet makes of real fonts is compared in
// tests/integration/banner_test.py.

#include "format/banner.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using format::Layout;

namespace {

/// One row high: each letter is itself between a blank and a bar, "h" is a hardblank between bars.
std::string small_font(const std::string& header) {
  std::string font = header + "\n";
  for (char c = ' '; c <= '~'; ++c) {
    const bool is_hard = c == 'h';
    font += is_hard ? "|$|" : c == ' ' ? "  " : std::string(" ") + c + "|";
    font += "@@\n";
  }
  for (int i = 0; i < 7; ++i) font += "xx@@\n";
  return font + "0x263A a smile\n:)@@\n0 what is missing\n??@@\n";
}

format::FigFont font(const std::string& header = "flf2a$ 1 1 9 -1 0") {
  return format::FigFont::parse(small_font(header)).value();
}

std::string set(const std::string& text, Layout layout, std::size_t width = 80) {
  return format::banner(text, font(), {.width = width, .alignment = {}, .layout = layout});
}

std::string fault(const std::string& bytes) {
  const auto font = format::FigFont::parse(bytes);
  return font ? "a font" : font.error().message;
}

char32_t both(char32_t left, char32_t right, Layout rules) {
  return format::smushed(left, right, rules | format::kSmushing, font());
}

}  // namespace

TEST_SUITE_BEGIN("format/banner");

TEST_CASE("letters at full width stand as they are") {
  CHECK(set("ab", format::kFullWidth) == " a| b|\n");
}

TEST_CASE("kerned letters touch, and lose the blanks before the first") {
  CHECK(set("ab", format::kKerning) == "a|b|\n");
}

TEST_CASE("in universal smushing the later letter wins") {
  CHECK(set("ab", format::kSmushing) == "ab|\n");
}

TEST_CASE("a hardblank holds letters apart and comes out as a blank") {
  CHECK(set("h", format::kKerning) == "| |\n");
}

TEST_CASE("each smushing rule joins what it names and nothing else") {
  CHECK(both('a', 'a', format::kEqualSmushing) == 'a');
  CHECK(both('a', 'b', format::kEqualSmushing) == 0);
  CHECK(both('_', '|', format::kUnderscoreSmushing) == '|');
  CHECK(both('<', '_', format::kUnderscoreSmushing) == '<');
  CHECK(both('_', 'a', format::kUnderscoreSmushing) == 0);
  CHECK(both('|', '/', format::kHierarchySmushing) == '/');
  CHECK(both('>', '{', format::kHierarchySmushing) == '>');
  CHECK(both('(', ')', format::kHierarchySmushing) == 0);
  CHECK(both('[', ']', format::kPairSmushing) == '|');
  CHECK(both(')', '(', format::kPairSmushing) == '|');
  CHECK(both('(', '(', format::kPairSmushing) == 0);
  CHECK(both('/', '\\', format::kBigXSmushing) == '|');
  CHECK(both('\\', '/', format::kBigXSmushing) == 'Y');
  CHECK(both('>', '<', format::kBigXSmushing) == 'X');
  CHECK(both('<', '>', format::kBigXSmushing) == 0);
  CHECK(both('$', '$', format::kHardblankSmushing) == '$');
  CHECK(both('$', '$', format::kEqualSmushing) == 0);
}

TEST_CASE("a text is broken between words, and a word only where it must be") {
  CHECK(set("ab cd", format::kFullWidth, 10) == " a| b|\n c| d|\n");
  CHECK(set("abcd", format::kFullWidth, 10) == " a| b| c|\n d|\n");
}

TEST_CASE("a letter that is wider than the line is cut") {
  CHECK(set("a", format::kFullWidth, 3) == " a\n");
}

TEST_CASE("lines stand to the right or in the middle of the width but its last column") {
  const auto at = [](format::Alignment alignment) {
    return format::banner("a", font(), {.width = 10, .alignment = alignment, .layout = {}});
  };
  CHECK(at(format::Alignment::Right) == "       a|\n");
  CHECK(at(format::Alignment::Center) == "    a|\n");
}

TEST_CASE("a font that writes from right to left begins there") {
  const auto reversed = font("flf2a$ 1 1 9 -1 0 1");
  CHECK(format::banner("ab", reversed, {.width = 10}) == "    b| a|\n");
}

TEST_CASE("letters beyond ASCII are found by their code, those that lack have the font's own") {
  CHECK(set("\u263a", format::kFullWidth) == ":)\n");
  CHECK(set("\u4e2d", format::kFullWidth) == "??\n");
  CHECK(set("\u00c4", format::kFullWidth) == "xx\n");
}

TEST_CASE("a row of UTF-8 is made of characters, a row that is none of Latin-1's") {
  const auto drawn = [](const std::string& blank, const std::string& row) {
    const std::string header = "flf2a" + blank + " 1 1 9 -1 0\n";
    return format::banner(" ", format::FigFont::parse(header + row + "\n").value(), {.width = 80});
  };
  CHECK(drawn("$", "\u250c$\u2510@@") == "\u250c \u2510\n");
  CHECK(drawn("$", "\u4e2d\u6587\u2551\u2551") == "\u4e2d\u6587\n");
  CHECK(drawn("$", "(\xe4)@@") == "(\u00e4)\n");
  CHECK(drawn("\u00ac", "<\u00ac>@@") == "< >\n");
  CHECK(drawn("\xac", "\xe4\xac>@@") == "\u00e4 >\n");
}

TEST_CASE("the header's layout counts, the newer one before the older") {
  CHECK(font("flf2a$ 1 1 9 -1 0").layout() == format::kFullWidth);
  CHECK(font("flf2a$ 1 1 9 0 0").layout() == format::kKerning);
  CHECK(font("flf2a$ 1 1 9 15 0").layout() == (15U | format::kSmushing));
  CHECK(font("flf2a$ 1 1 9 15 0 0 64").layout() == format::kKerning);
}

TEST_CASE("what is no font is refused with its fault") {
  CHECK(fault("") == "is no FIGfont of version 2");
  CHECK(fault("flf1a$ 1 1 1 1 1\n") == "is no FIGfont of version 2");
  CHECK(fault("flf2a$ 1 1\n") == "its first line lacks numbers");
  CHECK(fault("flf2a$ 2000 1 1 1 1\n") == "its letters are too large");
  CHECK(fault("PK\x03\x04") == "its zip archive is cut short");
}

TEST_CASE("a font that ends early lacks letters, and no more") {
  const auto cut = format::FigFont::parse("flf2a$ 2 1 9 -1 3\n");
  REQUIRE(cut);
  CHECK(format::banner("a", *cut, {}).empty());
}

TEST_SUITE_END();
