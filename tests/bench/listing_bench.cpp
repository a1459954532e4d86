// What it costs to read feeds. scripts/bench listing runs it beside sfeed.
//
//   listing_bench --write FILE SHAPE    a made-up feed: cdata or escaped (whole texts, 20 MB),
//   short (no texts) listing_bench FILE                  seconds of the fastest of ten readings,
//   the most memory that they took beyond
//                                       the feed's bytes, in MB, and how many stories they gave

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <sys/resource.h>

#include "listing/feeds/feed.h"

using namespace newshole;

namespace {

constexpr int kStories = 1800;
constexpr int kReadings = 10;

/// Words of a made-up language.
class Words {
 public:
  std::string operator()(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      if (i > 0) out += ' ';
      for (std::size_t letters = 2 + random_() % 7; letters > 0; --letters)
        out += static_cast<char>('a' + random_() % 26);
    }
    return out;
  }

 private:
  std::minstd_rand random_;
};

std::string escaped(std::string_view html) {
  std::string out;
  for (const char c : html)
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

std::string whole_text(Words& words) {
  std::string html;
  for (int paragraph = 0; paragraph < 20; ++paragraph) {
    html += "<p>" + words(40) + " <a href=\"https://news.example/" + words(1) + "?a=1&amp;b=2\">" +
            words(3) + "</a> " + words(40) + ".</p>\n";
  }
  return html;
}

std::string item(Words& words, int number, std::string_view shape) {
  const std::string path = std::to_string(number);
  std::string out =
      "<item>\n<title>" + words(9) + " &#8217;</title>\n<link>https://news.example/2025/09/" +
      path + "?utm_source=rss</link>\n<dc:creator><![CDATA[Jane Doe]]></dc:creator>\n" +
      "<pubDate>Fri, 19 Sep 2025 08:33:00 +0000</pubDate>\n<category><![CDATA[World]]>" +
      "</category>\n<guid isPermaLink=\"false\">https://news.example/?p=" + path +
      "</guid>\n<description><![CDATA[<p>" + words(40) + "</p>]]></description>\n";
  if (shape == "cdata")
    out += "<content:encoded><![CDATA[" + whole_text(words) + "]]></content:encoded>\n";
  if (shape == "escaped")
    out += "<content:encoded>" + escaped(whole_text(words)) + "</content:encoded>\n";
  return out + "</item>\n";
}

int write(const char* path, std::string_view shape) {
  std::ofstream file(path, std::ios::binary);
  file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
          "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n<title>News</title>\n"
          "<link>https://news.example/</link>\n";
  Words words;
  for (int number = 0; number < kStories; ++number) file << item(words, number, shape);
  file << "</channel>\n</rss>\n";
  return file.flush() ? 0 : 1;
}

double most_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int measure(const char* path) {
  using Clock = std::chrono::steady_clock;
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto address = url::parse_url("https://news.example/feed.xml").value();
  listing::prepare_feeds();
  double best = 1e9;
  std::size_t stories = 0;
  double memory = 0;
  for (int reading = 0; reading < kReadings; ++reading) {
    fetch::Page page{.url = address, .html = bytes};
    const double before = most_megabytes();
    const auto begin = Clock::now();
    const auto feed = listing::read_feed(std::move(page));
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
    memory = std::max(memory, most_megabytes() - before);
    stories = feed ? feed->items.size() : 0;
  }
  std::printf("%f %.1f %zu\n", best, memory, stories);
  return stories == kStories ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--write") return write(argv[2], argv[3]);
  return argc == 2 ? measure(argv[1]) : 2;
}
