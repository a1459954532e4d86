// The archive by day, month and year: which stories it keeps, and which menus a run makes.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"
#include "mirror/stages/recovery.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::front_menu;
using test::has;
using test::kRain;
using test::kRates;
using test::MadeUpSite;
using test::Names;
using test::sorted;

namespace {

std::string menu(const MadeUpSite& site, const std::string& folder) {
  return test::read(site.root() / "news.example" / folder / "gophermap");
}

std::map<std::string, std::string> contents_below(const std::filesystem::path& root) {
  std::map<std::string, std::string> contents;
  for (const auto& [name, file] : test::files_below(root)) contents[name] = file.bytes;
  return contents;
}

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

TEST_SUITE_BEGIN("mirror/archive");

TEST_CASE("the archive leads from the front page to every story and back") {
  MadeUpSite site;
  site.report();
  CHECK(has(front_menu(site), "1Archive, feed, about this mirror\t/news.example/archive\t"));
  CHECK(has(menu(site, "archive"), "12025 (2 stories)\t/news.example/archive/2025\t"));
  CHECK(has(menu(site, "archive/2025"),
            "1September 2025 (2 stories)\t/news.example/archive/2025/09\t"));
  CHECK(has(menu(site, "archive/2025/09"),
            "1Thursday 18 September 2025 (1 story)\t/news.example/archive/2025/09/18\t"));
  CHECK(has(menu(site, "archive/2025/09/18"), "0Rain expected\t/" + std::string(kRain) + "\t"));
  CHECK(has(menu(site, "archive/2025/09/18"),
            "1Next day: Friday 19 September 2025\t/news.example/archive/2025/09/19\t"));
  CHECK(has(menu(site, "archive/2025/09/19"),
            "1Previous day: Thursday 18 September 2025\t/news.example/archive/2025/09/18\t"));
}

TEST_CASE("a new day changes its own menu, those above it and the day before, no other") {
  MadeUpSite site;
  site.report();
  site.clock.advance(24h);
  site.set_story("/2025/09/20/us/vote", "They vote", "The house voted on Saturday.");
  site.list({{"/2025/09/20/us/vote", "They vote"},
             {"/2025/09/19/tech/rates", "Rates up again"},
             {"/2025/09/18/us/rain", "Rain expected"}});
  const mirror::Report report = site.report();
  CHECK(sorted(report.files_written) ==
        Names{"gophermap", "news.example/2025/09/20/us/vote.txt",
              "news.example/archive/2025/09/19/gophermap",
              "news.example/archive/2025/09/20/gophermap", "news.example/archive/2025/09/gophermap",
              "news.example/archive/2025/gophermap", "news.example/archive/gophermap",
              "news.example/digest/2025-09-20.txt", "news.example/feed.xml",
              "news.example/gophermap", "news.example/new/12-hours/gophermap",
              "news.example/new/3-hours/gophermap", "news.example/new/gophermap",
              "news.example/sections/gophermap", "news.example/sections/us/gophermap"});
}

TEST_CASE("each file that a menu names stands before the menu does") {
  MadeUpSite site;
  site.report();
  const auto& told = site.progress.told;
  const auto place = [&](const std::string& file) {
    return std::find(told.begin(), told.end(), "wrote " + file) - told.begin();
  };
  CHECK(place(kRain) < place("news.example/archive/2025/09/18/gophermap"));
  CHECK(place("news.example/archive/2025/09/18/gophermap") < place("gophermap"));
}

TEST_CASE("a story whose text changed says so below its headline, and goes on saying when") {
  MadeUpSite site;
  site.report();
  CHECK_FALSE(has(test::read(site.root() / kRates), "Changed on"));
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  site.report();
  const std::string text = test::read(site.root() / kRates);
  CHECK(
      has(text, "Rates up again\n\n6 words, 1 min\nChanged on Fri 19 September 2025, 13:00 UTC\n"));
  site.clock.advance(30min);
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).unchanged == 2);
  CHECK(test::read(site.root() / kRates) == text);
}

TEST_CASE("a story that the site took down stays and is no failure") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.fetcher.answer_gone("https://news.example/2025/09/19/tech/rates");
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).gone == 1);
  CHECK(has(test::read(site.root() / kRates), "The bank said so on Friday."));
  CHECK(has(front_menu(site), "0Rates up again\t"));
}

TEST_CASE("a text that shrinks by more than 70 % is held for one run, then believed") {
  MadeUpSite site;
  std::string words;
  for (int i = 0; i < 100; ++i) words += "word ";
  site.set_story("/2025/09/19/tech/rates", "Rates up again", words);
  site.report();
  const std::string text = test::read(site.root() / kRates);
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again",
                 "Only seven words are left of it all.");
  const mirror::Report held = site.report();
  CHECK(held.sites.at(0).held == 1);
  REQUIRE(held.failures.size() == 1);
  CHECK(held.failures[0].error.message == "its text shrank from 100 words to 8; held for one run");
  CHECK(test::read(site.root() / kRates) == text);
  site.clock.advance(10min);
  const mirror::Report believed = site.report();
  CHECK(believed.failures.empty());
  CHECK(believed.sites.at(0).changed == 1);
  CHECK(has(test::read(site.root() / kRates), "Only seven words"));
}

TEST_CASE("editions come from one fetch, each whole, each in its own form") {
  MadeUpSite site;
  site.options.config.editions.push_back({.name = "small",
                                          .charset = text::Charset::Ascii,
                                          .width = 30,
                                          .menu_width = 30,
                                          .dialect = gopher::Dialect::Gph});
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The caf\u00e9 of the bank was open.");
  const mirror::Report report = site.report();
  CHECK(report.traffic.requests == 3);
  CHECK(report.sites.at(0).added == 2);
  CHECK(has(test::read(site.root() / kRates), "caf\u00e9"));
  CHECK(has(test::read(site.root() / "small" / kRates), "cafe"));
  CHECK(has(test::read(site.root() / "small/news.example/index.gph"),
            "[0|Rates up again|/small/" + std::string(kRates) + "|server|port]"));
  CHECK(has(test::read(site.root() / "small/index.gph"), "Latest stories"));
  CHECK(has(test::read(site.root() / "small/news.example/archive/index.gph"), "2025 (2 stories)"));
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("each edition has a feed that leads to its own stories") {
  MadeUpSite site;
  site.options.config.editions.push_back({.name = "small", .width = 40, .menu_width = 40});
  site.report();
  const std::string feed = test::read(site.root() / "news.example/feed.xml");
  CHECK(has(feed, "gopher://hole.example/0/" + std::string(kRates)));
  CHECK(has(feed, "<id>https://news.example/2025/09/19/tech/rates</id>"));
  CHECK(has(test::read(site.root() / "small/news.example/feed.xml"),
            "gopher://hole.example/0/small/" + std::string(kRates)));
}

TEST_CASE("a feed names the section of a story as people do, not as its folder is called") {
  MadeUpSite site;
  site.list({{"/2025/09/19/World/fair", "A fair"}});
  site.set_story("/2025/09/19/World/fair", "A fair", "It opened on Friday.");
  site.report();
  CHECK(has(test::read(site.root() / "news.example/feed.xml"), "<category term=\"World\"/>"));
}

TEST_CASE("robots.txt and caps.txt stand where the root is the server's, and nowhere else") {
  MadeUpSite site;
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / "robots.txt"));
  site.options.config.server_root = config::ServerRoot::Here;
  site.report();
  CHECK(has(test::read(site.root() / "robots.txt"), "Disallow: /news.example/archive/"));
  CHECK(test::read(site.root() / "caps.txt").starts_with("CAPS\n"));
  CHECK(site.report().files_written.empty());
  test::write(site.root() / "robots.txt", "User-agent: mine\n");
  site.options.config.server_root = config::ServerRoot::Elsewhere;
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / "caps.txt"));
  CHECK(test::read(site.root() / "robots.txt") == "User-agent: mine\n");
}

TEST_CASE("a change of width sets every story anew without asking for it") {
  MadeUpSite site;
  site.report();
  site.clock.advance(24h * 30);
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}});
  site.report();
  site.fetcher.take_asked();
  site.options.config.editions.front().width = 20;
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).rebuilt == 2);
  CHECK(site.fetcher.take_asked() == Names{"https://news.example/"});
  CHECK(contains(report.files_written, kRain));
  CHECK(has(test::read(site.root() / kRates), "\nThe bank said so on\nFriday.\n"));
  CHECK(site.report().sites.at(0).rebuilt == 0);
}

TEST_CASE("a rebuild gives the same bytes and asks nobody") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  site.report();
  const auto before = contents_below(site.root());
  for (const auto& [name, bytes] : before) {
    std::filesystem::remove(site.root() / name);
  }
  site.fetcher.take_asked();
  site.options.task = mirror::Task::Rebuild;
  const mirror::Report report = site.report();
  CHECK(site.fetcher.take_asked().empty());
  CHECK(report.sites.at(0).rebuilt == 2);
  CHECK(contents_below(site.root()) == before);
}

TEST_CASE("a change of dialect leaves no menu of the old one") {
  MadeUpSite site;
  site.report();
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.report();
  for (const std::string& name : test::names_below(site.root())) {
    CAPTURE(name);
    CHECK_FALSE(name.ends_with("gophermap"));
  }
  CHECK(
      has(test::read(site.root() / "news.example/archive/2025/09/18/index.gph"), "Rain expected"));
}

TEST_CASE("stories older than keep_days go, with their days, and nothing names them") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.report();
  site.clock.advance(24h * 30);
  std::vector<test::LinkToStory> links;
  for (const std::string day : {"18", "19"}) {
    std::string path = "/2025/10/" + day + "/us/new";
    path += day;
    site.set_story(path, "New " + day, "Something new.");
    links.push_back({path, "New " + day});
  }
  site.list(links);
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).removed == 2);
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/2025/09"));
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/archive/2025/09"));
  CHECK(std::filesystem::exists(site.root() / "news.example/archive/2025/10/18/gophermap"));
  CHECK_FALSE(has(menu(site, "archive/2025"), "September"));
  CHECK_FALSE(has(menu(site, "archive/2025/10/18"), "Previous day"));
  CHECK_FALSE(has(menu(site, "sections/us"), "Rain"));
  // Its last story went.
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/sections/tech"));
}

TEST_CASE("more than half of the stories go only by force") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.report();
  site.clock.advance(24h * 30);
  site.set_story("/2025/10/19/us/new", "New", "Something new.");
  site.list({{"/2025/10/19/us/new", "New"}});
  const mirror::Report careful = site.report();
  REQUIRE(careful.failures.size() == 1);
  CHECK(careful.failures[0].error.message ==
        "2 of 3 stories are older than keep_days; more than half goes only once, with --force");
  CHECK(careful.failures[0].gravity == mirror::Gravity::Serious);
  CHECK(std::filesystem::exists(site.root() / kRain));
  const mirror::Report next = site.report();
  REQUIRE(next.failures.size() == 1);
  CHECK(next.failures[0].gravity == mirror::Gravity::Known);
  site.options.config.keep_days = 9;
  CHECK(site.report().failures.at(0).gravity == mirror::Gravity::Serious);
  site.options.removal = mirror::Removal::Forced;
  CHECK(site.report().sites.at(0).removed == 2);
  CHECK_FALSE(std::filesystem::exists(site.root() / kRain));
}

TEST_CASE("stories that a front page lists stay however old, and count as none to remove") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.set_story("/2025/10/19/us/new", "New", "Something new.");
  site.list({{"/2025/10/19/us/new", "New"},
             {"/2025/09/18/us/rain", "Rain expected"},
             {"/2025/09/19/tech/rates", "Rates fall"}});
  site.clock.advance(24h * 30);
  for (int run = 0; run < 2; ++run) {
    const mirror::Report report = site.report();
    CHECK(report.failures.empty());
    CHECK(report.sites.at(0).removed == 0);
  }
  CHECK(std::filesystem::exists(site.root() / kRain));
}

TEST_CASE("a clock that is years ahead removes nothing") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.report();
  site.clock.advance(24h * 3650);
  CHECK(site.report().sites.at(0).removed == 0);
  CHECK(std::filesystem::exists(site.root() / kRain));
}

TEST_CASE("what others put into a folder of the archive keeps the folder") {
  MadeUpSite site;
  site.options.config.keep_days = 10;
  site.options.removal = mirror::Removal::Forced;
  site.report();
  test::write(site.root() / "news.example/archive/2025/09/18/notes.txt", "mine");
  site.clock.advance(24h * 30);
  site.set_story("/2025/10/19/us/new", "New", "Something new.");
  site.list({{"/2025/10/19/us/new", "New"}});
  site.report();
  CHECK(test::read(site.root() / "news.example/archive/2025/09/18/notes.txt") == "mine");
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/archive/2025/09/18/gophermap"));
}

TEST_CASE("an archive that somebody removed is made again, also its older days") {
  MadeUpSite site;
  site.options.config.editions = {{}, {.name = "ascii"}};
  site.report();
  site.clock.advance(24h * 40);
  site.set_story("/2025/10/28/us/vote", "They vote", "The house voted on Tuesday.");
  site.list({{"/2025/10/28/us/vote", "They vote"}});
  site.report();
  const auto before = test::names_below(site.root());
  std::filesystem::remove_all(site.root() / "ascii/news.example/archive");
  CHECK(site.report().failures.empty());
  CHECK(test::names_below(site.root()) == before);
}

TEST_CASE("with its state lost a mirror goes on naming its old stories") {
  MadeUpSite site;
  site.report();
  site.clock.advance(24h);
  site.set_story("/2025/09/20/us/vote", "They vote", "The house voted on Saturday.");
  site.list({{"/2025/09/20/us/vote", "They vote"}});
  site.report();
  const std::string day = menu(site, "archive/2025/09/18");
  REQUIRE(has(day, "i    US, 1 min\t"));
  std::filesystem::remove_all(site.root() / ".newshole");
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).added == 0);
  CHECK(report.sites.at(0).changed == 0);
  // Its words are not counted again.
  CHECK(menu(site, "archive/2025/09/18") ==
        std::string(day).replace(day.find(", 1 min"), std::string_view(", 1 min").size(), ""));
  CHECK(has(menu(site, "archive/2025/09"), "Friday 19 September 2025 (1 story)"));
  CHECK(has(menu(site, "sections/us"), "0Rain expected\t/" + std::string(kRain)));
  CHECK_FALSE(has(test::read(site.root() / kRain), "Changed on"));
}

TEST_CASE("with its state lost and its site away a mirror's menus name what is there") {
  MadeUpSite site;
  site.options.source = mirror::PageSource::Sites;
  site.options.config.network.robots = config::RobotsPolicy::Ignore;
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  site.report();
  const auto before = test::files_below(site.root());
  std::filesystem::remove_all(site.root() / ".newshole");
  site.fetcher.set_error("https://news.example/", {ErrorKind::HttpStatus, "answered 503", 503});
  site.report();
  const auto after = test::files_below(site.root());
  for (const auto& file : before) CHECK_MESSAGE(after.contains(file.first), file.first);
}

TEST_CASE("a file that is no story of ours tells nothing") {
  MadeUpSite site;
  site.report();
  test::write(site.root() / "news.example/2025/09/18/us/notes.txt", "my notes\n");
  test::write(site.root() / "news.example/notes.txt", "ARTICLE VIEW:\n\nNotes\n\nmine\n");
  std::filesystem::create_symlink("/etc", site.root() / "news.example/2025/09/18/etc");
  std::filesystem::remove_all(site.root() / ".newshole");
  site.report();
  CHECK_FALSE(has(menu(site, "archive/2025/09/18"), "notes"));
  CHECK(mirror::headline_of("##\n\nARTICLE VIEW:\n\nTwo\nlines\n\nBody\n") == "Two lines");
  CHECK_FALSE(mirror::headline_of("my ARTICLE VIEW:\n\nNo\n\n"));
  CHECK_FALSE(mirror::headline_of(""));
}

TEST_SUITE_END();
