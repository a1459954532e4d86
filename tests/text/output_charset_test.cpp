#include "text/output_charset.h"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "text/clean.h"
#include "text/utf8.h"

using namespace newshole::text;

namespace {

std::string ascii(std::string_view text) {
  return transliterate(text, Charset::Ascii);
}
std::string latin1(std::string_view text) {
  return transliterate(text, Charset::Latin1);
}

}  // namespace

TEST_SUITE_BEGIN("text/output_charset");

TEST_CASE("charsets have the names that MIME gives them") {
  CHECK(parse_charset("utf-8") == Charset::Utf8);
  CHECK(parse_charset("iso-8859-1") == Charset::Latin1);
  CHECK(parse_charset("us-ascii") == Charset::Ascii);
  CHECK_FALSE(parse_charset("UTF-8"));
  CHECK_FALSE(parse_charset("latin1"));
  CHECK_FALSE(parse_charset(""));
  CHECK(name_of(Charset::Latin1) == "iso-8859-1");
}

TEST_CASE("UTF-8 is left alone") {
  CHECK(transliterate("caf\u00e9 \u4e2d\U0001f525", Charset::Utf8) == "caf\u00e9 \u4e2d\U0001f525");
}

TEST_CASE("quotes, dashes and ellipses are typed as on a typewriter") {
  CHECK(ascii("\u201cIt\u2019s\u201d \u2014 1990\u20132025\u2026") == "\"It's\" -- 1990-2025...");
  CHECK(latin1("\u201cIt\u2019s\u201d \u2014 1990\u20132025\u2026") == "\"It's\" -- 1990-2025...");
  CHECK(ascii("\u00abx\u00bb \u2039y\u203a 5\u2032 6\u2033") == "<<x>> <y> 5' 6\"");
}

TEST_CASE("symbols are spelt out") {
  CHECK(ascii("\u20ac5 \u00bd \u2153 x\u00b2 H\u2082O \u2022 \u2192 \u2122") ==
        "EUR5 1/2 1/3 x2 H2O * -> (TM)");
  CHECK(ascii("\ufb01nance 3\u00d74 \u2264 20\u00b0C") == "finance 3x4 <= 20 degC");
}

TEST_CASE("accents come off, letters without a base are spelt") {
  CHECK(ascii("Caf\u00e9 \u00dcber stra\u00dfe \u0141\u00f3d\u017a \u1ebf") ==
        "Cafe Uber strasse Lodz e");
  CHECK(ascii("\u00c6sir \u0153uvre \u00deor \u00f8 \u0131") == "AEsir oeuvre Thor o i");
  CHECK(ascii("q\u0301") == "q");
}

TEST_CASE("Latin-1 keeps what it has") {
  CHECK(latin1("caf\u00e9 \u00ab\u00a7\u00bd\u00bb \u00df") ==
        "caf\u00e9 \u00ab\u00a7\u00bd\u00bb \u00df");
  CHECK(latin1("\u1ebf \u0161 \u0152") == "\u00ea s OE");
}

TEST_CASE("line breaks and no-break spaces are kept") {
  CHECK(ascii("a\u00a0[1]\nb") == "a\u00a0[1]\nb");
  CHECK(latin1("a\u00a0[1]\nb") == "a\u00a0[1]\nb");
}

TEST_CASE("other scripts are spelt in Latin letters") {
  CHECK(ascii("\u041c\u043e\u0441\u043a\u0432\u0430, \u0391\u03b8\u03ae\u03bd\u03b1") ==
        "Moskva, Athena");
  CHECK(ascii("\u5317\u4eac\u3002") == "bei jing.");
  CHECK(ascii("\uff21\uff11\uff01") == "A1!");
  CHECK(ascii("\ud55c\uae00") == "hangeul");
}

TEST_CASE("emoji say their name, flags their country") {
  CHECK(ascii("\U0001f525") == ":fire:");
  CHECK(ascii("\u2764\ufe0f") == ":heavy_black_heart:");
  CHECK(ascii("\U0001f44d\U0001f3fd") == ":thumbs_up_sign:");
  CHECK(ascii("\U0001f1eb\U0001f1f7") == "FR");
  CHECK(ascii("1\ufe0f\u20e3") == "1");
}

TEST_CASE("what has no equivalent is a question mark") {
  CHECK(ascii("\ufffd \ue000 \u0378") == "? ? ?");
}

TEST_CASE("encoding gives one byte for each character") {
  CHECK(encode("caf\u00e9\u00a0x", Charset::Latin1) == "caf\xe9\xa0x");
  CHECK(encode("a\u00a0b\u00e9", Charset::Ascii) == "a b?");
  CHECK(encode("\u4e2d\u0085", Charset::Latin1) == "??");
  CHECK(encode("caf\u00e9", Charset::Utf8) == "caf\u00e9");
}

TEST_CASE("a word without end is spelt as well as a short one") {
  std::string word;
  std::string spelling;
  for (int i = 0; i < 2000; ++i) {
    word += "\u0436\u0430";
    spelling += "za";
  }
  CHECK(ascii(word) == spelling);
}

TEST_CASE("whatever the text, each of its characters exists in the charset") {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::string raw;
    for (int i = 0; i < 10; ++i) append_utf8(raw, static_cast<char32_t>(random() % 0x3000));
    append_utf8(raw, static_cast<char32_t>(random() % 0x110000));
    const std::string clean = clean_line(raw);
    const std::string out = ascii(clean);
    for (std::size_t at = 0; at < out.size(); ++at) {
      const CodePoint point = code_point_at(out, at);
      REQUIRE((point.value < 0x80 || point.value == 0xA0));
      at += point.length - 1;
    }
    const std::string latin = latin1(clean);
    for (std::size_t at = 0; at < latin.size(); ++at) {
      const CodePoint point = code_point_at(latin, at);
      REQUIRE((point.value < 0x80 || (point.value >= 0xA0 && point.value <= 0xFF)));
      at += point.length - 1;
    }
  }
}

TEST_CASE("ideographs are words apart, however many stand together") {
  std::string ideographs;
  for (int i = 0; i < 200; ++i) ideographs += "\u6f22\u5b57";
  const std::string spelt = ascii(ideographs);
  CHECK(spelt.find("zihan") == std::string::npos);
  CHECK(std::count(spelt.begin(), spelt.end(), ' ') == 399);
}

TEST_SUITE_END();
