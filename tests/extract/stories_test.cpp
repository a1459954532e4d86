#include <doctest/doctest.h>

#include "pages.h"

using namespace newshole;
using extract::Story;
using namespace std::chrono_literals;

namespace {

Result<std::vector<Story>> stories(std::string_view html) {
  const SystemClock clock;
  return extract::Extractor(clock).stories(test::page(html, "https://news.example/"),
                                           test::profile());
}

}  // namespace

TEST_SUITE_BEGIN("extract/stories");

TEST_CASE("stories come in the page's order, each once, with section and date") {
  const auto found = stories(
      "<ul><li><a href='/2025/12/01/politics/a'>\n   First   headline\n </a></li>"
      "<li><a href='/travel/b'>Second</a></li>"
      "<li><a href='/2025/12/01/politics/a/index.html'>First again</a></li></ul>");
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].headline == "First headline");
  CHECK((*found)[0].url.text == "https://news.example/2025/12/01/politics/a");
  CHECK((*found)[0].section == "politics");
  CHECK((*found)[0].date == 2025y / 12 / 1);
  CHECK((*found)[1].section == "travel");
  CHECK_FALSE((*found)[1].date);
}

TEST_CASE("links to other sites, to other pages and without words are no stories") {
  const auto found = stories(
      "<ul><li><a href='/travel/b'>Story</a><li><a href='https://other.example/travel/c'>Other</a>"
      "<li><a href='/'>Home</a><li><a href=''>Settings</a><li><a href='/travel/d'> </a></ul>");
  REQUIRE(found);
  CHECK(found->size() == 1);
}

TEST_CASE("the next selector is asked where the first finds no story") {
  const auto found =
      stories("<ul><li><a href='/'>Home</a></ul><p><a href='/travel/b'>Story</a></p>");
  REQUIRE(found);
  CHECK(found->front().headline == "Story");
}

TEST_CASE("a page without stories is an error that names the page") {
  const auto found = stories("<title>Access denied</title>");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::NotArticle);
  CHECK(found.error().message == "no stories on the page that calls itself \"Access denied\"");
}

TEST_SUITE_END();
