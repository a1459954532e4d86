#include "pages/feed.h"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using pages::atom_feed;
using pages::Feed;
using pages::FeedEntry;
using std::chrono::sys_days;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kNoon = sys_days(2025y / 9 / 19) + 12h;

Feed news_feed(std::span<const FeedEntry> stories) {
  return {.site = "The Example",
          .tagline = "news.example - on gopher",
          .web = "https://news.example/",
          .server = {"hole.example", 7070},
          .selector = "/news.example/feed.xml",
          .front_page = "/news.example",
          .last_change = kNoon,
          .stories = stories};
}

FeedEntry story_with(const std::string& headline) {
  return {.url = "https://news.example/2025/09/19/tech/a",
          .selector = "/news.example/2025/09/19/tech/a.txt",
          .headline = headline,
          .changed = kNoon};
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string feed_of(const FeedEntry& story) {
  return atom_feed(news_feed({&story, 1}));
}

}  // namespace

TEST_SUITE_BEGIN("pages/feed");

TEST_CASE("a feed names its site and, of each story, id, title, gopher link, times and section") {
  FeedEntry story = story_with("Rates up");
  story.published = kNoon - 90min;
  story.section = "Tech & Science";
  CHECK(feed_of(story) == R"(<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>https://news.example/</id>
  <title>The Example</title>
  <subtitle>news.example - on gopher</subtitle>
  <link rel="self" type="application/atom+xml" href="gopher://hole.example:7070/0/news.example/feed.xml"/>
  <link rel="alternate" href="gopher://hole.example:7070/1/news.example"/>
  <updated>2025-09-19T12:00:00Z</updated>
  <author>
    <name>The Example</name>
    <uri>https://news.example/</uri>
  </author>
  <generator>newshole</generator>
  <entry>
    <id>https://news.example/2025/09/19/tech/a</id>
    <title>Rates up</title>
    <link rel="alternate" type="text/plain" href="gopher://hole.example:7070/0/news.example/2025/09/19/tech/a.txt"/>
    <published>2025-09-19T10:30:00Z</published>
    <updated>2025-09-19T12:00:00Z</updated>
    <category term="Tech &amp; Science"/>
  </entry>
</feed>
)");
}

TEST_CASE("a link to a story's menu has type 1 and no media type") {
  FeedEntry story = story_with("A");
  story.type = gopher::ItemType::Menu;
  story.selector = "/news.example/2025/09/19/tech/a";
  CHECK(holds(feed_of(story),
              "<link rel=\"alternate\" "
              "href=\"gopher://hole.example:7070/1/news.example/2025/09/19/tech/a\"/>"));
}

TEST_CASE("a story without date and section has neither element") {
  const std::string feed = feed_of(story_with("Rates up"));
  CHECK_FALSE(holds(feed, "<published>"));
  CHECK_FALSE(holds(feed, "<category"));
}

TEST_CASE("a site without a tagline has no subtitle, a section of blanks is none") {
  FeedEntry story = story_with("Rates up");
  story.section = " \t";
  Feed feed = news_feed({&story, 1});
  feed.tagline.clear();
  const std::string bytes = atom_feed(feed);
  CHECK_FALSE(holds(bytes, "<subtitle>"));
  CHECK_FALSE(holds(bytes, "<category"));
}

TEST_CASE("ids stay when the mirror moves to another server and prefix") {
  const FeedEntry here = story_with("Rates up");
  FeedEntry there = here;
  there.selector = "/moved" + here.selector;
  Feed moved = news_feed({&there, 1});
  moved.server = {"2001:db8::7", 70};
  moved.selector = "/moved/news.example/feed.xml";
  const std::string bytes = atom_feed(moved);
  CHECK(holds(bytes, "<id>https://news.example/</id>"));
  CHECK(holds(bytes, "<id>https://news.example/2025/09/19/tech/a</id>"));
  CHECK(holds(bytes, "href=\"gopher://[2001:db8::7]/0/moved/news.example/2025/09/19/tech/a.txt\""));
}

TEST_CASE("a headline cannot become markup") {
  CHECK(holds(feed_of(story_with("</title><script>\"a\" & 'b'</script>]]>")),
              "<title>&lt;/title&gt;&lt;script&gt;&quot;a&quot; &amp; "
              "'b'&lt;/script&gt;]]&gt;</title>"));
}

TEST_CASE("characters that XML cannot hold do not reach the feed") {
  const std::string hostile(
      "a\0b\x01\x1b[31mc\x7f\xc2\x85"
      "d\xef\xbf\xbe\xef\xbf\xbf"
      "e",
      21);
  CHECK(holds(feed_of(story_with(hostile)), "<title>a b [31mc de</title>"));
}

TEST_CASE("malformed bytes and lone surrogates become U+FFFD") {
  CHECK(holds(feed_of(story_with("a\xff"
                                 "b\xed\xa0\x80"
                                 "c")),
              "<title>a\xef\xbf\xbd"
              "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
              "c</title>"));
}

TEST_CASE("a section cannot leave its attribute") {
  FeedEntry story = story_with("a");
  story.section = "x\" onclick=\"y";
  CHECK(holds(feed_of(story), "<category term=\"x&quot; onclick=&quot;y\"/>"));
}

TEST_CASE("an id keeps what a URI may hold and encodes the rest") {
  FeedEntry story = story_with("a");
  story.url = "https://news.example/a?b=1&c=%41#d %zz<\xc3\xa9>[#";
  CHECK(holds(feed_of(story),
              "<id>https://news.example/a?b=1&amp;c=%41#d%20%25zz%3C%C3%A9%3E%5B%23</id>"));
}

TEST_CASE("an id keeps the brackets of an IPv6 host") {
  FeedEntry story = story_with("a");
  story.url = "https://[::1]:8443/a";
  CHECK(holds(feed_of(story), "<id>https://[::1]:8443/a</id>"));
}

TEST_CASE("of more than fifty stories the first fifty are in the feed") {
  std::vector<FeedEntry> stories;
  for (int i = 1; i <= 51; ++i) {
    FeedEntry& story = stories.emplace_back(story_with("a"));
    story.url = "https://news.example/" + std::to_string(i);
  }
  const std::string bytes = atom_feed(news_feed(stories));
  CHECK(holds(bytes, "<id>https://news.example/50</id>"));
  CHECK_FALSE(holds(bytes, "<id>https://news.example/51</id>"));
}

TEST_CASE("a site without stories still has a whole feed") {
  const std::string bytes = atom_feed(news_feed({}));
  CHECK_FALSE(holds(bytes, "<entry>"));
  CHECK(bytes.ends_with("</feed>\n"));
}

TEST_CASE("an entry has its story's day, and the name for people of its section") {
  const pages::SectionNames sections = {{"world-1a2b", "World News"}};
  store::StoryRecord story{.url = "https://news.example/a", .headline = "A fair"};
  story.section = "world-1a2b";
  story.date = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
  const pages::FeedEntry entry =
      pages::feed_entry(story, {gopher::ItemType::Menu, "/news.example/a", "A fair"}, sections, {});
  CHECK(entry.section == "World News");
  CHECK(entry.selector == "/news.example/a");
  CHECK(entry.type == gopher::ItemType::Menu);
  CHECK(entry.published == std::chrono::sys_days(std::chrono::year(2025) / 9 / 19));
  story.section = "unknown";
  CHECK(pages::feed_entry(story, {}, sections, {}).section.empty());
}

TEST_CASE("an entry has the time that its site tells, and what its article says of itself") {
  store::StoryRecord story{.url = "https://news.example/a", .headline = "A fair"};
  story.date = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
  story.instant = *story.date + std::chrono::hours(16);
  story.first_seen = *story.date + std::chrono::hours(20);
  story.last_changed = *story.date + std::chrono::hours(20);
  const extract::Article article{
      .authors = {"Ann Lee", "Bo <b>"},
      .blocks = {{.kind = extract::BlockKind::Heading, .text = "At noon"},
                 {.text = "The fair & its pies\nopened."},
                 {.text = "It closed."}}};
  pages::FeedEntry entry = pages::feed_entry(story, {}, {}, article);
  CHECK(entry.published == story.instant);
  CHECK(entry.changed == *story.instant);
  CHECK(entry.authors == article.authors);
  CHECK(entry.summary == "The fair & its pies opened.");
  const std::string bytes = atom_feed(news_feed({&entry, 1}));
  CHECK(holds(bytes, "<published>2025-09-19T16:00:00Z</published>"));
  CHECK(holds(bytes, "<name>Bo &lt;b&gt;</name>"));
  CHECK(holds(bytes, "<summary>The fair &amp; its pies opened.</summary>"));
  story.text_changed = *story.date + std::chrono::hours(30);
  CHECK(pages::feed_entry(story, {}, {}, article).changed == *story.text_changed);
  story.text_changed.reset();
  story.instant = story.first_seen + std::chrono::hours(24 * 365);
  CHECK(pages::feed_entry(story, {}, {}, article).changed == story.first_seen);
  CHECK(pages::feed_entry(story, {}, {}, article).published == story.first_seen);
}

TEST_CASE("a summary is short, whatever the article holds") {
  const extract::Article article{.blocks = {{.text = std::string(100'000, 'x')}}};
  CHECK(pages::feed_entry({}, {}, {}, article).summary.size() <= 400);
  CHECK(pages::feed_entry({}, {}, {}, extract::Article{}).summary.empty());
}

TEST_SUITE_END();
