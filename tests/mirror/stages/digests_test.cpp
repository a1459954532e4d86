// The digests of a mirror's days.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::kRates;
using test::MadeUpSite;

namespace {

constexpr const char* kDigest = "news.example/digest/2025-09-19.txt";
constexpr const char* kDayMenu = "news.example/archive/2025/09/19/gophermap";

std::string file(const MadeUpSite& site, const std::string& path) {
  return test::read(site.root() / path);
}

bool wrote(const mirror::Report& report, const std::string& path) {
  return std::find(report.files_written.begin(), report.files_written.end(), path) !=
         report.files_written.end();
}

}  // namespace

TEST_SUITE_BEGIN("mirror/digests");

TEST_CASE("each day of the archive has a digest, to which its menu leads") {
  MadeUpSite site;
  site.report();
  CHECK(file(site, kDigest) ==
        "news.example - on gopher - unofficial\n\nTHE DAY IN BRIEF\n\n"
        "News of news.example, Fri 19 September 2025: 1 story\n\n"
        "Rates up again\n  Tech\n  The bank said so on Friday.\n"
        "  /news.example/2025/09/19/tech/rates.txt\n\n"
        "All of the day: /news.example/archive/2025/09/19\n");
  CHECK(has(file(site, kDayMenu), "0This day as one text\t/" + std::string(kDigest) + "\t"));
}

TEST_CASE("a digest is written again where its day's stories changed, and only there") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  const mirror::Report changed = site.report();
  CHECK(wrote(changed, kDigest));
  CHECK_FALSE(wrote(changed, "news.example/digest/2025-09-18.txt"));
  CHECK(has(file(site, kDigest), "The bank denied it"));
  site.list(
      {{"/2025/09/19/tech/rates", "Rates up once more"}, {"/2025/09/18/us/rain", "Rain expected"}});
  site.report();
  CHECK(has(file(site, kDigest), "\nRates up once more\n"));
}

TEST_CASE("a digest goes with the last story of its day") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.report();
  site.clock.advance(11 * 24h);
  site.set_story("/2025/09/30/us/new", "New", "Something new.");
  site.list({{"/2025/09/30/us/new", "New"}});
  site.options.removal = mirror::Removal::Forced;
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / kDigest));
  CHECK(std::filesystem::exists(site.root() / "news.example/digest/2025-09-30.txt"));
}

TEST_CASE("each edition has the digest, in its width and charset") {
  MadeUpSite site;
  site.options.config.editions.push_back(
      {.name = "small", .charset = text::Charset::Ascii, .width = 30, .menu_width = 30});
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The caf\u00e9 of the bank was open.");
  site.report();
  CHECK(has(file(site, std::string("small/") + kDigest),
            "Rates up again\n  Tech\n  The cafe of the bank was\n  open.\n"
            "  /small/news.example/2025/09/\n  19/tech/rates.txt\n"));
}

TEST_CASE("of many stories the first are whole, then headlines, and the rest is counted") {
  MadeUpSite site;
  std::vector<test::LinkToStory> links;
  for (int i = 10; i < 40; ++i) {
    const std::string path = "/2025/09/19/us/s" + std::to_string(i);
    site.set_story(path, "Story " + std::to_string(i), "Text of it.");
    links.push_back({path, "Story " + std::to_string(i)});
  }
  site.list(links);
  site.report();
  const std::string text = file(site, kDigest);
  CHECK(has(text, ": 30 stories\n"));
  CHECK(std::count(text.begin(), text.end(), '*') == 12);
  CHECK(text.ends_with("\n\n11 more: /news.example/archive/2025/09/19\n"));
}

TEST_CASE("a mirror that lost its state has no digest of a day that it knows nothing of") {
  MadeUpSite site;
  site.report();
  const std::string old = "news.example/digest/2024-01-01.txt";
  test::write(site.root() / old, "THE DAY IN BRIEF\n\nOld.\n");
  std::filesystem::remove_all(site.root() / ".newshole");
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / old));
  CHECK(std::filesystem::exists(site.root() / kDigest));
}

TEST_SUITE_END();
