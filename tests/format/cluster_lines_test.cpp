// Text of any kind of grapheme cluster, of any length, becomes lines that fit, and ends.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "format/typesetter.h"
#include "text/clean.h"
#include "text/endless_clusters.h"
#include "text/line_breaker.h"
#include "text/utf8.h"
#include "text/width.h"

using namespace newshole;

namespace {

constexpr int kLeastWidth = 20;
constexpr int kMostWidth = 67;

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

/// "a " and then `piece` so many times, as a page's text is after cleaning.
std::string text_of(std::string_view piece, std::size_t times) {
  return text::clean_line("a " + text::repeated(piece, times));
}

std::vector<std::string> texts_of(format::Document document) {
  std::vector<std::string> lines;
  for (format::Line& line : document) lines.push_back(std::move(line.text));
  return lines;
}

/// `lines` hold the text, each no more than fits, and each but the last about as much as fits.
void check_lines(const std::vector<std::string>& lines, const std::string& text, int width,
                 int indent) {
  constexpr int kWidestCluster = 8;
  std::string held;
  for (const std::string& line : lines) {
    REQUIRE(text::width(line) <= width);
    REQUIRE(line.size() <= text::kMaxLineBytes);
    REQUIRE((line.empty() || line.back() != ' '));
    held += line;
  }
  REQUIRE(without_blanks(held) == without_blanks(text));
  // The first line may end early, where its first word does.
  const auto cells = 2 * static_cast<int>(text::code_points(text).size());
  const int least = width - indent - kWidestCluster;
  REQUIRE(static_cast<int>(lines.size()) <=
          cells / least + 3 + static_cast<int>(text.size() / 400));
}

void check_menus(const std::string& text, int width, format::Measure measure) {
  auto typesetter = format::Typesetter::create({.width = width, .measure = measure});
  REQUIRE(typesetter);
  const bool counts_bytes = measure == format::Measure::CellsAndBytes;
  const std::vector<std::string> lines = typesetter->lines(text, 0);
  if (!counts_bytes) check_lines(lines, text, width, 0);
  const std::vector<std::string> title = typesetter->title(text, width);
  if (!counts_bytes && text::width(text) <= 300) check_lines(title, text, width, 2);
  for (const auto& some : {lines, title}) {
    for (const std::string& line : some) {
      REQUIRE(text::width(line) <= width);
      // A character of four bytes has room anywhere, a cluster of many more has not.
      if (counts_bytes) REQUIRE(line.size() <= static_cast<std::size_t>(width));
    }
  }
}

}  // namespace

TEST_SUITE_BEGIN("format/cluster_lines");

TEST_CASE("lines of a menu fit and lose nothing, whatever clusters a text is made of") {
  int width = kLeastWidth;
  for (const std::string_view piece : text::kClusterPieces) {
    for (std::size_t times = 1; times <= 400; times += 1 + times / 8) {
      width = width == kMostWidth ? kLeastWidth : width + 1;
      const std::string text = text_of(piece, times);
      CAPTURE(piece);
      CAPTURE(times);
      CAPTURE(width);
      check_menus(text, width, format::Measure::Cells);
      check_menus(text, width, format::Measure::CellsAndBytes);
    }
  }
}

TEST_CASE("every width holds lines of the longest text of each kind") {
  for (const std::string_view piece : text::kClusterPieces) {
    const std::string text = text_of(piece, 400);
    for (int width = kLeastWidth; width <= kMostWidth; ++width) {
      auto typesetter = format::Typesetter::create({.width = width});
      REQUIRE(typesetter);
      CAPTURE(piece);
      CAPTURE(width);
      check_lines(typesetter->lines(text, 0), text, width, 0);
    }
  }
}

TEST_CASE("blocks of an article of any clusters end, in lines that servers take") {
  using extract::BlockKind;
  int width = kLeastWidth;
  for (const std::string_view piece : text::kClusterPieces) {
    for (const std::size_t times : {1UL, 7UL, 33UL, 100UL, 400UL}) {
      width = width + 5 > kMostWidth ? kLeastWidth : width + 5;
      const std::string text = text_of(piece, times);
      auto typesetter = format::Typesetter::create({.width = width});
      REQUIRE(typesetter);
      const extract::Article article{
          .headline = text,
          .blocks = {
              {.text = text, .links = {{.text = text, .url = "https://x.example/", .end = 1}}},
              {.kind = BlockKind::Quote, .text = text, .level = 9},
              {.kind = BlockKind::ListItem, .text = text, .level = 3, .ordinal = 1},
              {.kind = BlockKind::Preformatted, .text = text},
              {.kind = BlockKind::Table, .text = text + "\t" + text + "\n" + text + "\tx"}}};
      CAPTURE(piece);
      CAPTURE(times);
      for (const std::string& line : texts_of(typesetter->article(article, {})))
        REQUIRE(line.size() <= text::kMaxLineBytes);
      for (const std::string& line : texts_of(typesetter->article_menu(article, {})))
        REQUIRE(text::width(line) <= width);
    }
  }
}

TEST_SUITE_END();
