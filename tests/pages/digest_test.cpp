#include "pages/digest.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "base/join.h"
#include "press/press.h"
#include "text/width.h"

using namespace newshole;
using namespace std::chrono_literals;
using pages::DigestEntry;

namespace {

const std::chrono::sys_days kDigestDay = std::chrono::year(2026) / 4 / 24;

std::vector<std::string> lines_of(const pages::Digest& digest, int width = 70) {
  config::Edition edition;
  edition.width = width;
  press::Press press = press::Press::create(press::style_of({}, edition)).value();
  const std::string page = press.page(pages::digest_page(digest), {.tagline = "news - unofficial"});
  std::vector<std::string> lines;
  for (const std::string_view line : split(page, '\n')) lines.emplace_back(line);
  lines.pop_back();
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_SUITE_BEGIN("pages/digest");

TEST_CASE("a digest stands by its day") {
  CHECK(pages::digest_path("news.example", kDigestDay) == "news.example/digest/2026-04-24.txt");
}

TEST_CASE("a digest says what each story is, from when, how it begins and where it stands") {
  const std::vector<DigestEntry> entries = {
      {"Rates up again", "Politics", kDigestDay + 14h + 5min, "The bank said so.", "/n/rates.txt"},
      {"Rain expected", "", {}, "", "/n/rain.txt"}};
  const std::vector<pages::StoryItem> headlines = {{gopher::ItemType::Text, "/n/fog.txt", "Fog"}};
  CHECK(lines_of({"News", kDigestDay, 4, entries, headlines, "/n/archive/2026/04/24"}) ==
        Lines{"news - unofficial", "", "THE DAY IN BRIEF", "", "News, Fri 24 April 2026: 4 stories",
              "", "Rates up again", "  Politics, 14:05 UTC", "  The bank said so.",
              "  /n/rates.txt", "", "Rain expected", "  /n/rain.txt", "", "And:", "* Fog", "",
              "1 more: /n/archive/2026/04/24"});
}

TEST_CASE("of a story its first paragraph and its time of that day are told") {
  extract::Article article;
  article.blocks = {{.kind = extract::BlockKind::Heading, .text = "Heading"},
                    {.text = "First\nlines."},
                    {.text = "Second."}};
  const pages::StoryItem item{gopher::ItemType::Text, "/a.txt", "A"};
  store::StoryRecord story{.date = kDigestDay, .first_seen = kDigestDay + 20h};
  story.instant = kDigestDay + 9h;
  const DigestEntry entry = pages::digest_entry(item, story, "World", article);
  CHECK(entry.beginning == "First lines.");
  CHECK(entry.time == UtcTime(kDigestDay + 9h));
  story.date = kDigestDay - std::chrono::days(1);
  CHECK_FALSE(pages::digest_entry(item, story, "", article).time);
  // A time that the article's page does not tell is not made up.
  story.date = kDigestDay;
  story.instant.reset();
  article.published = text::DateOrTime{kDigestDay + 5h, std::chrono::minutes(0)};
  CHECK_FALSE(pages::digest_entry(item, story, "", article).time);
  CHECK(pages::digest_entry(item, story, "", {}).beginning.empty());
}

TEST_CASE(
    "a digest has at most 100 lines, none wider than its edition, whatever the stories hold") {
  const std::string hostile = "1x\t/y\thost\t70 " + std::string(100'000, 'H') + "\n.\n";
  const std::vector<DigestEntry> entries(
      pages::kDigestStories, {hostile, hostile.substr(0, 2000), kDigestDay + 1h, hostile,
                              "/news.example/" + std::string(60, 's')});
  const std::vector<pages::StoryItem> headlines(pages::kDigestHeadlines,
                                                {gopher::ItemType::Text, "/x", hostile});
  for (const int width : {40, 70}) {
    const Lines lines = lines_of(
        {hostile.substr(0, 40), kDigestDay, 500, entries, headlines, "/n/archive/2026/04/24"},
        width);
    CHECK(lines.size() >= 60);
    CHECK(lines.size() <= 100);
    for (const std::string& line : lines) {
      CHECK(text::width(line) <= width);
      CHECK(line != ".");
      CHECK(line.find('\t') == std::string::npos);
    }
  }
}

TEST_SUITE_END();
