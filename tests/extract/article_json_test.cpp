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
      R"("copyright":null,"section":null,"language":null,"preferences":null,"words":0,"blocks":[]})");
}

TEST_CASE("of a site's preferences those are shown that it states, the others are null") {
  Article article{.url = "u", .site = "s", .headline = "H", .copyright = "\u00a9 2025\u00a0Wire"};
  article.preferences = {.no_archive = true, .content_usage = "train-ai=n"};
  const std::string json = extract::to_json(article);
  CHECK(json.find("\"copyright\":\"\u00a9 2025 Wire\"") != std::string::npos);
  CHECK(json.find(R"("preferences":{"noarchive":true,"tdm_reservation":null,"tdm_policy":null,)"
                  R"("content_usage":"train-ai=n","license":null})") != std::string::npos);
  article.preferences = {.tdm_reservation = "0"};
  CHECK(extract::to_json(article).find(R"({"noarchive":false,"tdm_reservation":"0",)") !=
        std::string::npos);
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
