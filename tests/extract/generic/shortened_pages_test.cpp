#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "extract/article_json.h"
#include "extract/generic/generic_extractor.h"
#include "extract/pages.h"
#include "still_clock.h"

namespace newshole {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_as(html::Prepass prepass, const std::string& page) {
  const test::StillClock clock;
  const auto article = extract::GenericExtractor(clock, prepass)
                           .article(test::page(page, "https://news.example/some-story"));
  return article ? extract::to_json(*article) : article.error().message;
}

}  // namespace

// An attribute that is read and not named in kReadAttributes shows here.
TEST_CASE("what is left out before the parse makes no article another one") {
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(NEWSHOLE_FIXTURES)) {
    if (entry.path().extension() != ".html") continue;
    ++pages;
    const std::string page = bytes_of(entry.path());
    INFO(entry.path().string());
    CHECK(read_as(html::Prepass::Shorten, page) == read_as(html::Prepass::None, page));
  }
  CHECK(pages > 100);
}

}  // namespace newshole
