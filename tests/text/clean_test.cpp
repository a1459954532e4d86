#include "text/clean.h"

#include <array>
#include <random>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "text/charset/charset.h"
#include "text/utf8.h"

using namespace newshole::text;

namespace {

// A text of `size` characters, mostly those that the cleaner treats apart.
std::string random_text(std::mt19937& random, int size) {
  static constexpr char32_t kSpecial[] = {
      ' ',    '\t',   '\n',   0x1B,    0x85,    0xA0,    0xAD,    0x300,   0x301,   0x34F,   0x61C,
      0x628,  0x915,  0x94D,  0x1160,  0x180E,  0x200B,  0x200C,  0x200D,  0x200E,  0x202E,  0x2028,
      0x2060, 0x2066, 0x20E3, 0x2764,  0x2800,  0xFE0E,  0xFE0F,  0xFEFF,  0xFFF9,  0xFFFE,  'e',
      '1',    0xE9,   0x4E2D, 0x1F3FB, 0x1F468, 0x1F3F4, 0x1F1E6, 0xE0067, 0xE007F, 0x10FFFF};
  std::string text;
  for (int i = 0; i < size; ++i) {
    const auto pick = random() % 100;
    if (pick < 70) append_utf8(text, kSpecial[random() % std::size(kSpecial)]);
    if (pick >= 70 && pick < 95) append_utf8(text, static_cast<char32_t>(random() % 0x110000));
    if (pick >= 95) text += static_cast<char>(random() % 256);
  }
  return text;
}

bool is_banned(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x34F || c == 0x61C ||
         c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFC) ||
         (c & 0xFFFE) == 0xFFFE || c == 0x2800 || c == 0x1160 || c == 0xFE0E;
}

std::string first_banned(const std::string& text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    if (is_banned(point.value)) return "U+" + std::to_string(point.value) + " in " + text;
    offset += point.length;
  }
  return "";
}

std::string paragraph(std::string_view utf8) {
  LineCleaner cleaner(Shape::Paragraph);
  cleaner.append(utf8);
  return cleaner.take();
}

}  // namespace

TEST_SUITE_BEGIN("text/clean");

TEST_CASE("white space of every kind becomes one blank, none at the ends") {
  CHECK(clean_line("  a \t\r\n b  ") == "a b");
  CHECK(clean_line("a\u2003\u3000b\u1680c\u205fd") == "a b c d");
  CHECK(clean_line(" \n\t ").empty());
  CHECK(clean_line("").empty());
}

TEST_CASE("control and escape characters become blanks") {
  CHECK(clean_line("a\x1b[31mred\x07\x7f\u009bb\u0085c") == "a [31mred b c");
  CHECK(clean_line(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("VT, NEL, U+2028 and U+2029 break a paragraph, and are blanks in a line") {
  LineCleaner paragraph(Shape::Paragraph);
  paragraph.append("a \v b\u0085c\u2028 d\u2029\u2029e\v\f");
  CHECK(paragraph.take() == "a\nb\nc\nd\n\ne");
  CHECK(clean_line("a\vb\u0085c\u2028d\u2029 e\v") == "a b c d e");
  CHECK(clean_preformatted("a\vb\u0085  c\u2028d\u2029e") == "a\nb\n  c\nd\ne");
}

TEST_CASE("a paragraph keeps a soft hyphen between two letters, and no other") {
  CHECK(paragraph("Wort\u00adteil") == "Wort\u00adteil");
  CHECK(paragraph("Wort\u00ad\u00adteil") == "Wort\u00adteil");
  CHECK(paragraph("q\u0301\u00adx\u00ad\u0301") == "q\u0301\u00adx\u0301");
  CHECK(paragraph("\u00adWort\u00ad 5\u00adx Teil\u00ad. -\u00adn\u00ad") == "Wort 5x Teil. -n");
  CHECK(clean_line("soft\u00adhyphen") == "softhyphen");
  CHECK(clean_preformatted("soft\u00adhyphen") == "softhyphen");
}

TEST_CASE("characters that look like a blank are one") {
  CHECK(clean_line("a\u2800b\u3164c\u115f\u1160d\uffa0e") == "a b c d e");
}

TEST_CASE("a no-break space is kept, but not at an end and not beside a blank") {
  CHECK(clean_line("a\u00a0b") == "a\u00a0b");
  CHECK(clean_line("a\u00a0\u202f\u2007b") == "a\u00a0b");
  CHECK(clean_line("a\u00a0 b") == "a b");
  CHECK(clean_line("a \u00a0b") == "a b");
  CHECK(clean_line("\u00a0a\u00a0") == "a");
}

TEST_CASE("a paragraph keeps a zero width space between two characters, and no other") {
  CHECK(paragraph("one_\u200btwo") == "one_\u200btwo");
  CHECK(paragraph("\u200bone\u200b\u200btwo\u200b \u200bthree\u200b") == "one\u200btwo three");
  CHECK(paragraph("\u0e02\u200b\u0e04 Cafe\u200b\u0301") == "\u0e02\u200b\u0e04 Caf\u00e9");
  CHECK(paragraph("a\u200b\nb\u200b\u00adc") == "a b\u200bc");
  CHECK(clean_preformatted("one\u200btwo") == "onetwo");
}

TEST_CASE("bidi controls, zero-width characters and soft hyphens are left out") {
  CHECK(clean_line("\u202eevil\u202c \u2066x\u2069") == "evil x");
  CHECK(clean_line("zero\u200bwidth\u2060\ufeff here") == "zerowidth here");
  CHECK(clean_line("\u180e\u034f\u061ca\ufff9b\ufffc\u17b4") == "ab");
  CHECK(clean_line("a\ufdd0b\U0001fffec\U0010ffffd") == "abcd");
}

TEST_CASE("what is left out between two blanks leaves one blank") {
  CHECK(clean_line("a \u200b b") == "a b");
  CHECK(clean_line("a\u00a0\u200b\u00a0b") == "a\u00a0b");
}

TEST_CASE("private, unassigned and replacement characters stay") {
  CHECK(clean_line("\ue000\u0378\ufffd") == "\ue000\u0378\ufffd");
}

TEST_CASE("Arabic number signs are seen, so they stay") {
  CHECK(clean_line("\u0600\u0661") == "\u0600\u0661");
}

TEST_CASE("malformed bytes become U+FFFD, one for each maximal part") {
  CHECK(clean_line("a\xff"
                   "b\xe2\x82"
                   "c\xc0\x80") == "a\ufffdb\ufffdc\ufffd\ufffd");
  CHECK(clean_line("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");
  CHECK(clean_line("e\u0301\xf0\x9f") == "\u00e9\ufffd");
}

TEST_CASE("text comes out in normal form C") {
  CHECK(clean_line("Cafe\u0301") == "Caf\u00e9");
  CHECK(clean_line("Cafe\u200b\u0301") == "Caf\u00e9");
  CHECK(clean_line("\u1112\u1161\u11ab") == "\ud55c");
}

TEST_CASE("combining marks after the fourth of a base are left out") {
  CHECK(clean_line("q\u0300\u0301\u0302\u0303\u0304\u0305x\u0300") ==
        "q\u0300\u0301\u0302\u0303x\u0300");
}

TEST_CASE("a mark that stands for two counts as two") {
  CHECK(clean_line("q\u0344\u0344\u0344") == "q\u0308\u0301\u0308\u0301");
}

TEST_CASE("singletons become what they stand for") {
  CHECK(clean_line("\u2126\u212a\u037e") == "\u03a9K;");
}

// ICU's normaliser took half a minute for a third of this.
TEST_CASE("a million marks out of order do no harm") {
  std::string marks = "a";
  for (int i = 0; i < 500000; ++i) marks += "\u0301\u0323";
  CHECK(clean_line(marks) == "\u1ea1\u0323\u0301\u0301");
}

TEST_CASE("a Burmese syllable of five marks stays whole") {
  CHECK(clean_line("\u101c\u103b\u103e\u1031\u102c\u1037") ==
        "\u101c\u103b\u103e\u1031\u102c\u1037");
}

TEST_CASE("joiners stay where they change what is read, nowhere else") {
  CHECK(clean_line("\u0645\u06cc\u200c\u062e\u0648") == "\u0645\u06cc\u200c\u062e\u0648");
  CHECK(clean_line("\u0915\u094d\u200d\u0937") == "\u0915\u094d\u200d\u0937");
  CHECK(clean_line("pass\u200dword\u200c!") == "password!");
  CHECK(clean_line("\u0645\u200c \u0645\u200d") == "\u0645 \u0645");
  CHECK(clean_line("\u0645\u200cx\u200c\u0645") == "\u0645x\u0645");
}

TEST_CASE("emoji sequences keep their joiners, selectors and skin tones") {
  CHECK(clean_line("\U0001f468\u200d\U0001f469\u200d\U0001f467") ==
        "\U0001f468\u200d\U0001f469\u200d\U0001f467");
  CHECK(clean_line("\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f468") ==
        "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f468");
  CHECK(clean_line("\u2764\ufe0f \u2764\ufe0e") == "\u2764\ufe0f \u2764");
  CHECK(clean_line("1\ufe0f\u20e3") == "1\ufe0f\u20e3");
}

TEST_CASE("a selector or joiner that makes no emoji is left out") {
  CHECK(clean_line("1\ufe0f2 a\ufe0f \ufe0f x\ufe01 \u1820\u180b") == "12 a x \u1820");
  CHECK(clean_line("\U0001f468\u200d a\U0001f468\u200d") == "\U0001f468 a\U0001f468");
  CHECK(clean_line("\u845b\U000e0100") == "\u845b");
}

TEST_CASE("a chain of joiners ends after eight") {
  std::string chain = "\u2764";
  for (int i = 0; i < 20; ++i) chain += "\u200d\u2764";
  CHECK(clean_line(chain) ==
        "\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d"
        "\u2764\u200d\u2764\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d\u2764\u200d\u2764"
        "\u200d\u2764\u200d\u2764\u200d\u2764\u2764\u200d\u2764\u200d\u2764");
}

TEST_CASE("tags stay in the flag of a region and cannot smuggle text elsewhere") {
  const std::string scotland =
      "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f";
  CHECK(clean_line(scotland) == scotland);
  CHECK(clean_line("a\U000e0067\U000e0062\U000e007fb") == "ab");
  CHECK(clean_line("\U0001f3f4\U000e0067\U000e0062x") == "\U0001f3f4x");
  CHECK(clean_line("\U0001f3f4\U000e0067\U000e0067\U000e0067\U000e0067\U000e0067\U000e0067"
                   "\U000e0067\U000e007f") == "\U0001f3f4");
}

TEST_CASE("pieces join as if they had been one, offsets give the place of each") {
  LineCleaner cleaner;
  cleaner.append("a ");
  CHECK(cleaner.size() == 1);
  CHECK(cleaner.next_offset() == 2);
  cleaner.append(" b");
  CHECK(cleaner.size() == 3);
  CHECK(cleaner.next_offset() == 3);
  cleaner.append("c");
  CHECK(cleaner.take() == "a bc");
  CHECK(cleaner.size() == 0);
  CHECK(cleaner.take().empty());
}

TEST_CASE("offsets count a no-break space as two bytes and nothing at the start") {
  LineCleaner cleaner;
  cleaner.append(" ");
  CHECK(cleaner.next_offset() == 0);
  cleaner.append("a\u00a0");
  CHECK(cleaner.size() == 1);
  CHECK(cleaner.next_offset() == 3);
  cleaner.append("\u200b");
  CHECK(cleaner.next_offset() == 3);
  cleaner.append(" ");
  CHECK(cleaner.next_offset() == 2);
}

TEST_CASE("the text of a link is found by its offsets") {
  LineCleaner cleaner;
  cleaner.append("pushing out a few product");
  const std::size_t begin = cleaner.next_offset();
  cleaner.append(" updates\u200d ");
  const std::size_t end = cleaner.size();
  cleaner.append(".");
  const std::string line = cleaner.take();
  CHECK(line == "pushing out a few product updates .");
  CHECK(line.substr(begin, end - begin) == " updates");
}

TEST_CASE("line breaks take the blanks around them and vanish at the ends") {
  LineCleaner cleaner(Shape::Paragraph);
  cleaner.append_break();
  cleaner.append(" a ");
  cleaner.append_break();
  cleaner.append("\u00a0 ");
  cleaner.append_break();
  CHECK(cleaner.size() == 1);
  CHECK(cleaner.next_offset() == 3);
  cleaner.append(" b");
  cleaner.append_break();
  cleaner.append(" ");
  CHECK(cleaner.take() == "a\n\nb");
}

TEST_CASE("a joiner that a piece ends with is decided by the next piece") {
  LineCleaner cleaner;
  cleaner.append("\U0001f468\u200d");
  CHECK(cleaner.size() == 4);
  cleaner.append("\U0001f469");
  CHECK(cleaner.take() == "\U0001f468\u200d\U0001f469");
}

TEST_CASE("a normalised piece leaves what stood before it alone") {
  LineCleaner cleaner;
  cleaner.append("e\u00a0");
  cleaner.append(" \u200be\u200b\u0301");
  CHECK(cleaner.take() == "e \u00e9");
}

TEST_CASE("clean text of random pieces is valid, safe, and clean already") {
  std::mt19937 random(20251201);
  for (int round = 0; round < 3000; ++round) {
    LineCleaner cleaner;
    for (int piece = 0; piece < 3; ++piece) {
      const std::size_t before = cleaner.size();
      cleaner.append(random_text(random, static_cast<int>(random() % 12)));
      REQUIRE(cleaner.size() >= before);
      REQUIRE(cleaner.next_offset() >= cleaner.size());
    }
    const std::string line = cleaner.take();
    REQUIRE(is_valid_utf8(line));
    REQUIRE(first_banned(line) == "");
    REQUIRE(line.find("  ") == std::string::npos);
    REQUIRE(clean_line(clean_line(line)) == clean_line(line));
  }
}

TEST_CASE("a character is cleaned alike wherever it stands in a line") {
  constexpr auto kTails =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"a b", "a b"},
                                                                    {"a  b", "a b"},
                                                                    {" a", " a"},
                                                                    {"\x7F"
                                                                     "b",
                                                                     " b"},
                                                                    {"\x01 b", " b"},
                                                                    {"  ", ""},
                                                                    {"\tb", " b"},
                                                                    {"\u00FC b", "\u00FC b"},
                                                                    {"a ", "a"}});
  for (std::size_t size = 1; size < 40; ++size) {
    const std::string words(size, 'x');
    for (const auto& [tail, cleaned] : kTails) {
      CHECK(clean_line(words + std::string(tail)) == words + std::string(cleaned));
      CHECK(clean_line(words + std::string(tail) + " word word word") ==
            words + std::string(cleaned) + " word word word");
    }
  }
}

TEST_CASE("preformatted text keeps its lines and blanks") {
  CHECK(clean_preformatted("\n  if x:\n    y  \n\n\n  z\n\n") == "  if x:\n    y\n\n\n  z");
  CHECK(clean_preformatted("a\r\nb\rc") == "a\nb\nc");
  CHECK(clean_preformatted(" \n\t\n").empty());
  CHECK(clean_preformatted("").empty());
}

TEST_CASE("tabs of preformatted text go to columns of eight cells") {
  CHECK(clean_preformatted("a\tb\n1234567\tb\n12345678\tb") ==
        "a       b\n1234567 b\n12345678        b");
  CHECK(clean_preformatted("\u4e2d\tb") == "\u4e2d      b");
}

TEST_CASE("preformatted text holds no control characters and no no-break spaces") {
  CHECK(clean_preformatted("a\x1b[0m\u00a0\u00a0b\u202ec\u200bd") == "a [0m  bcd");
}

TEST_CASE("no-break spaces print as blanks, soft hyphens and zero width spaces not at all") {
  CHECK(as_printed("a\u00a0[3] b\u00a0") == "a [3] b ");
  CHECK(as_printed("Wort\u00adteil") == "Wortteil");
  CHECK(as_printed("a\u200bb\u00a0c\u200b\u201cd\u200b") == "ab c\u201cd");
  CHECK(as_printed("\u00e9\u00a9\xc2") == "\u00e9\u00a9\xc2");
  CHECK(as_printed("").empty());
}

TEST_SUITE_END();
