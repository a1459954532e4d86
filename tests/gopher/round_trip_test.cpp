#include <cstdint>
#include <cstdlib>
#include <future>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "gopher/dialect.h"
#include "gopher/generated_menus.h"
#include "gopher/menu_readers.h"

using namespace newshole;
using gopher::Dialect;
using gopher::ItemType;
using gopher::Menu;
using test::ReadItem;

namespace {

const gopher::Server kServer{"hole.example", 70};

// A title and what a reader of the menu must see of it.
struct Title {
  std::string given;
  std::string seen;
};

std::vector<Title> hostile_titles() {
  using namespace std::string_literals;
  return {
      {"=id", "=id"},
      {"!title", "!title"},
      {"#comment", "#comment"},
      {"*", "*"},
      {".", "."},
      {".stop", ".stop"},
      {"-hidden", "-hidden"},
      {":type=0", ":type=0"},
      {"~", "~"},
      {"%", "%"},
      {"[1|x|/etc/passwd|server|port]", "[1|x|/etc/passwd|server|port]"},
      {"|", "|"},
      {"||||||", "||||||"},
      {"a\\|b", "a\\|b"},
      {"]", "]"},
      {"the t line", "the t line"},
      {"server", "server"},
      {"a\tb\tc\td\te", "a b c d e"},
      {"a\r\n0evil\t/x\th\t70", "a  0evil /x h 70"},
      {"\n.\n=id", " . =id"},
      {"nul\0byte"s, "nul byte"},
      {"\x1b]0;title\x07", " ]0;title"},
      {"\u0085\u2028\u2029", " "},
      {"", " "},
      {"URL:https://evil.example/", "URL:https://evil.example/"},
      {"\u65e5\u672c\u8a9e \U0001f600", "\u65e5\u672c\u8a9e \U0001f600"},
  };
}

Menu menu_of(const std::vector<Title>& titles) {
  Menu menu;
  for (const Title& title : titles) {
    menu.push_back({ItemType::Text, title.given, "/news.example/a.txt"});
    menu.push_back({ItemType::Info, title.given, ""});
  }
  return menu;
}

// What the reader must give back; host and port as the dialect names them.
struct Expectation {
  std::string host;
  std::string port;
  std::size_t fields;
};

void check_read(const std::vector<ReadItem>& items, const std::vector<Title>& titles,
                const Expectation& expected) {
  REQUIRE(items.size() == 2 * titles.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ReadItem& item = items[i];
    const bool is_story = i % 2 == 0;
    CAPTURE(titles[i / 2].given);
    CHECK(item.type == (is_story ? '0' : 'i'));
    CHECK(item.display == titles[i / 2].seen);
    CHECK(item.selector == (is_story ? "/news.example/a.txt" : "Err"));
    CHECK(item.host == expected.host);
    CHECK(item.port == expected.port);
    CHECK(item.fields == expected.fields);
    CHECK(item.line_bytes < 1000);
  }
}

void check_all_dialects(const std::vector<Title>& titles) {
  const Menu menu = menu_of(titles);
  check_read(test::read_gophermap(gopher::to_bytes(menu, Dialect::Gophermap, kServer)), titles,
             {"hole.example", "70", 4});
  check_read(test::read_wire(gopher::to_bytes(menu, Dialect::Raw, kServer)), titles,
             {"hole.example", "70", 4});
  check_read(test::read_gph(gopher::to_bytes(menu, Dialect::Gph, kServer)), titles,
             {"server", "port", 5});
}

// NEWSHOLE_SEED in the environment repeats a run that failed.
std::uint64_t seed_of_run() {
  const char* given = std::getenv("NEWSHOLE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

std::string random_bytes(std::mt19937& random) {
  std::string bytes;
  for (auto length = random() % 1500; length > 0; --length) {
    bytes += static_cast<char>(random() % 256);
  }
  return bytes;
}

}  // namespace

TEST_SUITE_BEGIN("gopher/round_trip");

TEST_CASE("hostile titles come back as text from every dialect") {
  check_all_dialects(hostile_titles());
}

TEST_CASE("a million generated titles come back from every dialect") {
  const std::uint64_t seed = seed_of_run();
  // Half of them each, since readers and writers know nothing of each other.
  auto other = std::async(std::launch::async, test::fault_of_round_trip, seed + 1, 500'000);
  const auto fault = test::fault_of_round_trip(seed, 500'000);
  const auto other_fault = other.get();
  CHECK_MESSAGE(!fault, "NEWSHOLE_SEED=", seed, " ", fault.value_or(""));
  CHECK_MESSAGE(!other_fault, "NEWSHOLE_SEED=", seed, " (and 1) ", other_fault.value_or(""));
}

TEST_CASE("a title that ends in a backslash comes back from gph with a blank behind it") {
  const auto items =
      test::read_gph(gopher::to_bytes({{ItemType::Text, "C:\\", "/a.txt"}}, Dialect::Gph, kServer));
  REQUIRE(items.size() == 1);
  CHECK(items[0].display == "C:\\ ");
  CHECK(items[0].selector == "/a.txt");
}

TEST_CASE("whatever the bytes of title and selector, an item is one line of its type") {
  std::mt19937 random(1436);
  Menu menu;
  for (int i = 0; i < 2000; ++i) {
    menu.push_back({ItemType::Text, random_bytes(random), random_bytes(random).substr(0, 80)});
  }
  const auto in_gophermap =
      test::read_gophermap(gopher::to_bytes(menu, Dialect::Gophermap, kServer));
  const auto in_gph = test::read_gph(gopher::to_bytes(menu, Dialect::Gph, kServer));
  const auto on_wire = test::read_wire(gopher::to_bytes(menu, Dialect::Raw, kServer));
  REQUIRE(in_gophermap.size() == menu.size());
  REQUIRE(in_gph.size() == menu.size());
  REQUIRE(on_wire.size() == menu.size());
  for (std::size_t i = 0; i < menu.size(); ++i) {
    CHECK(in_gophermap[i].type == '0');
    CHECK(in_gph[i].type == '0');
    CHECK(on_wire[i].type == '0');
    CHECK(in_gophermap[i].selector == on_wire[i].selector);
    CHECK(in_gophermap[i].selector == in_gph[i].selector);
  }
}

TEST_SUITE_END();
