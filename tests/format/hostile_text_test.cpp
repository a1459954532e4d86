// Whatever bytes a page holds, what is printed is safe and fits (tests/PROMISES.md P15).

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "format/typesetter.h"
#include "text/charset/charset.h"
#include "text/charset/output_charset.h"
#include "text/clean.h"
#include "text/endless_clusters.h"
#include "text/line_breaker.h"
#include "text/utf8.h"
#include "text/width.h"

using namespace newshole;
using text::Charset;

namespace {

constexpr std::array kCharsets = {Charset::Utf8, Charset::Latin1, Charset::Ascii};

/// Bytes of a page: pieces that clients, terminals and our own code treat apart, characters of all
/// planes, and bytes that are no UTF-8.
std::string random_bytes(std::mt19937& random) {
  static constexpr auto kSpecial = std::to_array<char32_t>(
      {' ',     ' ',     ' ',     '\t',     '\n',   0,      0x07,    0x08,    0x0B,    0x0C,
       0x1B,    0x7F,    0x80,    0x85,     0x9B,   0x9D,   0xA0,    0xAD,    0x300,   0x301,
       0x323,   0x34F,   0x61C,   0x627,    0x64A,  0x915,  0x94D,   0xE01,   0xE33,   0x1112,
       0x1161,  0x11AB,  0x180E,  0x200B,   0x200C, 0x200D, 0x200E,  0x202A,  0x202E,  0x2028,
       0x2029,  0x2066,  0x2069,  0x20AC,   0x20E3, 0x2764, 0x3000,  0xFE0E,  0xFE0F,  0xFEFF,
       0xFFF9,  0xFFFC,  0xFFFE,  0xFFFF,   0xAC00, 0x4E2D, 0x1F468, 0x1F3FB, 0x1F1E6, 0x1F3F4,
       '.',     '[',     ']',     '3',      '%',    '-',    'a',     'e',     'W',     'i',
       0xE0041, 0xE0067, 0xE007F, 0x10FFFF, 0xE000, 0xD7FF});
  static constexpr auto kPieces = std::to_array<std::string_view>(
      {"\x1b[31m", "\x1b]0;x\x07", "http://a.b/", "www.", "\r\n.\r\n", " [1]", "word ", "\xc0\x80",
       "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80", "50 %"});
  std::string out;
  for (auto parts = 1 + random() % 8; parts != 0; --parts) {
    switch (random() % 6) {
      case 0:
        out += static_cast<char>(random() % 256);
        break;
      case 1:
        out += kPieces[random() % kPieces.size()];
        break;
      case 2:
        text::append_utf8(out, static_cast<char32_t>(random() % 0x3100));
        break;
      case 3:
        if (random() % 8 == 0) text::append_utf8(out, static_cast<char32_t>(random() % 0x110000));
        break;
      default:
        text::append_utf8(out, kSpecial[random() % kSpecial.size()]);
    }
  }
  return out;
}

bool is_control_or_override(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0x200E || c == 0x200F ||
         c == 0x61C;
}

/// Draws nothing by itself, or is no character.
bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE ||
         (c >= 0xFFF9 && c <= 0xFFFC);
}

/// What is wrong with a finished line; empty if nothing is.
std::string fault_of(const std::string& line, Charset charset) {
  if (!text::is_valid_utf8(line)) return "no UTF-8";
  if (!line.empty() && line.back() == ' ') return "ends in a blank";
  if (line.size() > text::kMaxLineBytes) return "too long";
  for (const char32_t c : text::code_points(line)) {
    if (is_control_or_override(c)) return "a control character";
    if (is_invisible(c)) return "an invisible character";
    if (charset == Charset::Ascii && c > 0x7E) return "no ASCII";
    if (charset == Charset::Latin1 && c > 0xFF) return "no Latin-1";
  }
  const std::string bytes = text::encode(line, charset);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return "a control byte";
    if (charset == Charset::Latin1 && byte >= 0x80 && byte < 0xA0) return "a C1 byte";
  }
  return "";
}

std::string paragraph_of(std::string_view raw) {
  text::LineCleaner cleaner(text::Shape::Paragraph);
  cleaner.append(raw);
  return cleaner.take();
}

void check_many(std::uint32_t seed) {
  constexpr int kInputs = 250'000;
  auto breaker = text::LineBreaker::create();
  REQUIRE(breaker);
  std::mt19937 random(seed);
  for (int input = 0; input < kInputs; ++input) {
    const std::string raw = random_bytes(random);
    const Charset charset = kCharsets[random() % kCharsets.size()];
    const std::string spelt = text::transliterate(paragraph_of(raw), charset).text;
    const int width = 1 + static_cast<int>(random() % 30);
    for (const std::string& line : breaker->wrap(spelt, {.width = width})) {
      const std::string fault = fault_of(line, charset);
      if (fault.empty()) continue;
      FAIL("seed " << seed << ", input " << input << ": " << fault << " in " << line);
    }
  }
}

/// No blank of the line is a place where it could have been broken: one word, or words held
/// together.
bool is_unbreakable(const std::string& line, std::string_view indent, text::LineBreaker& breaker) {
  const std::string_view text = std::string_view(line).substr(
      line.starts_with(indent) ? indent.size() : line.find_first_not_of(" >*0123456789."));
  std::string held;
  for (const char c : text) held += c == ' ' ? std::string(text::kNoBreakSpace) : std::string(1, c);
  return breaker.wrap(held, {.width = 1}).size() == 1;
}

extract::Block random_block(std::mt19937& random) {
  using extract::BlockKind;
  static constexpr std::array kKinds = {
      BlockKind::Paragraph, BlockKind::Heading,      BlockKind::ListItem, BlockKind::Quote,
      BlockKind::Table,     BlockKind::Preformatted, BlockKind::Caption,  BlockKind::Note};
  extract::Block block{.kind = kKinds[random() % kKinds.size()]};
  std::string raw;
  for (auto words = random() % 30; words != 0; --words) raw += random_bytes(random) + " ";
  block.text = block.kind == BlockKind::Preformatted ? text::clean_preformatted(raw)
               : block.kind == BlockKind::Table
                   ? text::clean_line(raw) + "\t" + text::clean_line(random_bytes(random)) + "\n" +
                         text::clean_line(random_bytes(random)) + "\tx"
                   : paragraph_of(raw);
  if (block.kind == BlockKind::ListItem || block.kind == BlockKind::Quote)
    block.level = static_cast<int>(random() % 40);
  if (block.kind == BlockKind::ListItem && random() % 2 == 0)
    block.ordinal = static_cast<int>(random() % 100'000);
  if (block.kind == BlockKind::Paragraph && !block.text.empty())
    block.links = {{.text = "x", .url = "https://x.example/a", .end = block.text.size()}};
  return block;
}

/// A story that has `text` wherever a page may have text of its own.
extract::Article story_of(const std::string& text, std::mt19937& random) {
  using extract::BlockKind;
  extract::Article article{.headline = text, .byline = "By " + text, .source = text};
  const std::string cells = text + "\tb\n" + text + "\t" + text;
  article.blocks = {
      {.kind = BlockKind::Paragraph,
       .text = text + " more",
       .links = {{.text = text, .url = "https://x.example/", .end = text.size()}}},
      {.kind = BlockKind::Heading, .text = text},
      {.kind = BlockKind::ListItem,
       .text = text,
       .level = static_cast<int>(random() % 40),
       .ordinal = static_cast<int>(random() % 100'000)},
      {.kind = BlockKind::Quote, .text = text, .level = static_cast<int>(random() % 9)},
      {.kind = BlockKind::Preformatted, .text = "  " + text},
      {.kind = BlockKind::Table, .text = cells},
      {.kind = BlockKind::Paragraph, .text = text, .level = 40}};
  return article;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

/// What is wrong with a line of a menu; empty if nothing is.
std::string menu_fault_of(const std::string& line, const format::View& view) {
  if (text::width(line) > view.width) return "too wide";
  if (view.measure == format::Measure::CellsAndBytes && line.size() > std::size_t(view.width))
    return "too many bytes";
  return !line.empty() && line.back() == ' ' ? "ends in a blank" : "";
}

void check_title(const std::string& text, format::Typesetter& typesetter) {
  CAPTURE(text);
  CAPTURE(typesetter.view().width);
  std::string joined;
  for (const std::string& line : typesetter.title(text)) {
    REQUIRE(menu_fault_of(line, typesetter.view()) == "");
    joined += line;
  }
  if (text::width(text) <= 300) REQUIRE(without_blanks(joined) == without_blanks(text));
}

void check_story(const std::string& text, format::Typesetter& typesetter, std::mt19937& random) {
  CAPTURE(text);
  CAPTURE(typesetter.view().width);
  for (const format::Line& line : typesetter.article_menu(story_of(text, random), {})) {
    CAPTURE(line.text);
    REQUIRE(menu_fault_of(line.text, typesetter.view()) == "");
  }
}

}  // namespace

TEST_SUITE_BEGIN("format/hostile_text");

TEST_CASE("the first quarter of a million random texts prints safely") {
  check_many(1);
}
TEST_CASE("the second quarter of a million random texts prints safely") {
  check_many(2);
}
TEST_CASE("the third quarter of a million random texts prints safely") {
  check_many(3);
}
TEST_CASE("the last quarter of a million random texts prints safely") {
  check_many(4);
}

TEST_CASE("at every width from 20 to 200 each line of a story fits, or could not be broken") {
  auto breaker = text::LineBreaker::create();
  REQUIRE(breaker);
  std::mt19937 random(20);
  for (int width = 20; width <= 200; ++width) {
    const Charset charset = kCharsets[static_cast<std::size_t>(width) % kCharsets.size()];
    auto typesetter = format::Typesetter::create({.width = width, .charset = charset});
    REQUIRE(typesetter);
    for (int round = 0; round < 6; ++round) {
      extract::Article article{.headline = "A headline " + text::clean_line(random_bytes(random))};
      for (int i = 0; i < 6; ++i) article.blocks.push_back(random_block(random));
      const format::Masthead masthead = {.banner = {std::string(30, '#')}, .tagline = "a tagline"};
      for (const format::Line& line : typesetter->article(article, masthead)) {
        CAPTURE(width);
        CAPTURE(round);
        CAPTURE(line.text);
        REQUIRE(fault_of(line.text, charset) == "");
        REQUIRE(line.text != ".");
        if (text::width(line.text) > width) {
          REQUIRE(is_unbreakable(line.text, "> ", *breaker));
        }
      }
    }
  }
}

TEST_CASE("at every width of a menu each line fits, in bytes as well where they count") {
  std::mt19937 random(30);
  for (int width = format::kLeastMenuWidth; width <= format::kMenuWidth; ++width) {
    for (const auto measure : {format::Measure::Cells, format::Measure::CellsAndBytes}) {
      auto titles = format::Typesetter::create({.width = width, .measure = measure});
      REQUIRE(titles);
      for (int round = 0; round < 30; ++round) {
        std::string raw;
        for (auto words = random() % 12; words != 0; --words) raw += random_bytes(random);
        for (const std::string& line : titles->title(text::clean_line(raw))) {
          CAPTURE(width);
          CAPTURE(line);
          REQUIRE(fault_of(line, Charset::Utf8) == "");
          REQUIRE(text::width(line) <= width);
          if (measure == format::Measure::CellsAndBytes)
            REQUIRE(line.size() <= static_cast<std::size_t>(width));
        }
      }
    }
  }
}

TEST_CASE("a menu of any cluster ends and fits, at each width and of any length") {
  std::mt19937 random(40);
  for (int width = 20; width <= 67; ++width) {
    for (const auto measure : {format::Measure::Cells, format::Measure::CellsAndBytes}) {
      auto typesetter = format::Typesetter::create({.width = width, .measure = measure});
      REQUIRE(typesetter);
      for (const std::string_view piece : text::kClusterPieces) {
        check_title("a " + text::repeated(piece, 1 + random() % 400), *typesetter);
        const std::size_t most = random() % 8 == 0 ? 400 : 40;
        check_story(text::repeated(piece, 1 + random() % most), *typesetter, random);
      }
    }
  }
}

TEST_SUITE_END();
