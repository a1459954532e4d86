#include "gopher/dialect.h"

#include <string>

#include <doctest/doctest.h>

#include "gopher/menu_file.h"
#include "gopher/menu_readers.h"

using namespace newshole;
using gopher::Dialect;
using gopher::ItemType;
using gopher::Menu;

namespace {

const gopher::Server kServer{"hole.example", 7070};

std::string gophermap(const Menu& menu) {
  return gopher::to_bytes(menu, Dialect::Gophermap, kServer);
}

std::string gph(const Menu& menu) {
  return gopher::to_bytes(menu, Dialect::Gph, kServer);
}

}  // namespace

TEST_SUITE_BEGIN("gopher/dialect");

TEST_CASE("a gophermap names every field of every line and has no Lastline") {
  const Menu menu = {{ItemType::Info, "Latest stories", ""},
                     {ItemType::Text, "Rates up", "/news.example/a.txt"},
                     {ItemType::Menu, "Archive", "/news.example/archive"},
                     {ItemType::Search, "Search", "/search"},
                     {ItemType::Html, "Full site", "URL:https://news.example/"}};
  CHECK(gophermap(menu) ==
        "iLatest stories\tErr\thole.example\t7070\n"
        "0Rates up\t/news.example/a.txt\thole.example\t7070\n"
        "1Archive\t/news.example/archive\thole.example\t7070\n"
        "7Search\t/search\thole.example\t7070\n"
        "hFull site\tURL:https://news.example/\thole.example\t7070\n");
}

TEST_CASE("a raw menu has CR LF and the Lastline") {
  const Menu menu = {{ItemType::Info, "Latest", ""}, {ItemType::Text, "Rates up", "/a.txt"}};
  CHECK(gopher::to_bytes(menu, Dialect::Raw, kServer) ==
        "iLatest\tErr\thole.example\t7070\r\n"
        "0Rates up\t/a.txt\thole.example\t7070\r\n"
        ".\r\n");
}

TEST_CASE("an empty raw menu is the Lastline alone, the others are empty files") {
  CHECK(gopher::to_bytes({}, Dialect::Raw, kServer) == ".\r\n");
  CHECK(gophermap({}).empty());
  CHECK(gph({}).empty());
}

TEST_CASE("gph leaves host and port to the server") {
  const Menu menu = {{ItemType::Info, "the server port", ""}, {ItemType::Text, "t", "/a.txt"}};
  CHECK(gph(menu) ==
        "[i|the server port|Err|server|port]\n"
        "[0|t|/a.txt|server|port]\n");
}

TEST_CASE("gph escapes bars and keeps a backslash from swallowing the separator") {
  CHECK(gph({{ItemType::Text, "a|b", "/a.txt"}}) == "[0|a\\|b|/a.txt|server|port]\n");
  CHECK(gph({{ItemType::Text, "C:\\", "/a.txt"}}) == "[0|C:\\ |/a.txt|server|port]\n");
  CHECK(gph({{ItemType::Text, "a\\|b", "/a.txt"}}) == "[0|a\\\\|b|/a.txt|server|port]\n");
  CHECK(gph({{ItemType::Info, "[x]", ""}}) == "[i|[x]|Err|server|port]\n");
}

TEST_CASE("an empty display is a blank in every dialect") {
  const Menu menu = {{ItemType::Info, "", ""}};
  CHECK(gophermap(menu) == "i \tErr\thole.example\t7070\n");
  CHECK(gph(menu) == "[i| |Err|server|port]\n");
  CHECK(gopher::to_bytes(menu, Dialect::Raw, kServer) == "i \tErr\thole.example\t7070\r\n.\r\n");
}

TEST_CASE("blanks of a banner stay where they are") {
  CHECK(gophermap({{ItemType::Info, "   /\\   /\\", ""}}) ==
        "i   /\\   /\\\tErr\thole.example\t7070\n");
}

TEST_CASE("a line ends in no blank, wherever it was cut") {
  CHECK(gophermap({{ItemType::Info, "words \t ", ""}}) == "iwords\tErr\thole.example\t7070\n");
  std::string words;
  while (words.size() < 2000) words += "x ";
  CHECK(gophermap({{ItemType::Info, words, ""}}).find(" \t") == std::string::npos);
  CHECK(gophermap({{ItemType::Info, "x" + words, ""}}).find(" \t") == std::string::npos);
}

TEST_CASE("a tab, a line end or a NUL in a headline cannot add a field or a line") {
  using namespace std::string_literals;
  CHECK(gophermap({{ItemType::Text, "Rates\tup\r\n=id\0."s, "/a.txt"}}) ==
        "0Rates up  =id .\t/a.txt\thole.example\t7070\n");
}

TEST_CASE("escape sequences, C1 controls and bidi overrides do not reach the client") {
  CHECK(gophermap({{ItemType::Info, "a\x1b[2Jb", ""}}) == "ia [2Jb\tErr\thole.example\t7070\n");
  CHECK(gophermap({{ItemType::Info, "a\u009b2Jb\u2028c", ""}}) ==
        "ia 2Jb c\tErr\thole.example\t7070\n");
  CHECK(gophermap({{ItemType::Info,
                    "a\xe2\x80\xae"
                    "cba",
                    ""}}) == "iacba\tErr\thole.example\t7070\n");
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  CHECK(gophermap({{ItemType::Info, "caf\xe9.", ""}}) ==
        "icaf\xef\xbf\xbd.\tErr\thole.example\t7070\n");
}

TEST_CASE("blanks, quotes and what is not ASCII are percent-encoded in a web address") {
  CHECK(gophermap({{ItemType::Html, "x", "URL:https://news.example/a b\"c'd\te\u00e9<|>"}}) ==
        "hx\tURL:https://news.example/a%20b%22c%27d%09e%C3%A9%3C%7C%3E\thole.example\t7070\n");
}

TEST_CASE("a selector is absolute and holds no control character") {
  CHECK(gophermap({{ItemType::Text, "x", "a\r\n.\tb\\"}}) ==
        "0x\t/a%0D%0A.%09b%5C\thole.example\t7070\n");
  CHECK(gophermap({{ItemType::Menu, "x", ""}}) == "1x\t/\thole.example\t7070\n");
}

TEST_CASE("an item whose selector is too long for a server leads nowhere instead of elsewhere") {
  const std::string path = "/" + std::string(255, 'a');
  CHECK(gophermap({{ItemType::Text, "x", path}}) == "ix\tErr\thole.example\t7070\n");
  CHECK(gophermap({{ItemType::Text, "x", path.substr(0, 255)}}) ==
        "0x\t" + path.substr(0, 255) + "\thole.example\t7070\n");
  const std::string base = "URL:https://news.example/?";
  const std::string url = base + std::string(256 - base.size(), 'q');
  CHECK(gophermap({{ItemType::Html, "x", url}}) == "ix\tErr\thole.example\t7070\n");
  CHECK_FALSE(gopher::fits_in_a_line(url));
  CHECK(gopher::fits_in_a_line(url.substr(0, 255)));
  CHECK_FALSE(gopher::fits_in_a_line(url.substr(0, 253) + "\u00e9"));
}

TEST_CASE("a title of 5000 bytes is cut on a whole character, below 1000 bytes a line") {
  std::string title;
  for (int i = 0; i < 2500; ++i) title += "\u00e9";
  const std::string line = gophermap({{ItemType::Text, title, "/a.txt"}});
  CHECK(line.size() <= 999);
  CHECK(line.size() >= 990);
  CHECK(line.starts_with("0\u00e9\u00e9"));
  CHECK(line.find("\u00e9\t/a.txt\thole.example\t7070\n") != std::string::npos);
  CHECK(gph({{ItemType::Text, std::string(5000, '|'), "/a.txt"}}).size() <= 999);
}

TEST_CASE("the longest host and selector leave room for the display") {
  const gopher::Server server{std::string(253, 'h'), 65535};
  const Menu menu = {{ItemType::Html, std::string(5000, 'x'),
                      "URL:https://news.example/" + std::string(230, 'q')}};
  const std::string line = gopher::to_bytes(menu, Dialect::Raw, server);
  CHECK(line.size() <= 999 + 3);
  CHECK(test::read_wire(line).at(0).display.size() > 100);
}

TEST_CASE("dialects have names, and only those") {
  CHECK(gopher::parse_dialect("gophermap") == Dialect::Gophermap);
  CHECK(gopher::parse_dialect("gph") == Dialect::Gph);
  CHECK(gopher::parse_dialect("raw") == Dialect::Raw);
  CHECK_FALSE(gopher::parse_dialect("Raw"));
  CHECK_FALSE(gopher::parse_dialect(""));
  CHECK(gopher::name_of(Dialect::Gophermap) == "gophermap");
  CHECK(gopher::name_of(Dialect::Gph) == "gph");
  CHECK(gopher::name_of(Dialect::Raw) == "raw");
}

TEST_CASE("the menu of a folder is gophermap, for geomyidae index.gph") {
  CHECK(gopher::menu_file_name(Dialect::Gophermap) == "gophermap");
  CHECK(gopher::menu_file_name(Dialect::Raw) == "gophermap");
  CHECK(gopher::menu_file_name(Dialect::Gph) == "index.gph");
}

TEST_CASE("a menu comes back from the bytes that were made of it, in every dialect") {
  const Menu menu = {{ItemType::Info, "Body | text", ""},
                     {ItemType::Info, " ", ""},
                     {ItemType::Html, "the \\| source", "URL:https://news.example/x?a=%7Cb"},
                     {ItemType::Text, "Text version", "/news.example/a.txt"},
                     {ItemType::Menu, "<- back to index", "/news.example"}};
  for (const Dialect dialect : {Dialect::Gophermap, Dialect::Gph, Dialect::Raw}) {
    CHECK(gopher::from_bytes(gopher::to_bytes(menu, dialect, kServer), dialect) == menu);
  }
}

TEST_CASE("lines that no menu of ours has are left out when it is read back") {
  CHECK(
      gopher::from_bytes("untyped\n=id\n0a\t/a\n9a\t/a\th\t70\n\n.\n", Dialect::Gophermap).empty());
  CHECK(gopher::from_bytes("text\n[0|a|/a]\n[9|a|/a|server|port]\n[]\n[\n", Dialect::Gph).empty());
  CHECK(gopher::from_bytes("", Dialect::Raw).empty());
}

TEST_SUITE_END();
