#include "store/fresh_articles.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using store::FreshArticles;

namespace {

extract::Article article(const std::string& text) {
  return {.headline = "Headline", .blocks = {{.text = text}}};
}

}  // namespace

TEST_SUITE_BEGIN("store/fresh_articles");

TEST_CASE("an article is found by its site and address, until all are forgotten") {
  FreshArticles fresh;
  fresh.keep("news.example", "https://news.example/a", article("one"));
  fresh.keep("other.example", "https://news.example/a", article("two"));
  REQUIRE(fresh.find("news.example", "https://news.example/a") != nullptr);
  CHECK(fresh.find("news.example", "https://news.example/a")->blocks[0].text == "one");
  CHECK(fresh.find("news.example", "https://news.example/b") == nullptr);
  fresh.clear();
  CHECK(fresh.find("other.example", "https://news.example/a") == nullptr);
}

TEST_CASE("an article that is made twice is the later one") {
  FreshArticles fresh;
  fresh.keep("news.example", "a", article("one"));
  fresh.keep("news.example", "a", article("two"));
  CHECK(fresh.find("news.example", "a")->blocks[0].text == "two");
}

TEST_CASE("of more text than memory is meant for, what came first is kept") {
  FreshArticles fresh;
  const std::string megabyte(std::size_t{1} << 20, 'x');
  for (const std::string url : {"a", "b", "c", "d", "e"})
    fresh.keep("news.example", url, article(megabyte));
  CHECK(fresh.find("news.example", "a") != nullptr);
  CHECK(fresh.find("news.example", "e") == nullptr);
}

TEST_SUITE_END();
