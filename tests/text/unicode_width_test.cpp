// Every line of the Unicode files that say how wide text is.

#include <array>
#include <limits>
#include <string>

#include <doctest/doctest.h>
#include <unicode/uchar.h>

#include "text/endless_clusters.h"
#include "text/unicode_data.h"
#include "text/width.h"

using namespace newshole::text;

namespace {

std::string utf8_of(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

bool has(char32_t c, UProperty property) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), property) != 0;
}

bool is_of(char32_t c, std::uint32_t categories) {
  return (U_MASK(u_charType(static_cast<UChar32>(c))) & categories) != 0;
}

/// Where EastAsianWidth.txt does not say what a terminal shows.
struct Exception {
  const char* reason;
  bool (*applies)(char32_t);
};

constexpr std::array kNoCells = {
    Exception{"a mark stands over or beside its base's cell",
              [](char32_t c) { return is_of(c, U_GC_M_MASK); }},
    Exception{"a control or a separator of lines shows nothing",
              [](char32_t c) { return is_of(c, U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK); }},
    Exception{"Default_Ignorable_Code_Point: shows nothing, fillers of Hangul included",
              [](char32_t c) { return has(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT); }},
};

bool is_surrogate(char32_t c) {
  return c >= 0xD800 && c <= 0xDFFF;
}

int cells_by_file(char32_t c, const std::string& width_class) {
  for (const Exception& exception : kNoCells) {
    if (exception.applies(c)) return 0;
  }
  return width_class == "W" || width_class == "F" ? 2 : 1;
}

/// Unassigned ones are not in the file but in its head: wide in the blocks of ideographs.
const std::vector<unicode_data::Line>& east_asian_lines() {
  static const auto lines = unicode_data::lines_of("EastAsianWidth.txt");
  return lines;
}

std::string_view first_cluster(std::string_view text) {
  return prefix_within(text, -1, std::numeric_limits<std::size_t>::max());
}

/// No cluster ends within `sequence`.
bool is_whole_behind(const std::string& before, const std::string& sequence) {
  const std::string text = before + sequence;
  std::size_t end = 0;
  while (end <= before.size()) end += first_cluster(std::string_view(text).substr(end)).size();
  return end == text.size();
}

}  // namespace

TEST_SUITE_BEGIN("text/unicode_width");

TEST_CASE("every character of EastAsianWidth.txt takes the cells of its class") {
  std::size_t checked = 0;
  for (const unicode_data::Line& line : east_asian_lines()) {
    const auto [first, last] = unicode_data::range_of(line.fields.at(0));
    for (char32_t c = first; c <= last; ++c) {
      if (is_surrogate(c)) continue;  // not in UTF-8
      ++checked;
      if (width(utf8_of(c)) == cells_by_file(c, line.fields.at(1))) continue;
      FAIL_CHECK("line " << line.number << ": U+" << std::hex << static_cast<unsigned>(c)
                         << " is of class " << line.fields.at(1) << " and took "
                         << width(utf8_of(c)));
    }
  }
  CHECK(checked > 280'000);
}

TEST_CASE("every sequence of emoji-sequences.txt takes two cells") {
  for (const unicode_data::Line& line : unicode_data::lines_of("emoji/emoji-sequences.txt")) {
    if (line.fields.at(0).find("..") == std::string::npos) {
      CAPTURE(line.number);
      CHECK(width(unicode_data::sequence_of(line.fields.at(0))) == 2);
      continue;
    }
    const auto [first, last] = unicode_data::range_of(line.fields.at(0));
    for (char32_t c = first; c <= last; ++c) {
      CAPTURE(line.number);
      CHECK(width(utf8_of(c)) == 2);
    }
  }
}

TEST_CASE("every sequence of emoji-zwj-sequences.txt takes two cells") {
  for (const unicode_data::Line& line : unicode_data::lines_of("emoji/emoji-zwj-sequences.txt")) {
    CAPTURE(line.number);
    CHECK(width(unicode_data::sequence_of(line.fields.at(0))) == 2);
  }
}

TEST_CASE("every sequence of emoji-test.txt takes two cells, but lone characters their own") {
  for (const unicode_data::Line& line : unicode_data::lines_of("emoji/emoji-test.txt")) {
    const std::string sequence = unicode_data::sequence_of(line.fields.at(0));
    const CodePoint first = code_point_at(sequence, 0);
    CAPTURE(line.number);
    // Without a selector, a lone character that is text by default stays text.
    const bool is_text = line.fields.at(1) == "unqualified" && first.length == sequence.size();
    const int east_asian =
        u_getIntPropertyValue(static_cast<UChar32>(first.value), UCHAR_EAST_ASIAN_WIDTH);
    const bool is_narrow = is_text && east_asian != U_EA_WIDE;
    CHECK(width(sequence) == (is_narrow ? 1 : 2));
  }
}

TEST_CASE(
    "every line of emoji-variation-sequences.txt: emoji style is wide, text style as the base") {
  for (const unicode_data::Line& line :
       unicode_data::lines_of("emoji/emoji-variation-sequences.txt")) {
    const std::string sequence = unicode_data::sequence_of(line.fields.at(0));
    const std::string base = sequence.substr(0, code_point_at(sequence, 0).length);
    CAPTURE(line.number);
    CHECK(width(sequence) == (line.fields.at(1) == "emoji style" ? 2 : width(base)));
  }
}

TEST_CASE("every character of emoji-data.txt that is shown as emoji by default takes two cells") {
  for (const unicode_data::Line& line : unicode_data::lines_of("emoji/emoji-data.txt")) {
    if (line.fields.at(1) != "Emoji_Presentation") continue;
    const auto [first, last] = unicode_data::range_of(line.fields.at(0));
    for (char32_t c = first; c <= last; ++c) {
      // Half a flag is a letter in a box.
      const bool is_half_flag = has(c, UCHAR_REGIONAL_INDICATOR);
      CAPTURE(line.number);
      CHECK(width(utf8_of(c)) == (is_half_flag ? 1 : 2));
    }
  }
}

TEST_CASE("every emoji sequence is one cluster, or within one, whatever stands before it") {
  constexpr auto kFiles = std::to_array<const char*>(
      {"emoji/emoji-sequences.txt", "emoji/emoji-zwj-sequences.txt", "emoji/emoji-test.txt"});
  // The first joins what follows it; the others do not.
  constexpr auto kBefore = std::to_array<std::string_view>({"\u0600", "\u1100", "a\u0301"});
  for (const char* const file : kFiles) {
    for (const unicode_data::Line& line : unicode_data::lines_of(file)) {
      if (line.fields.at(0).find("..") != std::string::npos) continue;
      const std::string sequence = unicode_data::sequence_of(line.fields.at(0));
      CAPTURE(file);
      CAPTURE(line.number);
      REQUIRE(first_cluster(sequence + "x") == sequence);
      for (const std::string_view before : kBefore) {
        for (std::size_t times = 1; times <= 10; ++times) {
          REQUIRE(is_whole_behind(repeated(before, times), sequence));
        }
      }
    }
  }
}

TEST_CASE("a prefix ends exactly where GraphemeBreakTest.txt lets a cluster end") {
  constexpr int kAnyWidth = std::numeric_limits<int>::max();
  for (const auto& test : unicode_data::break_tests_of("auxiliary/GraphemeBreakTest.txt")) {
    std::vector<std::size_t> ends;
    for (std::size_t size = 1; size <= test.text.size(); ++size) {
      const std::size_t end = prefix_within(test.text, kAnyWidth, size).size();
      // A cluster of more bytes than there may be is cut between its characters.
      const bool is_cut = ends.empty() ? size < test.breaks.front() : false;
      if (!is_cut && (ends.empty() || ends.back() != end)) ends.push_back(end);
    }
    CAPTURE(test.number);
    CHECK(ends == test.breaks);
  }
}

TEST_SUITE_END();
