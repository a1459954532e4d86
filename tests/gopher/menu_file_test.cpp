#include "gopher/menu_file.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "gopher/dialect.h"
#include "gopher/menu_readers.h"

using namespace newshole;
using gopher::ItemType;
using gopher::MenuPlace;

TEST_SUITE_BEGIN("gopher/menu_file");

namespace {

const MenuPlace kPlace{"/news.example", {"here.example", 7070}};

std::string gophermap_wire(std::string_view bytes) {
  const std::string copy(bytes);
  return gopher::to_wire(gopher::read_menu_file(copy, gopher::Dialect::Gophermap, kPlace));
}

std::string gph_wire(std::string_view bytes) {
  const std::string copy(bytes);
  return gopher::to_wire(gopher::read_menu_file(copy, gopher::Dialect::Gph, kPlace));
}

gopher::Menu every_type() {
  return {{ItemType::Info, "  [ART]  \\ | ]", ""},
          {ItemType::Info, "", ""},
          {ItemType::Text, "A story", "/news.example/2025/a.txt"},
          {ItemType::Menu, "<- back to index", "/news.example"},
          {ItemType::Error, "An error", "/none"},
          {ItemType::Search, "Search", "/news.example/search"},
          {ItemType::Html, "Full site", "URL:https://news.example/?a=1&b=|"}};
}

constexpr std::string_view kAlphabet[] = {
    "a",      " ",      "|",      "\\",   "[",      "]",    ".", "\t", "\r",   "\n",
    "=",      "!",      "#",      "*",    "-",      ":",    "~", "%",  "\x1b", "\u00e9",
    "\u65e5", "\u202e", "\u0085", "\xff", "server", "URL:", "t", "/",  "\0"};

std::string hostile_text(std::minstd_rand& chance) {
  std::string text;
  for (auto length = chance() % 12; length > 0; --length) {
    text += kAlphabet[chance() % std::size(kAlphabet)];
  }
  return text;
}

gopher::Menu hostile_menu(std::minstd_rand& chance) {
  constexpr ItemType kTypes[] = {ItemType::Text,   ItemType::Menu, ItemType::Error,
                                 ItemType::Search, ItemType::Html, ItemType::Info};
  gopher::Menu menu;
  for (int item = 0; item < 20; ++item) {
    menu.push_back(
        {kTypes[chance() % std::size(kTypes)], hostile_text(chance), "/" + hostile_text(chance)});
  }
  return menu;
}

}  // namespace

TEST_CASE("a gophermap of ours goes out as the same menu in the raw dialect") {
  const gopher::Server server{"hole.example", 70};
  const std::string raw = gopher::to_bytes(every_type(), gopher::Dialect::Raw, server);
  CHECK(gophermap_wire(gopher::to_bytes(every_type(), gopher::Dialect::Gophermap, server)) == raw);
  CHECK(gophermap_wire(raw) == raw);
}

TEST_CASE("an index.gph of ours goes out so, naming the server that serves it") {
  const gopher::Menu menu = {{ItemType::Info, "  [ART] |", ""},
                             {ItemType::Text, "A | story", "/news.example/a.txt"},
                             {ItemType::Html, "Web", "URL:https://news.example/"}};
  CHECK(gph_wire(gopher::to_bytes(menu, gopher::Dialect::Gph, {"hole.example", 70})) ==
        "i  [ART] |\tErr\there.example\t7070\r\n"
        "0A | story\t/news.example/a.txt\there.example\t7070\r\n"
        "hWeb\tURL:https://news.example/\there.example\t7070\r\n"
        ".\r\n");
}

TEST_CASE("hostile menus of ours keep every item and every field, in each dialect") {
  std::minstd_rand chance(7);
  const gopher::Server server{"here.example", 7070};
  for (int round = 0; round < 2'000; ++round) {
    const gopher::Menu menu = hostile_menu(chance);
    const std::string raw = gopher::to_bytes(menu, gopher::Dialect::Raw, server);
    CHECK(gophermap_wire(gopher::to_bytes(menu, gopher::Dialect::Gophermap, server)) == raw);
    CHECK(gophermap_wire(raw) == raw);
    const auto read =
        test::read_wire(gph_wire(gopher::to_bytes(menu, gopher::Dialect::Gph, server)));
    REQUIRE(read.size() == menu.size());
    for (std::size_t i = 0; i < menu.size(); ++i) {
      CHECK(read[i].type == static_cast<char>(menu[i].type));
      CHECK(read[i].fields == 4);
    }
  }
}

TEST_CASE("what people write by hand is read as gophermaps are") {
  CHECK(gophermap_wire("Welcome to my hole\n"
                       "\n"
                       "1News\tnews.example\n"
                       "0About\t/about.txt\n"
                       "1A friend\t\tfriend.example\t70\n"
                       "1Below\n") ==
        "iWelcome to my hole\tErr\there.example\t7070\r\n"
        "i\tErr\there.example\t7070\r\n"
        "1News\t/news.example/news.example\there.example\t7070\r\n"
        "0About\t/about.txt\there.example\t7070\r\n"
        "1A friend\tA friend\tfriend.example\t70\r\n"
        "i1Below\tErr\there.example\t7070\r\n"
        ".\r\n");
}

TEST_CASE("a selector of another server is not touched, nor a web link without a host") {
  CHECK(gophermap_wire("1There\trelative\tfriend.example\t70\n") ==
        "1There\trelative\tfriend.example\t70\r\n.\r\n");
  CHECK(gophermap_wire("hWeb\tURL:https://news.example/\n") ==
        "hWeb\tURL:https://news.example/\there.example\t7070\r\n.\r\n");
}

TEST_CASE("a line that other servers run, read or hide is text") {
  CHECK(gophermap_wire("=id\n#c\n!t\n-x\n*\n") ==
        "i=id\tErr\there.example\t7070\r\n"
        "i#c\tErr\there.example\t7070\r\n"
        "i!t\tErr\there.example\t7070\r\n"
        "i-x\tErr\there.example\t7070\r\n"
        "i*\tErr\there.example\t7070\r\n"
        ".\r\n");
}

TEST_CASE("a line of one dot ends a menu") {
  CHECK(gophermap_wire("1a\t/a\th\t70\r\n.\r\n1b\t/b\th\t70\r\n") == "1a\t/a\th\t70\r\n.\r\n");
}

TEST_CASE("a port that is no number makes a line that leads nowhere") {
  CHECK(gophermap_wire("1a\t/a\th\tseventy\n") == "ia\tErr\there.example\t7070\r\n.\r\n");
  CHECK(gophermap_wire("1a\t/a\th\t65536\n") == "ia\tErr\there.example\t7070\r\n.\r\n");
  CHECK(gophermap_wire("1a\t/a\th\t-1\n") == "ia\tErr\there.example\t7070\r\n.\r\n");
}

TEST_CASE("fields of Gopher+ are dropped, and no control character gets out") {
  CHECK(gophermap_wire("0a\t/a\th\t70\t+\n") == "0a\t/a\th\t70\r\n.\r\n");
  CHECK(gophermap_wire(std::string_view("0a\rb\x1b\0\t/a\th\t70\n", 14)) ==
        "0a b  \t/a\th\t70\r\n.\r\n");
  CHECK(gophermap_wire("\t/a\th\t70\n") == "i \tErr\there.example\t7070\r\n.\r\n");
}

TEST_CASE("a line of index.gph that is no link is text") {
  CHECK(gph_wire("Welcome\n[1|too few|/a]\n[|x|/a|server|port]\n") ==
        "iWelcome\tErr\there.example\t7070\r\n"
        "i[1|too few|/a]\tErr\there.example\t7070\r\n"
        "i[|x|/a|server|port]\tErr\there.example\t7070\r\n"
        ".\r\n");
  CHECK(gph_wire("[1|There|/a|friend.example|70]\n") == "1There\t/a\tfriend.example\t70\r\n.\r\n");
}

TEST_CASE("an empty file is an empty menu") {
  CHECK(gophermap_wire("") == ".\r\n");
  CHECK(gph_wire("") == ".\r\n");
}

TEST_SUITE_END();
