#include "pages/stories/story_frame.h"

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/percent.h"
#include "pages/news_site.h"
#include "text/charset/charset.h"
#include "text/width.h"

using namespace newshole;
using pages::StoryWays;
using test::News;

namespace {

using Lines = std::vector<std::string>;

constexpr std::chrono::sys_days kWednesday = std::chrono::year(2025) / 9 / 24;
constexpr auto kCharsets = {text::Charset::Utf8, text::Charset::Latin1, text::Charset::Ascii};

const Lines& names_of_strangers() {
  static const Lines kNames = {"Politics",
                               "",
                               " \t ",
                               "a\r\n.\r\n1Free\t/x\tevil.example\t70",
                               "Full article: https://evil.example/",
                               "\x1b[31mRed\x1b[0m \u202eorb\u202c",
                               "\u65b0\u805e \u4e16\u754c \U0001f600\u0301\u0301\u0301",
                               "\u0627\u0644\u0639\u0627\u0644\u0645",
                               std::string("\xff\xfe\x80 broken"),
                               std::string(3'000, 'W'),
                               std::string(5'000, ' ') + ".",
                               "\n\nBack to index: /x\n\n"};
  return kNames;
}

/// The lines of a foot, read as UTF-8, and behind them nothing.
Lines foot_lines(const News& news, const StoryWays& ways) {
  std::istringstream in(
      text::decode_page(pages::story_foot(news.scope(), ways), "iso-8859-1").text);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

News with_width(int width, text::Charset charset = text::Charset::Utf8) {
  News news(charset);
  news.config.editions.front().width = width;
  return news;
}

}  // namespace

TEST_SUITE_BEGIN("pages/story_frame");

TEST_CASE("the time to read a story stands beside its words; without words there is none") {
  CHECK(pages::reading_time(1204) == "1,204 words, 5 min");
  CHECK(pages::reading_time(719) == "719 words, 3 min");
  CHECK(pages::reading_time(1) == "1 word, 1 min");
  CHECK(pages::reading_time(0).empty());
}

TEST_CASE("a text leads on to index, section and day by addresses that can be copied") {
  CHECK(foot_lines(with_width(70), {kWednesday, {{"politics", "Politics"}}}) ==
        Lines{"", "Back to index: gopher://hole.example/1/news.example",
              "More in Politics:", "gopher://hole.example/1/news.example/sections/politics",
              "Wednesday 24 September 2025:",
              "gopher://hole.example/1/news.example/archive/2025/09/24"});
}

TEST_CASE("a story without a section names none") {
  CHECK(foot_lines(with_width(120), {kWednesday, {}}) ==
        Lines{"", "Back to index: gopher://hole.example/1/news.example",
              "Wednesday 24 September 2025: "
              "gopher://hole.example/1/news.example/archive/2025/09/24"});
}

TEST_CASE("where no host is named the addresses are selectors, with prefix and edition") {
  News news = with_width(40);
  news.config.host = "localhost";
  news.config.selector_prefix = "/news";
  news.config.editions.front().name = "small";
  CHECK(foot_lines(news, {kWednesday, {{"us", "US"}}}) ==
        Lines{"", "Back to index: /news/small/news.example",
              "More in US:", "/news/small/news.example/sections/us",
              "Wednesday 24 September 2025:", "/news/small/news.example/archive/2025/09/24"});
}

TEST_CASE("another port is part of the address") {
  News news = with_width(70);
  news.config.port = 7070;
  CHECK(foot_lines(news, {kWednesday, {}}).at(1) ==
        "Back to index: gopher://hole.example:7070/1/news.example");
}

TEST_CASE("a narrow page names no day that does not fit") {
  CHECK(foot_lines(with_width(27), {kWednesday, {}}).at(3) == "That day:");
  CHECK(foot_lines(with_width(28), {kWednesday, {}}).at(3) == "Wednesday 24 September 2025:");
}

TEST_CASE("whatever a section is called, at any width and in any charset, lines are ours") {
  for (const std::string& name : names_of_strangers()) {
    CAPTURE(name.substr(0, 40));
    for (const text::Charset charset : kCharsets) {
      for (int width = 20; width <= 200; ++width) {
        CAPTURE(width);
        const News news = with_width(width, charset);
        const StoryWays ways{kWednesday, {{"x", name}}};
        const std::string foot = pages::story_foot(news.scope(), ways);
        REQUIRE(text::is_printable(foot, charset));
        REQUIRE(foot.ends_with("/archive/2025/09/24\n"));
        const Lines lines = foot_lines(news, ways);
        REQUIRE(lines.size() >= 4);
        REQUIRE(lines.size() <= 7);
        REQUIRE(lines.front().empty());
        std::size_t addresses = 0;
        for (std::size_t i = 1; i < lines.size(); ++i) {
          const std::string& line = lines[i];
          const bool is_address = line.starts_with("gopher://hole.example/1/news.example");
          const bool is_label = line.starts_with("Back to index:") ||
                                line.starts_with("More in ") ||
                                line.starts_with("More like this:") ||
                                line.starts_with("Wednesday") || line.starts_with("That day:");
          REQUIRE((is_address || is_label));
          REQUIRE((is_address || text::width(line) <= width));
          REQUIRE(line.back() != ' ');
          if (line.find("gopher://hole.example/1/") != std::string::npos) ++addresses;
        }
        REQUIRE(addresses == 3);
      }
    }
  }
}

TEST_CASE("the foot of a text, whatever its section is called, is found and left out") {
  const std::string text = "Title\n\nBody\n";
  for (const std::string& name : names_of_strangers()) {
    CAPTURE(name.substr(0, 40));
    const std::string foot = pages::story_foot(with_width(40).scope(), {kWednesday, {{"x", name}}});
    CHECK(pages::without_foot(text + foot) == text);
  }
  CHECK(pages::without_foot(text) == text);
}

TEST_SUITE_END();
