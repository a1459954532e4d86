#include "text/break_finder.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>
#include <string>

#include <doctest/doctest.h>
#include <unicode/uchar.h>

#include "text/unicode_data.h"

using namespace newshole::text;

namespace {

using Offsets = std::vector<std::size_t>;

BreakFinder finder() {
  auto made = BreakFinder::create();
  REQUIRE(made);
  return *std::move(made);
}

/// The parts between breaks, each with a bar behind it.
std::string parted(std::string_view text) {
  BreakFinder breaks = finder();
  std::string out;
  std::size_t begin = 0;
  for (const std::size_t end : breaks.find(text)) {
    out.append(text.substr(begin, end - begin)).append("|");
    begin = end;
  }
  return out;
}

std::u32string before(std::string_view text, std::size_t offset) {
  std::u32string all = code_points(text.substr(0, offset));
  while (!all.empty() && all.back() == 0x308) all.pop_back();
  return all;
}

char32_t last_before(std::string_view text, std::size_t offset) {
  const std::u32string all = before(text, offset);
  return all.empty() ? 0 : all.back();
}

char32_t next_after(std::string_view text, std::size_t offset) {
  return code_point_at(text, offset).value;
}

bool is_digit(char32_t c) {
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}

/// The last character before `offset` that is no blank.
char32_t word_before(std::string_view text, std::size_t offset) {
  std::u32string all = before(text, offset);
  while (!all.empty() && all.back() == ' ') all.pop_back();
  return all.empty() ? 0 : all.back();
}

/// Where LineBreakTest.txt and newshole may differ.
struct Exception {
  const char* reason;
  bool (*applies)(std::string_view text, std::size_t offset);
};

/// ICU's own: what its rules hold together beyond UAX #14.
constexpr std::array kOfIcu = {
    Exception{
        "a hyphen that begins a word holds to it: the sign of a number, an option",
        [](std::string_view text, std::size_t offset) { return before(text, offset) == U"-"; }},
    Exception{"a full stop or comma holds to the digit behind it, not to the blank before: .35",
              [](std::string_view text, std::size_t offset) {
                const auto is_point = [](char32_t c) { return c == '.' || c == ','; };
                if (is_point(last_before(text, offset))) return is_digit(next_after(text, offset));
                return is_point(next_after(text, offset)) && is_digit(next_after(text, offset + 1));
              }},
};

/// Ours, each a promise of break_finder.h.
constexpr std::array kOfNews = {
    Exception{"a no-break space holds on both sides, behind blanks and hyphens too",
              [](std::string_view text, std::size_t offset) {
                return next_after(text, offset) == 0xA0 || last_before(text, offset) == 0xA0;
              }},
    Exception{"a number and its sign hold together over a blank",
              [](std::string_view text, std::size_t offset) {
                const char32_t last = word_before(text, offset);
                const char32_t next = next_after(text, offset);
                const bool is_behind = is_digit(last) && (next == '$' || next == '%');
                return is_behind || (is_digit(next) && (last == 0xA7 || last == '$'));
              }},
    Exception{"a URL is not broken",
              [](std::string_view text, std::size_t offset) {
                return text.substr(0, offset).find("://") != std::string_view::npos;
              }},
};

/// Every offset at which `left` and `right` differ must be excused; what excused it is noted.
void check_differences(const unicode_data::BreakTest& test, const Offsets& left,
                       const Offsets& right, std::span<const Exception> exceptions,
                       std::set<std::string>& used) {
  Offsets different;
  std::ranges::set_symmetric_difference(left, right, std::back_inserter(different));
  for (const std::size_t offset : different) {
    const auto excuse = std::ranges::find_if(
        exceptions, [&](const Exception& e) { return e.applies(test.text, offset); });
    CAPTURE(test.number);
    CAPTURE(offset);
    CHECK(excuse != exceptions.end());
    if (excuse != exceptions.end()) used.insert(excuse->reason);
  }
}

}  // namespace

TEST_SUITE_BEGIN("text/break_finder");

TEST_CASE("ICU breaks every line of LineBreakTest.txt as it says, but for two habits") {
  BreakFinder breaks = finder();
  std::set<std::string> used;
  for (const auto& test : unicode_data::break_tests_of("auxiliary/LineBreakTest.txt")) {
    const Offsets by_rules = breaks.find_by_rules_alone(test.text);
    check_differences(test, by_rules, test.breaks, kOfIcu, used);
  }
  CHECK(used.size() == kOfIcu.size());
}

TEST_CASE("newshole breaks every line of LineBreakTest.txt as ICU does, but for what it holds") {
  BreakFinder breaks = finder();
  std::set<std::string> used;
  for (const auto& test : unicode_data::break_tests_of("auxiliary/LineBreakTest.txt")) {
    const Offsets by_rules = breaks.find_by_rules_alone(test.text);
    const Offsets& ours = breaks.find(test.text);
    CHECK(std::ranges::includes(by_rules, ours));
    check_differences(test, by_rules, ours, kOfNews, used);
  }
  CHECK(used.size() == kOfNews.size());
}

TEST_CASE("the end of a text is always there, and nothing for no text") {
  CHECK(parted("") == "");
  CHECK(parted("a") == "a|");
  CHECK(parted("a b") == "a |b|");
  CHECK(parted("a\n") == "a\n|");
  CHECK(parted("\u4e2d\n\nb") == "\u4e2d\n|\n|b|");
}

TEST_CASE("a number and its sign hold together, whichever comes first") {
  CHECK(parted("up 50 % in May") == "up |50 % |in |May|");
  CHECK(parted("at 20 \u00b0C or 68 \u00b0F.") == "at |20 \u00b0C |or |68 \u00b0F.|");
  CHECK(parted("for 5 \u20ac, not \u20ac 6") == "for |5 \u20ac, |not |\u20ac 6|");
  CHECK(parted("see \u00a7 12 and \u2116 7") == "see |\u00a7 12 |and |\u2116 7|");
  CHECK(parted("\u0665 \u066a") == "\u0665 \u066a|");
  CHECK(parted("50  % x") == "50  % |x|");
}

TEST_CASE("a sign that belongs to another number or to no number holds nothing") {
  CHECK(parted("5 $100 notes") == "5 |$100 |notes|");
  CHECK(parted("a % b") == "a |% |b|");
  CHECK(parted("5$ 3") == "5$ |3|");
  CHECK(parted("in 2020 \u00a7 12") == "in |2020 |\u00a7 12|");
}

TEST_CASE("a footnote mark holds to its word, any other bracket does not") {
  CHECK(parted("so he said. [3] Then") == "so |he |said. [3] |Then|");
  CHECK(parted("said [12] [13]") == "said [12] [13]|");
  CHECK(parted("said [sic] or [] or [12345]") == "said |[sic] |or |[] |or |[12345]|");
  CHECK(parted("\u4e2d\u6587[3]\u4e2d") == "\u4e2d|\u6587[3]|\u4e2d|");
}

TEST_CASE("the name of an emoji may begin a line behind a blank or another name") {
  CHECK(parted("It is. :fire: :1st_place_medal: :t-rex:.") ==
        "It |is. |:fire: |:1st_place_medal: |:t-|rex:.|");
  CHECK(parted(":fire::red_heart::fire: x") == ":fire:|:red_heart:|:fire: |x|");
  CHECK(parted("so:fire::fire:") == "so:fire:|:fire:|");
  CHECK(parted("\u4e2d :fire:") == "\u4e2d |:fire:|");
}

TEST_CASE("a colon that begins no name holds to what stands before it") {
  CHECK(parted("mot : autre :b") == "mot : |autre :b|");
  CHECK(parted("a :: b :) c :-: d") == "a :: |b :) |c :-: |d|");
  CHECK(parted("std::map::x a::b:") == "std::map::x |a::b:|");
  CHECK(parted("http://a.example/:b::c: d") == "http://a.example/:b::c: |d|");
  CHECK(parted("a\u00a0:fire: b") == "a\u00a0:fire: |b|");
}

TEST_CASE("a line may end where a zero width space stands, within an address too") {
  CHECK(parted("engine_\u200bcontrol") == "engine_\u200b|control|");
  CHECK(parted("5.\u200b000\u200b%") == "5.\u200b|000\u200b|%|");
  CHECK(parted("http://a.example/one\u200b/two/three b") ==
        "http://a.example/one\u200b|/two/three |b|");
}

TEST_CASE("a word may be divided at a soft hyphen, but not an address") {
  CHECK(parted("Wort\u00adteil") == "Wort\u00ad|teil|");
  CHECK(parted("http://a.example/Wort\u00adteil b") == "http://a.example/Wort\u00adteil |b|");
  CHECK(parted("\u0441\u043b\u043e\u00ad\u0432\u043e") == "\u0441\u043b\u043e\u00ad|\u0432\u043e|");
}

TEST_CASE("each script breaks where its readers expect it") {
  CHECK(parted("\u65b0\u805e\u3001\u300c\u4eca\u65e5\u300d\u3002") ==
        "\u65b0|\u805e\u3001|\u300c\u4eca|\u65e5\u300d\u3002|");
  CHECK(parted("\ud55c\uad6d\uc5b4 \uc2e0\ubb38") == "\ud55c|\uad6d|\uc5b4 |\uc2e0|\ubb38|");
  CHECK(parted("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01") ==
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35|\u0e0a\u0e32\u0e27|\u0e42\u0e25\u0e01|");
  CHECK(parted("\u1781\u17d2\u1789\u17bb\u17c6\u179f\u17d2\u179a\u179b\u17b6\u1789\u17cb") ==
        "\u1781\u17d2\u1789\u17bb\u17c6|\u179f\u17d2\u179a\u179b\u17b6\u1789\u17cb|");
  CHECK(parted("\u0627\u0644\u0623\u062e\u0628\u0627\u0631 \u0627\u0644\u064a\u0648\u0645\u060c") ==
        "\u0627\u0644\u0623\u062e\u0628\u0627\u0631 |\u0627\u0644\u064a\u0648\u0645\u060c|");
  CHECK(parted("\u05d7\u05d3\u05e9\u05d5\u05ea \u05d0\u05dc\u05be\u05d9\u05d5\u05dd") ==
        "\u05d7\u05d3\u05e9\u05d5\u05ea |\u05d0\u05dc\u05be\u05d9\u05d5\u05dd|");
  CHECK(parted("\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e\u0964") ==
        "\u0928\u092e\u0938\u094d\u0924\u0947 |\u0926\u0941\u0928\u093f\u092f\u093e\u0964|");
}

TEST_SUITE_END();
