#include "text/charset/charset.h"

#include <random>

#include <doctest/doctest.h>

#include "text/charset/encoding_labels.h"

using namespace newshole::text;

namespace {

std::string_view name_of(std::string_view label) {
  const Encoding* encoding = find_encoding(label);
  return encoding == nullptr ? "" : encoding->name;
}

// A page in windows-1251 ("\u0414\u0430") that names its encoding by `head`.
std::string_view encoding_found_in(std::string head) {
  return decode_page(std::move(head) + "\xc4\xe0", "").encoding;
}

std::string utf16le(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) {
    out += c;
    out += '\0';
  }
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("text/charset/charset");

TEST_CASE("labels mean what the Encoding standard says, not what they spell") {
  CHECK(name_of("UTF8") == "utf-8");
  CHECK(name_of(" \tISO-8859-1\n") == "windows-1252");
  CHECK(name_of("us-ascii") == "windows-1252");
  CHECK(name_of("gb2312") == "gbk");
  CHECK(name_of("ks_c_5601-1987") == "euc-kr");
  CHECK(name_of("x-sjis") == "shift_jis");
  CHECK(name_of("unicode") == "utf-16le");
  CHECK(name_of("iso-8859-9") == "windows-1254");
  CHECK(name_of("tis-620") == "windows-874");
}

TEST_CASE("labels outside the standard, and those it replaces, mean nothing") {
  CHECK(name_of("utf-7") == "");
  CHECK(name_of("iso-2022-kr") == "");
  CHECK(name_of("hz-gb-2312") == "");
  CHECK(name_of("replacement") == "");
  CHECK(name_of("utf-32") == "");
  CHECK(name_of("") == "");
  CHECK(name_of("utf-8 utf8") == "");
  CHECK(name_of("utf") == "");
}

TEST_CASE("each encoding is decoded as the standard says") {
  struct Row {
    std::string_view label;
    std::string_view bytes;
    std::string_view text;
    std::string_view encoding;
  };
  static constexpr Row kRows[] = {
      {"iso-8859-1", "\x93hi\x94 \x80 \xe9", "\u201chi\u201d \u20ac \u00e9", "windows-1252"},
      {"ibm866", "\x8f\xe0", "\u041f\u0440", "ibm866"},
      {"latin2", "\xb1\xe8", "\u0105\u010d", "iso-8859-2"},
      {"l3", "\xb1", "\u0127", "iso-8859-3"},
      {"l4", "\xe7", "\u012f", "iso-8859-4"},
      {"cyrillic", "\xbf\xe0", "\u041f\u0440", "iso-8859-5"},
      {"arabic", "\xc7\xe4", "\u0627\u0644", "iso-8859-6"},
      {"greek", "\xe1\xa4", "\u03b1\u20ac", "iso-8859-7"},
      {"visual", "\xf9\xe0", "\u05e9\u05d0", "iso-8859-8"},
      {"logical", "\xf9\xe0", "\u05e9\u05d0", "iso-8859-8-i"},
      {"l6", "\xbd", "\u2015", "iso-8859-10"},
      {"iso-8859-13", "\xb4", "\u201c", "iso-8859-13"},
      {"iso-8859-14", "\xa1", "\u1e02", "iso-8859-14"},
      {"l9", "\xa4\xbd", "\u20ac\u0153", "iso-8859-15"},
      {"iso-8859-16", "\xaa\xfe\xe3\xe9", "\u0218\u021b\u0103\u00e9", "iso-8859-16"},
      {"koi8-r", "\xf0\xd2", "\u041f\u0440", "koi8-r"},
      {"koi8-u", "\xf0\xa4", "\u041f\u0454", "koi8-u"},
      {"macintosh", "\x8e\xd5", "\u00e9\u2019", "macintosh"},
      {"tis-620", "\xa1\x85", "\u0e01\u2026", "windows-874"},
      {"cp1250", "\x9c\xe8", "\u015b\u010d", "windows-1250"},
      {"cp1251", "\xc4\xe0", "\u0414\u0430", "windows-1251"},
      {"cp1253", "\xe1\x92", "\u03b1\u2019", "windows-1253"},
      {"latin5", "\xfe\x80", "\u015f\u20ac", "windows-1254"},
      {"cp1255", "\xf9\xe0", "\u05e9\u05d0", "windows-1255"},
      {"cp1256", "\xc7\xe1", "\u0627\u0644", "windows-1256"},
      {"cp1257", "\xe0\xe8", "\u0105\u010d", "windows-1257"},
      {"cp1258", "\x92\xd5", "\u2019\u01a0", "windows-1258"},
      {"x-mac-ukrainian", "\x8f\xbb", "\u041f\u0457", "x-mac-cyrillic"},
      {"gbk", "\xd6\xd0\x80\x81\x40", "\u4e2d\u20ac\u4e02", "gbk"},
      {"gb18030", "\x81\x30\x81\x30\xd6\xd0", "\u0080\u4e2d", "gb18030"},
      {"big5", "\xa4\xa4\x87\x40", "\u4e2d\u43f0", "big5"},
      {"euc-jp", "\xc6\xfc\x8e\xb1", "\u65e5\uff71", "euc-jp"},
      {"shift_jis", "\x93\xfa\\~\xb1\x87\x40", "\u65e5\\~\uff71\u2460", "shift_jis"},
      {"euc-kr", "\xc7\xd1\x81\x41", "\ud55c\uac02", "euc-kr"},
      {"iso-2022-jp", "\x1b$BF|\x1b(B", "\u65e5", "iso-2022-jp"},
      {"utf-16be", std::string_view("\0a\x4e\x2d", 4), "a\u4e2d", "utf-16be"},
      {"utf-16", std::string_view("a\0\x2d\x4e\xe9\0", 6), "a\u4e2d\u00e9", "utf-16le"},
      {"x-user-defined", "a\x80\xff", "a\uf780\uf7ff", "x-user-defined"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.label);
    const Decoded decoded = decode_page(std::string(row.bytes), row.label);
    CHECK(decoded.text == row.text);
    CHECK(decoded.encoding == row.encoding);
  }
}

TEST_CASE("valid UTF-8 beats a wrong label") {
  const Decoded decoded = decode_page("caf\u00e9 \u4e2d", "shift_jis");
  CHECK(decoded.text == "caf\u00e9 \u4e2d");
  CHECK(decoded.encoding == "utf-8");
  CHECK(decode_page("<meta charset=windows-1251>\u00e9", "").encoding == "utf-8");
}

TEST_CASE("plain ASCII stays what it is under any label") {
  CHECK(decode_page("<p>hello", "utf-16").text == "<p>hello");
  CHECK(decode_page("+ADw-script+AD4-", "utf-7").text == "+ADw-script+AD4-");
  CHECK(decode_page("a\x1b$BF|", "euc-jp").text == "a\x1b$BF|");
  CHECK(decode_page("\x1b$)C\x0e", "iso-2022-kr").encoding == "utf-8");
}

TEST_CASE("pages of UTF-16 without a mark are read as the server says, little-endian by default") {
  CHECK(decode_page(utf16le("<p>hello"), "UTF-16").text == "<p>hello");
  CHECK(decode_page(utf16le("<p>hello"), "utf-16le").encoding == "utf-16le");
}

TEST_CASE("a byte order mark beats every label and is not part of the text") {
  CHECK(decode_page("\xef\xbb\xbf"
                    "caf\xc3\xa9",
                    "windows-1251")
            .text == "caf\u00e9");
  CHECK(decode_page(std::string("\xff\xfe") + utf16le("hi"), "utf-8").text == "hi");
  CHECK(decode_page(std::string("\xfe\xff\x4e\x2d"), "").text == "\u4e2d");
  CHECK(decode_page("\xef\xbb\xbf\xff", "windows-1252").text == "\ufffd");
  CHECK(decode_page("\xff\xfe", "").text == "");
}

TEST_CASE("bytes that are not of their encoding become U+FFFD") {
  CHECK(decode_page("a\xffz\xe2\x82", "utf-8").text == "a\ufffdz\ufffd");
  CHECK(decode_page("\xd6", "gbk").text == "\ufffd");
  CHECK(decode_page("\x81<b>", "shift_jis").text == "\ufffd<b>");
  CHECK(decode_page(std::string("\x00\xd8x\x00", 4), "utf-16le").text == "\ufffdx");
}

TEST_CASE("without any label what is not UTF-8 is windows-1252") {
  CHECK(decode_page("caf\xe9", "").text == "caf\u00e9");
  CHECK(decode_page("caf\xe9", "utf-7").encoding == "windows-1252");
  CHECK(decode_page("", "").text == "");
}

TEST_CASE("the server's label goes before the page's, unless it is unknown") {
  CHECK(decode_page("<meta charset=koi8-r>\xc4", "windows-1251").encoding == "windows-1251");
  CHECK(decode_page("<meta charset=koi8-r>\xc4", "nonsense").encoding == "koi8-r");
}

TEST_CASE("a meta element names the encoding by charset or by content") {
  CHECK(encoding_found_in("<html><head><meta charset=\"windows-1251\">") == "windows-1251");
  CHECK(encoding_found_in("<META CHARSET = 'Windows-1251' />") == "windows-1251");
  CHECK(encoding_found_in("<meta/charset=windows-1251>") == "windows-1251");
  CHECK(encoding_found_in("<meta http-equiv=Content-Type content=\"text/html; "
                          "charset=windows-1251\">") == "windows-1251");
  CHECK(encoding_found_in("<meta content='text/html; charset = \"windows-1251\"' "
                          "http-equiv='content-type'>") == "windows-1251");
}

TEST_CASE("a meta element of another kind names nothing") {
  CHECK(encoding_found_in("<meta content=\"text/html; charset=windows-1251\">") == "windows-1252");
  CHECK(encoding_found_in("<meta http-equiv=refresh content=\"charset=windows-1251\">") ==
        "windows-1252");
  CHECK(encoding_found_in("<metadata charset=windows-1251>") == "windows-1252");
  CHECK(encoding_found_in("<meta name=charset content=windows-1251>") == "windows-1252");
}

TEST_CASE("comments, other tags and attribute values are no meta elements") {
  CHECK(encoding_found_in("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>") ==
        "windows-1251");
  CHECK(encoding_found_in("<!--><meta charset=windows-1251>") == "windows-1251");
  CHECK(encoding_found_in("<a title='<meta charset=koi8-r>'><meta charset=windows-1251>") ==
        "windows-1251");
  CHECK(encoding_found_in("<!doctype html><?php x?></p><meta charset=windows-1251>") ==
        "windows-1251");
}

TEST_CASE("an unknown label in one meta element leaves the next a chance") {
  CHECK(encoding_found_in("<meta charset=utf-7><meta charset=windows-1251>") == "windows-1251");
}

TEST_CASE("of an attribute that stands twice the first counts") {
  CHECK(encoding_found_in("<meta charset=windows-1251 charset=koi8-r>") == "windows-1251");
}

TEST_CASE("a page that could read its own meta element is not UTF-16") {
  CHECK(encoding_found_in("<meta charset=utf-16>") == "utf-8");
  CHECK(encoding_found_in("<meta charset=x-user-defined>") == "windows-1252");
}

TEST_CASE("an XML declaration names the encoding where no meta element does") {
  CHECK(encoding_found_in("<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>") ==
        "windows-1251");
  CHECK(encoding_found_in("<?xml version='1.0' encoding='koi8-r'?><meta charset=windows-1251>") ==
        "windows-1251");
}

TEST_CASE(
    "a meta element counts in the first 64 KB, as browsers read a page again for a late one") {
  const std::string meta = "<meta charset=windows-1251>";
  CHECK(encoding_found_in(std::string(1024 - meta.size(), ' ') + meta) == "windows-1251");
  CHECK(encoding_found_in(std::string(1024, ' ') + meta) == "windows-1251");
  CHECK(encoding_found_in(std::string(std::size_t{64} << 10, ' ') + meta) == "windows-1252");
}

TEST_CASE("what ends in the middle of a meta element names nothing") {
  CHECK(decode_page("\xc4<meta charset=koi8-r", "").encoding == "windows-1252");
  CHECK(decode_page("\xc4<meta charset='koi8-r", "").encoding == "windows-1252");
  CHECK(decode_page("\xc4<meta charset", "").encoding == "windows-1252");
  CHECK(decode_page("\xc4<meta ", "").encoding == "windows-1252");
  CHECK(decode_page("\xc4<!--", "").encoding == "windows-1252");
}

TEST_CASE("a page that was encoded twice throughout is decoded twice") {
  CHECK(
      decode_page(
          "Caf\u00c3\u00a9, the board\u00e2\u20ac\u2122s \u00e2\u20ac\u0153never\u00e2\u20ac\u009d",
          "utf-8")
          .text == "Caf\u00e9, the board\u2019s \u201cnever\u201d");
}

TEST_CASE("signs that look encoded twice stay where others of the page are not") {
  const std::string page =
      "\u00c3\u00a9 is how \u00e9 comes out, \u00e2\u20ac\u2122 an apostrophe, \u00c3\u00bc an "
      "\u00fc";
  CHECK(decode_page(page, "utf-8").text == page);
  const std::string two = "\u00c3\u00a9, \u00c3\u00bc";
  CHECK(decode_page(two, "utf-8").text == two);
}

TEST_CASE("whatever the bytes and the label, the text is valid UTF-8") {
  static constexpr std::string_view kLabels[] = {"",        "utf-8",        "utf-16",    "utf-16be",
                                                 "gb18030", "iso-2022-jp",  "shift_jis", "big5",
                                                 "euc-kr",  "windows-1252", "euc-jp",    "koi8-r"};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = round % 3 == 0 ? "\xff\xfe" : "";
    for (auto size = random() % 40; size != 0; --size) bytes += static_cast<char>(random() % 256);
    if (round % 5 == 0) bytes += "<meta charset=gbk>";
    const Decoded decoded = decode_page(bytes, kLabels[random() % std::size(kLabels)]);
    REQUIRE(is_valid_utf8(decoded.text));
  }
}

TEST_CASE("well-formed UTF-8 is recognised as in Unicode's table 3-7") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("plain ASCII, longer than a word"));
  CHECK(is_valid_utf8("\u00e9\u4e2d\U0001f525\U0010ffff\ufffd"));
  CHECK_FALSE(is_valid_utf8("\xc0\xaf"));
  CHECK_FALSE(is_valid_utf8("\xe0\x9f\xbf"));
  CHECK_FALSE(is_valid_utf8("\xed\xa0\x80"));
  CHECK_FALSE(is_valid_utf8("\xf4\x90\x80\x80"));
  CHECK_FALSE(is_valid_utf8("\xf0\x9f\x94"));
  CHECK_FALSE(is_valid_utf8("0123456\x80"));
}

TEST_SUITE_END();
