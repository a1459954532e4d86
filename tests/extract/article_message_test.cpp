#include "extract/article_message.h"

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "extract/full_article.h"

using namespace newshole;
using extract::Article;
using test::full_article;

namespace {

std::string message_of(const Article& article) {
  sandbox::MessageWriter message;
  extract::write(message, article);
  return message.take();
}

std::optional<Article> read(const std::string& bytes) {
  sandbox::MessageReader message(bytes);
  auto article = extract::read_article(message);
  return message.is_whole() ? std::move(article) : std::nullopt;
}

std::vector<extract::Story> stories() {
  const auto url = url::parse_url("https://news.example/2025/09/19/a").value();
  const UtcTime time = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
  return {{url,
           "First",
           "us",
           std::chrono::year(2025) / 9 / 19,
           {"A. Writer", "B. Writer"},
           text::DateOrTime{time, std::chrono::minutes(-240)},
           text::DateOrTime{time, {}},
           "What it says."},
          {url, "Second", {}, {}}};
}

}  // namespace

TEST_SUITE_BEGIN("extract/article_message");

TEST_CASE("an article comes back from a worker whole") {
  const auto back = read(message_of(full_article()));
  REQUIRE(back);
  CHECK(extract::content_fingerprint(*back) == extract::content_fingerprint(full_article()));
  CHECK(back->blocks == full_article().blocks);
  CHECK(back->published == full_article().published);
  CHECK(back->updated == full_article().updated);
  CHECK(back->language == "en");
  CHECK(back->preferences == full_article().preferences);
}

TEST_CASE("a date alone comes back from a worker as one, and so does the reading") {
  Article article = full_article();
  article.published->offset.reset();
  article.reading = extract::Reading::Generic;
  const auto back = read(message_of(article));
  REQUIRE(back);
  CHECK(back->published == article.published);
  CHECK(back->reading == extract::Reading::Generic);
}

TEST_CASE("a message that is cut anywhere is no article") {
  const std::string bytes = message_of(full_article());
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(read(bytes.substr(0, size)));
}

TEST_CASE("an article that a reader of pages would not make is refused") {
  using Change = void (*)(Article&);
  constexpr std::array<Change, 13> kChanges = {
      [](Article& it) { it.headline += "\x1b[2J"; },
      [](Article& it) { it.headline = "\xd8\xd8"; },
      [](Article& it) { it.blocks[0].text += "\xed\xa0\x80"; },
      [](Article& it) { it.byline = "By \x07"; },
      [](Article& it) { it.notice = "\u009b2J"; },
      [](Article& it) { it.copyright = "\x1b"; },
      [](Article& it) { it.preferences.license = "\x1b"; },
      [](Article& it) { it.authors.emplace_back("\x01"); },
      [](Article& it) { it.blocks[0].text[0] = '\0'; },
      [](Article& it) { it.blocks[0].links[0].text = "\x7f"; },
      [](Article& it) { it.blocks[0].links[0].end = it.blocks[0].text.size() + 1; },
      [](Article& it) { it.published->time = UtcTime::max(); },
      [](Article& it) { it.published->offset = std::chrono::minutes::min(); }};
  for (const Change change : kChanges) {
    Article article = full_article();
    change(article);
    CHECK_FALSE(read(message_of(article)));
  }
}

TEST_CASE("links that are not in the order of their text are refused") {
  Article article = full_article();
  article.blocks[0].links.push_back({.text = "a", .url = "https://x.example/", .end = 1});
  CHECK_FALSE(read(message_of(article)));
}

TEST_CASE("a count of more than there is takes no memory") {
  sandbox::MessageWriter message;
  message.number(1'000);
  std::string bytes = message.take() + std::string(1'000, '\xff');
  sandbox::MessageReader reader(bytes);
  CHECK_FALSE(extract::read_stories(reader));
  CHECK_FALSE(read(bytes));
}

TEST_CASE(
    "stories come back from a worker as they were, and none with another's address or bytes") {
  sandbox::MessageWriter message;
  extract::write(message, stories());
  const std::string bytes = message.take();
  sandbox::MessageReader reader(bytes);
  const auto back = extract::read_stories(reader);
  REQUIRE(back);
  CHECK(*back == stories());
  using Change = void (*)(extract::Story&);
  constexpr std::array<Change, 5> kChanges = {
      [](extract::Story& it) { it.headline = "\x1b"; },
      [](extract::Story& it) { it.section = "\x07"; },
      [](extract::Story& it) { it.summary = "\xed\xa0\x80"; },
      [](extract::Story& it) { it.authors.emplace_back("\x01"); },
      [](extract::Story& it) { it.updated->time = UtcTime::max(); }};
  for (const Change change : kChanges) {
    auto bad = stories();
    change(bad.front());
    sandbox::MessageWriter other;
    extract::write(other, bad);
    const std::string refused = other.take();
    sandbox::MessageReader again(refused);
    CHECK_FALSE(extract::read_stories(again));
  }
}

TEST_SUITE_END();
