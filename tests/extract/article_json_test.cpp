#include "extract/article_json.h"

#include <doctest/doctest.h>

using namespace newshole;
using extract::Article;
using extract::BlockKind;

TEST_SUITE_BEGIN("extract/article_json");

TEST_CASE("absent things are null, never empty strings") {
  const Article article{.url = "https://news.example/a", .site = "news.example", .headline = "H"};
  CHECK(
      extract::to_json(article) ==
      R"({"schema":1,"url":"https://news.example/a","full_url":null,"site":"news.example","headline":"H",)"
      R"("byline":null,"authors":null,"published":null,"updated":null,"timestamp":null,"source":null,)"
      R"("section":null,"language":null,"words":0,"blocks":[]})");
}

TEST_CASE("a block shows kind, text, level, ordinal and links") {
  Article article{.url = "u", .site = "s", .headline = "H"};
  article.blocks.push_back({.kind = BlockKind::ListItem,
                            .text = "a\u00a0b",
                            .level = 2,
                            .ordinal = 3,
                            .links = {{.text = "b", .url = "https://x.example/", .end = 4}}});
  CHECK(extract::to_json(article).ends_with(
      R"("blocks":[{"kind":"list_item","text":"a b","level":2,"ordinal":3,)"
      R"("links":[{"text":"b","url":"https://x.example/"}]}]})"));
}

TEST_CASE("words are runs that hold a letter or digit") {
  Article article;
  article.blocks.push_back({.text = "One \u2013 two, 3 & f\u00fcnf\u00a0six\nseven"});
  CHECK(extract::count_words(article) == 6);
}

TEST_SUITE_END();
