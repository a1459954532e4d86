#include "text/line_breaker.h"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "text/charset/charset.h"
#include "text/clean.h"
#include "text/endless_clusters.h"
#include "text/utf8.h"
#include "text/width.h"

using namespace newshole::text;

namespace {

using Lines = std::vector<std::string>;

Lines wrap(std::string_view text, const WrapOptions& options) {
  auto breaker = LineBreaker::create();
  REQUIRE(breaker);
  return breaker->wrap(text, options);
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// What must not be lost: all but blanks and, as a soft one may show, hyphens.
std::string letters_of(std::string_view text) {
  std::string out = as_printed(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\n' || c == '-'; });
  return out;
}

std::string random_word(std::mt19937& random) {
  struct Script {
    char32_t first;
    char32_t last;
  };
  static constexpr Script kScripts[] = {
      {'!', '~'},       {'a', 'z'},         {'a', 'z'},         {0xA1, 0x17F},
      {0x300, 0x310},   {0x391, 0x3C9},     {0x410, 0x44F},     {0x5D0, 0x5EA},
      {0x627, 0x64A},   {0x905, 0x94D},     {0xE01, 0xE3A},     {0x1100, 0x11FF},
      {0x1780, 0x17D2}, {0x2010, 0x2027},   {0x3001, 0x30FF},   {0x4E00, 0x9FFF},
      {0xAC00, 0xD7A3}, {0x1F1E6, 0x1F1FF}, {0x1F300, 0x1F64F}, {0x1F3FB, 0x1F3FF},
      {0x200D, 0x200D}, {0xFE0F, 0xFE0F}};
  const Script script = kScripts[random() % std::size(kScripts)];
  std::string word;
  for (auto size = random() % 9; size != 0; --size) {
    append_utf8(word,
                script.first + static_cast<char32_t>(random() % (script.last - script.first + 1)));
  }
  return word;
}

std::string random_paragraph(std::mt19937& random) {
  static constexpr std::string_view kBetween[] = {" ", " ", " ", "", "\u00a0", "://", " www.", "/"};
  LineCleaner cleaner(Shape::Paragraph);
  for (auto words = random() % 40; words != 0; --words) {
    cleaner.append(random_word(random));
    cleaner.append(kBetween[random() % std::size(kBetween)]);
    if (random() % 50 == 0) cleaner.append_break();
  }
  return cleaner.take();
}

}  // namespace

TEST_SUITE_BEGIN("text/line_breaker");

TEST_CASE("a paragraph is filled greedily") {
  CHECK(wrap("The quick brown fox jumps over the lazy dog", {.width = 16}) ==
        Lines{"The quick brown", "fox jumps over", "the lazy dog"});
  CHECK(wrap("one two", {.width = 7}) == Lines{"one two"});
  CHECK(wrap("one two", {.width = 6}) == Lines{"one", "two"});
}

TEST_CASE("empty text gives no line") {
  CHECK(wrap("", {.width = 10}).empty());
}

TEST_CASE("indents count into the width") {
  CHECK(wrap("aaa bbb ccc ddd", {.width = 11, .first_indent = "  * ", .next_indent = "    "}) ==
        Lines{"  * aaa bbb", "    ccc ddd"});
  CHECK(wrap("aaa bbb ccc", {.width = 10, .first_indent = "  * ", .next_indent = "    "}) ==
        Lines{"  * aaa", "    bbb", "    ccc"});
}

TEST_CASE("a line break in the text breaks the line, and two leave one empty") {
  CHECK(wrap("a b\nc\n\nd", {.width = 20, .first_indent = "> ", .next_indent = "> "}) ==
        Lines{"> a b", "> c", ">", "> d"});
}

TEST_CASE("a URL too wide for the line stands alone and whole") {
  CHECK(wrap("see https://news.example/2025/09/19/tech/a-long-slug?x=1&y=2 for more",
             {.width = 20}) ==
        Lines{"see", "https://news.example/2025/09/19/tech/a-long-slug?x=1&y=2", "for more"});
  CHECK(wrap("at www.news.example/a-b/c-d today", {.width = 12}) ==
        Lines{"at", "www.news.example/a-b/c-d", "today"});
  CHECK(wrap("a gopher://g.example/1/a-b gopher://g.example/1/c-d b", {.width = 14}) ==
        Lines{"a", "gopher://g.example/1/a-b", "gopher://g.example/1/c-d", "b"});
}

TEST_CASE("text after a URL can be broken where no blank stands between") {
  CHECK(wrap("http://a.example/x\u3092\u3054\u89a7\u304f\u3060\u3055\u3044", {.width = 20}) ==
        Lines{"http://a.example/x\u3092", "\u3054\u89a7\u304f\u3060\u3055\u3044"});
}

TEST_CASE("compounds break after their hyphen, the rest of UAX 14 is ICU's") {
  CHECK(wrap("state-of-the-art", {.width = 10}) == Lines{"state-of-", "the-art"});
  CHECK(wrap("say \u201cno more\u201d now", {.width = 9}) ==
        Lines{"say \u201cno", "more\u201d now"});
  CHECK(wrap("\u4e2d\u6587\u3002\u4e2d\u6587", {.width = 4}) ==
        Lines{"\u4e2d", "\u6587\u3002", "\u4e2d\u6587"});
}

TEST_CASE("a no-break space holds and is printed as a blank") {
  CHECK(wrap("in the words\u00a0[12] here", {.width = 8}) == Lines{"in the", "words [12]", "here"});
  CHECK(wrap("a well-\u00a0[3]", {.width = 8}) == Lines{"a", "well- [3]"});
}

TEST_CASE("a zero width space shows nowhere, and takes no cell") {
  const std::string name = "engine_\u200bcontrol_\u200band_\u200bpilot";
  CHECK(wrap(name, {.width = 15}) == Lines{"engine_control_", "and_pilot"});
  CHECK(wrap(name, {.width = 8}) == Lines{"engine_", "control_", "and_", "pilot"});
  CHECK(wrap(name, {.width = 40}) == Lines{"engine_control_and_pilot"});
}

TEST_CASE("a soft hyphen shows where a line ends with it, and nowhere else") {
  const std::string word = "Donau\u00addampf\u00adschiff\u00adfahrt";
  CHECK(wrap(word, {.width = 30}) == Lines{"Donaudampfschifffahrt"});
  CHECK(wrap(word, {.width = 11}) == Lines{"Donaudampf-", "schifffahrt"});
  CHECK(wrap(word, {.width = 10}) == Lines{"Donau-", "dampf-", "schiff-", "fahrt"});
  CHECK(wrap("die " + word, {.width = 9, .next_indent = "  "}) ==
        Lines{"die", "  Donau-", "  dampf-", "  schiff-", "  fahrt"});
}

TEST_CASE("a blank that holds gives way where the line would be too wide") {
  CHECK(wrap("one ... ... ... two", {.width = 8}) == Lines{"one ...", "... ...", "two"});
  CHECK(wrap("a b ... ...", {.width = 9, .first_indent = "  * ", .next_indent = "    "}) ==
        Lines{"  * a b", "    ...", "    ..."});
  CHECK(wrap("5 % \u00a7 12 said. [3]", {.width = 4}) == Lines{"5 %", "\u00a7 12", "said.", "[3]"});
  CHECK(wrap("\u4e2d\u6587 ! \u4e2d", {.width = 2}) == Lines{"\u4e2d", "\u6587", "!", "\u4e2d"});
  CHECK(wrap("abcd ! ef", {.width = 80, .max_bytes = 16}) == Lines{"abcd ! ef"});
  CHECK(wrap(repeat("... ", 8), {.width = 80, .max_bytes = 16}) ==
        Lines{"... ... ... ...", "... ... ... ..."});
}

TEST_CASE("a blank that holds goes on to hold where its line fits") {
  CHECK(wrap("oui ! mot : autre", {.width = 5}) == Lines{"oui !", "mot :", "autre"});
  CHECK(wrap("un mot : autre", {.width = 7}) == Lines{"un", "mot :", "autre"});
  CHECK(wrap("up 50 % in", {.width = 5}) == Lines{"up", "50 %", "in"});
}

TEST_CASE("the hyphen that shows counts into the width") {
  CHECK(wrap("abcd\u00adefgh", {.width = 5}) == Lines{"abcd-", "efgh"});
  CHECK(wrap("xx abcd\u00adefgh", {.width = 7}) == Lines{"xx", "abcd-", "efgh"});
  CHECK(wrap("xx abcd\u00adefgh", {.width = 8}) == Lines{"xx abcd-", "efgh"});
}

TEST_CASE("a quote of any depth has its marks before every line") {
  CHECK(wrap("one two three", {.width = 9, .first_indent = "> > ", .next_indent = "> > "}) ==
        Lines{"> > one", "> > two", "> > three"});
}

TEST_CASE("width is counted in cells") {
  CHECK(wrap("\u4e2d\u4e2d \u4e2d\u4e2d", {.width = 8}) == Lines{"\u4e2d\u4e2d \u4e2d", "\u4e2d"});
  CHECK(wrap("e\u0323\u0301 e\u0323\u0301", {.width = 3}) == Lines{"e\u0323\u0301 e\u0323\u0301"});
}

TEST_CASE("no line has more than 900 bytes, and what is cut is cut between clusters") {
  const Lines lines = wrap(repeat("x\u0301", 500), {.width = 70});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == repeat("x\u0301", 300));
  CHECK(lines[1] == repeat("x\u0301", 200));
}

TEST_CASE("a cluster of more than 900 bytes does not stop the wrapping") {
  const Lines lines = wrap(repeat("\u1100", 1000), {.width = 70});
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == repeat("\u1100", 300));
  CHECK(lines[3] == repeat("\u1100", 100));
}

TEST_CASE("a run of any cluster is wrapped, none of it lost, however narrow the line is") {
  auto breaker = LineBreaker::create();
  REQUIRE(breaker);
  for (const std::string_view piece : kClusterPieces) {
    for (std::size_t times = 1; times <= 400; times += 1 + times / 60) {
      const std::string text = "a " + repeated(piece, times);
      const WrapOptions options = {.width = static_cast<int>(1 + times % 70),
                                   .next_indent = "  ",
                                   .max_bytes = times % 2 == 0 ? kMaxLineBytes : 20};
      std::string joined;
      for (const std::string& line : breaker->wrap(text, options)) {
        CAPTURE(text);
        REQUIRE(line.size() <= options.max_bytes);
        joined += line;
      }
      REQUIRE(letters_of(joined) == letters_of(text));
    }
  }
}

TEST_CASE("twenty times the text of one cluster gives twenty times the lines") {
  for (const std::string_view piece : kClusterPieces) {
    const std::size_t times = 12'000 / piece.size() / 300 * 300;
    const Lines few = wrap(repeated(piece, times), {.width = 67});
    const Lines many = wrap(repeated(piece, 20 * times), {.width = 67});
    CAPTURE(piece);
    CHECK(many.size() <= 20 * few.size());
    CHECK(many.size() >= 20 * (few.size() - 1));
  }
}

TEST_CASE("many narrow characters of many bytes do not exceed 900 bytes either") {
  const std::string word = "a\u0300\u0301\u0302\u0303b\u0300\u0301\u0302\u0303 ";
  for (const std::string& line : wrap(repeat(word, 200), {.width = 200})) {
    CHECK(line.size() <= kMaxLineBytes);
  }
}

TEST_CASE("an indent as wide as the line still lets the text through") {
  CHECK(wrap("a b", {.width = 2, .first_indent = "    ", .next_indent = "      "}) ==
        Lines{"    a", "      b"});
  CHECK(wrap("a b", {.width = -5}) == Lines{"a", "b"});
}

TEST_CASE(
    "no character but blanks and soft hyphens is lost, and only what cannot be broken is too "
    "wide") {
  std::mt19937 random(14);
  auto breaker = LineBreaker::create();
  REQUIRE(breaker);
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random_paragraph(random);
    const bool holds_no_break_space = text.find(kNoBreakSpace) != std::string::npos;
    const int columns = 1 + static_cast<int>(random() % 60);
    const Lines lines = breaker->wrap(text, {.width = columns});
    std::string joined;
    for (const std::string& line : lines) {
      REQUIRE(is_valid_utf8(line));
      REQUIRE((line.empty() || line.back() != ' '));
      REQUIRE(line.size() <= kMaxLineBytes);
      // A line that is too wide gives the same when it is wrapped by itself to one column.
      if (width(line) > columns) {
        std::string held = line;
        for (std::size_t at = 0; (at = held.find(' ', at)) != std::string::npos;) {
          held.replace(at, 1, kNoBreakSpace);
        }
        REQUIRE(breaker->wrap(held, {.width = 1}).size() == 1);
        if (!holds_no_break_space) REQUIRE(line.find(' ') == std::string::npos);
      }
      joined += line;
    }
    REQUIRE(letters_of(joined) == letters_of(text));
  }
}

TEST_SUITE_END();
