// Twenty times the text costs twenty times the memory that is asked for, so no line is copied or
// measured again for each that follows it.

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "format/typesetter.h"
#include "text/endless_clusters.h"

namespace {

std::size_t bytes_asked_for = 0;

}  // namespace

void* operator new(std::size_t size) {
  bytes_asked_for += size;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

// The standard library's own would not ask this one, where a sanitizer replaces it.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  bytes_asked_for += size;
  return std::malloc(size);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

using namespace newshole;

namespace {

extract::Article story_of(const std::string& text) {
  using extract::BlockKind;
  extract::Article article{.headline = text};
  article.blocks = {
      {.text = text, .links = {{.text = text, .url = "gopher://x.example/" + text, .end = 1}}},
      {.kind = BlockKind::ListItem, .text = text, .level = 3},
      {.kind = BlockKind::Preformatted, .text = text},
      {.kind = BlockKind::Table, .text = text + "\t" + text + "\n" + text}};
  return article;
}

/// Of a menu of `text`, however its lines are measured.
std::size_t bytes_for(const std::string& text) {
  const extract::Article article = story_of(text);
  std::size_t bytes = 0;
  for (const auto measure : {format::Measure::Cells, format::Measure::CellsAndBytes}) {
    auto typesetter = format::Typesetter::create({.width = 60, .measure = measure});
    REQUIRE(typesetter);
    const std::size_t before = bytes_asked_for;
    CHECK(!typesetter->title(text).empty());
    CHECK(!typesetter->article_menu(article, {}).empty());
    CHECK(!typesetter->article(article, {}).empty());
    bytes += bytes_asked_for - before;
  }
  return bytes;
}

}  // namespace

TEST_SUITE_BEGIN("format/growth");

TEST_CASE("what a menu of one cluster asks for grows as its text does") {
  for (const std::string_view piece : text::kClusterPieces) {
    const std::size_t times = 1'500 / piece.size();
    const std::size_t few = bytes_for(text::repeated(piece, times));
    const std::size_t many = bytes_for(text::repeated(piece, 20 * times));
    CAPTURE(piece);
    CHECK(many < 25 * few);
  }
}

TEST_SUITE_END();
