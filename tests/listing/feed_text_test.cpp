#include "listing/feed_text.h"

#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"
#include "listing/extractor.h"

using namespace newshole;
using listing::FeedText;
using listing::longer_text;

namespace {

std::string feed_sentences(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "<p>The ferry of morning " + std::to_string(i) +
            " left the harbour late, since a gull slept on its rope and nobody woke it.</p>";
  return text;
}

FeedText text_of(const std::string& content, const std::string& summary = "") {
  listing::FeedItem item{.story = {.url = url::parse_url("https://news.example/a").value()}};
  item.content = content;
  if (!summary.empty()) item.story.summary = summary;
  return listing::text_of(std::move(item));
}

extract::Story ferry() {
  extract::Story story{.url = url::parse_url("https://news.example/ferry").value(),
                       .headline = "A ferry waits for a gull"};
  story.authors = {"Ann Poe"};
  story.section = "Harbour";
  return story;
}

Result<extract::Article> read_html(const std::string& html) {
  const SystemClock clock;
  const extract::GenericExtractor generic(clock);
  const extract::Story story = ferry();
  const FeedText text{.html = html};
  return listing::read_feed_text({&story, &text}, generic, clock);
}

Result<extract::Article> article(int paragraphs, const std::string& name) {
  extract::Article article{.headline = name};
  for (int i = 0; i < paragraphs; ++i) article.blocks.push_back({.text = std::string(100, 'x')});
  return article;
}

Result<extract::Article> error(ErrorKind kind, long status = 0) {
  return tl::unexpected(Error{kind, "no", status});
}

}  // namespace

TEST_SUITE_BEGIN("listing/feed_text");

TEST_CASE("a text of some paragraphs is whole, whatever its markup and its script") {
  CHECK(text_of(feed_sentences(20)).is_whole);
  CHECK(text_of(feed_sentences(20) + "<p>She said: it waits… and went home.</p>").is_whole);
  std::string chinese;
  for (int i = 0; i < 60; ++i) chinese += "渡轮在港口等待海鸥醒来。";
  CHECK(text_of("<p>" + chinese + "</p>").is_whole);
}

TEST_CASE("a text that is short, is cut, or leads on to the page is an excerpt") {
  CHECK_FALSE(text_of(feed_sentences(3)).is_whole);
  CHECK_FALSE(text_of("<p>A word.</p><script>" + std::string(4000, 'x') + "</script>").is_whole);
  CHECK_FALSE(text_of(feed_sentences(20) + "<p>The gull woke …</p>").is_whole);
  CHECK_FALSE(
      text_of(feed_sentences(20) + "<p>The gull [...]</p><p>The post A first stood on B.</p>")
          .is_whole);
  CHECK_FALSE(text_of(feed_sentences(20) + "<p><a href=x>Read more</a></p>").is_whole);
  CHECK_FALSE(text_of(feed_sentences(20) + "<p><a href=x>Weiterlesen</a></p>").is_whole);
}

TEST_CASE("a summary stands for a text that the feed does not have") {
  const FeedText text = text_of("", "The gull & the <ferry>.");
  CHECK(text.html == "<p>The gull &amp; the &lt;ferry&gt;.</p>");
  CHECK_FALSE(text.is_whole);
  CHECK(text_of("").html.empty());
}

TEST_CASE("a text of a feed is an article with what the list says of it") {
  const auto read_text =
      read_html(feed_sentences(9) + "<ul><li>One gull</li><li>Two gulls</li></ul>");
  REQUIRE_MESSAGE(read_text, read_text.error().message);
  CHECK(read_text->headline == "A ferry waits for a gull");
  CHECK(read_text->authors == std::vector<std::string>{"Ann Poe"});
  CHECK(read_text->section == "Harbour");
  CHECK(read_text->full_url == "https://news.example/ferry");
  CHECK(read_text->notice == listing::kTextOfFeed);
  CHECK(read_text->origin == extract::TextOrigin::Feed);
  REQUIRE(read_text->blocks.size() == 11);
  CHECK(read_text->blocks.back().kind == extract::BlockKind::ListItem);
}

TEST_CASE("no text of a feed is lost for being short, without paragraphs or but a list") {
  CHECK(read_html("The ferry waits.")->blocks.at(0).text == "The ferry waits.");
  CHECK(read_html("<ul><li>One gull</li><li>Two gulls</li></ul>")->blocks.size() == 2);
  CHECK_FALSE(read_html("<img src=gull.jpg>"));
}

TEST_CASE("links of a text lead to where the story's page would lead") {
  const auto read_text =
      read_html(feed_sentences(9) + "<p>See <a href='../map'>the map</a> of it all.</p>");
  REQUIRE(read_text);
  CHECK(read_text->blocks.back().links.at(0).url == "https://news.example/map");
}

TEST_CASE("the page's text counts unless the feed has a tenth more") {
  CHECK(longer_text(article(10, "page"), article(11, "feed"))->headline == "page");
  CHECK(longer_text(article(10, "page"), article(12, "feed"))->headline == "feed");
  CHECK(longer_text(article(1, "page"), error(ErrorKind::NotArticle))->headline == "page");
}

TEST_CASE("the feed's text counts where a wall stands before the page") {
  for (const long status : {401L, 402L, 403L}) {
    const auto text = longer_text(error(ErrorKind::HttpStatus, status), article(3, "feed"));
    REQUIRE(text);
    CHECK(text->notice == listing::kTextOfFeedAlone);
    CHECK(text->origin == extract::TextOrigin::FeedExcerpt);
  }
  CHECK(longer_text(error(ErrorKind::NotArticle), article(3, "feed")));
  CHECK_FALSE(longer_text(error(ErrorKind::NotArticle), article(2, "feed")));
  for (const long status : {404L, 408L, 410L, 429L, 451L, 500L, 503L})
    CHECK_FALSE(longer_text(error(ErrorKind::HttpStatus, status), article(3, "feed")));
  for (const ErrorKind kind : {ErrorKind::Unreachable, ErrorKind::Timeout, ErrorKind::Disallowed})
    CHECK_FALSE(longer_text(error(kind), article(3, "feed")));
}

TEST_CASE("what a page says of its use holds for the feed's text of it") {
  auto page = article(3, "page");
  page->preferences.no_archive = true;
  CHECK(longer_text(std::move(page), article(9, "feed"))->preferences.no_archive);
}

TEST_SUITE_END();
