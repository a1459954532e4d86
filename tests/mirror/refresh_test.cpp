#include "mirror/refresh.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "store/state.h"

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

constexpr std::string_view kRootOfBoth =
    "iNews sites\tErr\thole.example\t70\n"
    "iLast change Fri 19 Sep 2025, 12:00 UTC.\tErr\thole.example\t70\n"
    "i \tErr\thole.example\t70\n"
    "1News of news.example (2 stories)\t/news.example\thole.example\t70\n"
    "1News of other.example (1 story)\t/other.example\thole.example\t70\n"
    "i \tErr\thole.example\t70\n"
    "iNewest stories\tErr\thole.example\t70\n"
    "0Rates up again\t/news.example/2025/09/19/tech/rates.txt\thole.example\t70\n"
    "i    News of news.example, 1 min\tErr\thole.example\t70\n"
    "0Other news\t/other.example/2025/09/19/tech/x.txt\thole.example\t70\n"
    "i    News of other.example, 1 min\tErr\thole.example\t70\n"
    "0Rain expected\t/news.example/2025/09/18/us/rain.txt\thole.example\t70\n"
    "i    News of news.example, 18 Sep, 1 min\tErr\thole.example\t70\n"
    "i \tErr\thole.example\t70\n"
    "0Feed (Atom) for feed readers\t/feed.xml\thole.example\t70\n";

}  // namespace

TEST_SUITE_BEGIN("mirror/refresh");

TEST_CASE("the first run makes stories, sections, the front page and the root's menu") {
  MadeUpSite site;
  const mirror::Report report = site.report();
  CHECK(test::names_below(site.root()) ==
        Names{"gophermap", kRain, kRates, "news.example/about/gophermap",
              "news.example/archive/2025/09/18/gophermap",
              "news.example/archive/2025/09/19/gophermap", "news.example/archive/2025/09/gophermap",
              "news.example/archive/2025/gophermap", "news.example/archive/gophermap",
              "news.example/digest/2025-09-18.txt", "news.example/digest/2025-09-19.txt",
              "news.example/feed.xml", "news.example/gophermap",
              "news.example/new/12-hours/gophermap", "news.example/new/3-hours/gophermap",
              "news.example/new/gophermap", "news.example/sections/gophermap",
              "news.example/sections/tech/gophermap", "news.example/sections/us/gophermap"});
  CHECK(front_menu(site) ==
        "iN E W S\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "inews.example - on gopher - unofficial\tErr\thole.example\t70\n"
        "i2 stories. Last change Fri 19 Sep 2025, 12:00 UTC.\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1New (2)\t/news.example/new\thole.example\t70\n"
        "1Sections: Tech 1, US 1\t/news.example/sections\thole.example\t70\n"
        "1Archive, feed, about this mirror\t/news.example/archive\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iLatest stories\tErr\thole.example\t70\n"
        "0Rates up again\t/news.example/2025/09/19/tech/rates.txt\thole.example\t70\n"
        "i    Tech, 1 min\tErr\thole.example\t70\n"
        "0Rain expected\t/news.example/2025/09/18/us/rain.txt\thole.example\t70\n"
        "i    US, 18 Sep, 1 min\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "hNews of news.example on the web\tURL:https://news.example/\thole.example\t70\n");
  CHECK(test::read(site.root() / "gophermap") == front_menu(site));
  CHECK(has(test::read(site.root() / kRates), "\nRates up again\n"));
  CHECK(has(test::read(site.root() / kRates), "\nThe bank said so on Friday.\n"));
  CHECK(report.failures.empty());
}

TEST_CASE("the first run reports what it fetched, added and wrote") {
  MadeUpSite site;
  const mirror::Report report = site.report();
  REQUIRE(report.sites.size() == 1);
  CHECK(report.sites[0].site == "news.example");
  CHECK(report.sites[0].listed == 2);
  CHECK(report.sites[0].fetched == 2);
  CHECK(report.sites[0].added == 2);
  CHECK(report.sites[0].changed == 0);
  CHECK(report.sites[0].unchanged == 0);
  CHECK_FALSE(report.sites[0].front_page_failed);
  CHECK(sorted(report.files_written) == test::names_below(site.root()));
  CHECK(report.bytes_written > 1000);
  CHECK(report.traffic.requests == 3);
}

TEST_CASE("a run that finds nothing new touches no file") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  const mirror::Report report = site.report();
  CHECK(test::files_below(site.root()) == before);
  CHECK(report.files_written.empty());
  CHECK(report.bytes_written == 0);
  CHECK(report.sites.at(0).unchanged == 2);
}

TEST_CASE("a run that finds nothing new makes menus anew that are missing or run as programs") {
  for (const std::string name :
       {"news.example/gophermap", "news.example/feed.xml", "gophermap",
        "news.example/sections/tech/gophermap", "news.example/archive/gophermap"}) {
    CAPTURE(name);
    MadeUpSite site;
    site.report();
    const std::string before = test::read(site.root() / name);
    std::filesystem::remove(site.root() / name);
    CHECK(site.report().files_written == std::vector{name});
    std::filesystem::permissions(site.root() / name, std::filesystem::perms(0755));
    CHECK(site.report().files_written == std::vector{name});
    CHECK(test::read(site.root() / name) == before);
    CHECK(site.report().files_written.empty());
  }
}

TEST_CASE(
    "a site that is left alone in its mirror becomes the root's menu, though nothing is new") {
  MadeUpSite site;
  site.options.config.sites = {"news.example", "other.example"};
  site.report();
  CHECK(test::read(site.root() / "gophermap") !=
        test::read(site.root() / "news.example/gophermap"));
  site.options.config.sites = {"news.example"};
  CHECK(site.report().files_written == std::vector<std::string>{"gophermap"});
  CHECK(test::read(site.root() / "gophermap") ==
        test::read(site.root() / "news.example/gophermap"));
}

TEST_CASE("another page with the same text costs no new file and no new copy of the article") {
  MadeUpSite site;
  site.report();
  const auto state = [&] {
    return *std::move(*store::State::open_to_read(site.root() / ".newshole"));
  };
  const std::string url = "https://news.example/2025/09/19/tech/rates";
  const std::string before = *state().article("news.example", url);
  CHECK_FALSE(before.empty());
  site.fetcher.set(url, "<!-- " + std::string(500, 'x') + " -->" +
                            test::story_html("Rates up again", "The bank said so on Friday."));
  site.clock.advance(std::chrono::minutes(30));
  const auto report = site.report();
  CHECK(report.sites.front().unchanged == 2);
  CHECK(report.files_written.empty());
  CHECK(*state().article("news.example", url) == before);
  CHECK(state().story("news.example", url)->value().last_fetched == site.clock.now());
}

TEST_CASE("a story that is not due is not fetched again") {
  MadeUpSite site;
  site.report();
  site.clock.advance(3h);
  site.report();
  site.fetcher.take_asked();
  site.clock.advance(30min);
  CHECK(site.report().sites.at(0).fetched == 0);
  CHECK(site.fetcher.take_asked() == Names{"https://news.example/"});
}

TEST_CASE("a changed story is written, and only its file and what shows the time of the change") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).changed == 1);
  CHECK(report.sites.at(0).unchanged == 1);
  CHECK(sorted(report.files_written) ==
        Names{"gophermap", kRates, "news.example/archive/2025/09/19/gophermap",
              "news.example/archive/gophermap", "news.example/corrections/2025/09/19/rates.txt",
              "news.example/corrections/gophermap", "news.example/digest/2025-09-19.txt",
              "news.example/feed.xml", "news.example/gophermap",
              "news.example/new/12-hours/gophermap", "news.example/new/3-hours/gophermap",
              "news.example/new/gophermap", "news.example/sections/tech/gophermap"});
  CHECK(has(test::read(site.root() / kRates), "The bank denied it on Friday."));
  CHECK(has(front_menu(site), "i2 stories. Last change Fri 19 Sep 2025, 13:00 UTC.\t"));
}

TEST_CASE("a retitled story changes the menus that name it") {
  MadeUpSite site;
  site.report();
  site.clock.advance(240h);
  site.list(
      {{"/2025/09/19/tech/rates", "Rates up once more"}, {"/2025/09/18/us/rain", "Rain expected"}});
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).fetched == 1);
  CHECK(sorted(report.files_written) ==
        Names{"gophermap", "news.example/archive/2025/09/19/gophermap",
              "news.example/digest/2025-09-19.txt", "news.example/feed.xml",
              "news.example/gophermap", "news.example/new/12-hours/gophermap",
              "news.example/new/3-hours/gophermap", "news.example/new/gophermap",
              "news.example/sections/tech/gophermap"});
  CHECK(has(front_menu(site), "0Rates up once more\t"));
  CHECK(has(test::read(site.root() / "news.example/sections/tech/gophermap"),
            "0Rates up once more\t"));
}

TEST_CASE("a story that left the front page stays in its section and on disk") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.list({{"/2025/09/19/tech/new", "A new one"}});
  site.set_story("/2025/09/19/tech/new", "A new one", "Text of the new one.");
  site.report();
  CHECK_FALSE(has(front_menu(site), "Rates up again"));
  CHECK(has(test::read(site.root() / "news.example/sections/gophermap"),
            "1US (1)\t/news.example/sections/us\t"));
  CHECK(has(test::read(site.root() / "news.example/sections/tech/gophermap"),
            "0A new one\t/news.example/2025/09/19/tech/new.txt\thole.example\t70\n"
            "i    19 Sep 2025, 1 min\tErr\thole.example\t70\n"
            "0Rates up again\t/news.example/2025/09/19/tech/rates.txt\thole.example\t70\n"));
  CHECK(has(test::read(site.root() / kRates), "The bank said so on Friday."));
}

TEST_CASE("another order of the same stories changes the front page") {
  MadeUpSite site;
  site.report();
  site.clock.advance(1h);
  site.list({test::kTwoStories[1], test::kTwoStories[0]});
  const mirror::Report report = site.report();
  CHECK(sorted(report.files_written) == Names{"gophermap", "news.example/gophermap"});
  CHECK(front_menu(site).find("0Rain expected") < front_menu(site).find("0Rates up again"));
}

TEST_CASE("at most as many stories as the limit says are mirrored") {
  MadeUpSite site;
  site.options.config.story_limit = 1;
  CHECK(site.report().sites.at(0).listed == 1);
  CHECK(has(front_menu(site), "0Rates up again\t"));
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
}

TEST_CASE("the dialect gph has its own file names and escapes") {
  MadeUpSite site;
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.list({{"/2025/09/19/tech/rates", "Rates | up"}});
  site.report();
  CHECK(test::names_below(site.root()) ==
        Names{"index.gph", kRates, "news.example/about/index.gph",
              "news.example/archive/2025/09/19/index.gph", "news.example/archive/2025/09/index.gph",
              "news.example/archive/2025/index.gph", "news.example/archive/index.gph",
              "news.example/digest/2025-09-19.txt", "news.example/feed.xml",
              "news.example/index.gph", "news.example/new/12-hours/index.gph",
              "news.example/new/3-hours/index.gph", "news.example/new/index.gph",
              "news.example/sections/index.gph", "news.example/sections/tech/index.gph"});
  CHECK(has(test::read(site.root() / "index.gph"),
            "[0|Rates \\| up|/news.example/2025/09/19/tech/rates.txt|server|port]\n"));
}

TEST_CASE("a run about sites that the configuration does not name leads to them") {
  MadeUpSite site;
  site.options.config.sites = {"other.example"};
  const site::SiteProfile second = test::made_up_profile("two.example");
  site.options.profiles.push_back(&second);
  site.fetcher.set("https://two.example/",
                   test::front_page_html({{"/2025/09/19/tech/rates", "Rates up again"}}));
  site.fetcher.set("https://two.example/2025/09/19/tech/rates", test::story_html("Rates", "Up."));
  (void)site.report();
  const std::string root = test::read(site.root() / "gophermap");
  CHECK(has(root, "\t/news.example\t"));
  CHECK(has(root, "\t/two.example\t"));
  CHECK(site.report().files_written.empty());
}

TEST_CASE("the edition's charset holds for stories and menus") {
  MadeUpSite site;
  site.options.config.editions.front().charset = text::Charset::Latin1;
  site.list({{"/2025/09/19/tech/rates", "Caf\u00e9 \u201copen\u201d"}});
  site.set_story("/2025/09/19/tech/rates", "Caf\u00e9", "The caf\u00e9 is open.");
  site.report();
  CHECK(has(front_menu(site), "0Caf\xe9 \"open\"\t"));
  CHECK(has(test::read(site.root() / kRates), "The caf\xe9 is open.\n"));
}

TEST_CASE("another width makes the listed stories anew without calling them changed") {
  MadeUpSite site;
  site.set_story("/2025/09/19/tech/rates", "Rates up again",
                 "A sentence that is broken in another place when the page becomes narrower.");
  site.report();
  site.clock.advance(240h);
  site.options.config.editions.front().width = 40;
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).changed == 0);
  CHECK(report.sites.at(0).rebuilt == 2);
  CHECK(sorted(report.files_written) == Names{kRain, kRates, "news.example/digest/2025-09-18.txt",
                                              "news.example/digest/2025-09-19.txt"});
}

TEST_CASE("another port is in every menu after the next run") {
  MadeUpSite site;
  site.report();
  site.clock.advance(240h);
  site.options.config.port = 7070;
  site.report();
  CHECK(has(test::read(site.root() / "news.example/sections/us/gophermap"), "\t7070\n"));
  CHECK_FALSE(has(test::read(site.root() / "news.example/sections/us/gophermap"), "\t70\n"));
}

TEST_CASE("the banner stands where each edition says") {
  MadeUpSite site;
  site::SiteProfile profile = test::made_up_profile("news.example");
  profile.banner = {"## NEWS ##"};
  site.options.profiles = {&profile};
  site.options.config.editions = {{},
                                  {.name = "front", .banner = config::BannerPlace::Front},
                                  {.name = "none", .banner = config::BannerPlace::None}};
  site.report();
  const auto has_banner = [&](const std::string& file) {
    const std::string bytes = test::read(site.root() / file);
    REQUIRE_FALSE(bytes.empty());
    return test::has(bytes, "## NEWS ##");
  };
  const std::string rates = test::kRates;
  const std::string section = "news.example/sections/tech/gophermap";
  for (const std::string& file : {std::string("news.example/gophermap"), section, rates})
    CHECK(has_banner(file));
  CHECK(has_banner("front/news.example/gophermap"));
  CHECK(has_banner("front/gophermap"));
  CHECK_FALSE(has_banner("front/" + section));
  CHECK_FALSE(has_banner("front/" + rates));
  CHECK_FALSE(has_banner("none/news.example/gophermap"));
  CHECK_FALSE(has_banner("none/" + rates));
  site.options.config.editions[0].banner = config::BannerPlace::Front;
  site.report();
  CHECK_FALSE(has_banner(rates));
  CHECK(has_banner("news.example/gophermap"));
}

TEST_CASE(
    "another contact stands in the page about the mirror after the next run, and nowhere else") {
  MadeUpSite site;
  site.options.config.editions.push_back({.name = "small", .width = 40, .menu_width = 33});
  site.report();
  site.clock.advance(std::chrono::hours(1));
  site.options.config.network.contact = "https://gopher.example/";
  const std::string about = "news.example/about/gophermap";
  CHECK(site.report().files_written == Names{about, "small/" + about});
  CHECK(has(test::read(site.root() / about), "iThe operator: https://gopher.example/\t"));
  CHECK(site.report().files_written.empty());
}

TEST_CASE("several sites share a root whose menu leads to each") {
  MadeUpSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  site.options.profiles.push_back(&other);
  site.options.config.sites = {"news.example", "other.example"};
  site.report();
  CHECK(test::read(site.root() / "gophermap") == kRootOfBoth);
}

TEST_CASE("a run of a site that is not configured adds it to the root's menu") {
  MadeUpSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  site.options.config.sites = {"news.example", "never.example", "news.example"};
  site.report();
  site.options.profiles = {&other};
  site.report();
  CHECK(test::read(site.root() / "gophermap") == kRootOfBoth);
}

TEST_CASE("a run of one site of several leaves the others in the root's menu") {
  MadeUpSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  site.options.config.sites = {"news.example", "other.example"};
  site.report();
  site.options.profiles = {&other};
  site.report();
  CHECK(has(test::read(site.root() / "gophermap"), "1News of news.example (2 stories)\t"));
  CHECK(has(test::read(site.root() / "gophermap"), "1News of other.example (1 story)\t"));
}

TEST_CASE("a dry run writes nothing and says what it would write") {
  MadeUpSite site;
  site.options.mode = mirror::Mode::DryRun;
  const mirror::Report report = site.report();
  CHECK_FALSE(std::filesystem::exists(site.root()));
  CHECK(report.files_written.size() == 19);
  site.options.mode = mirror::Mode::Publish;
  CHECK(sorted(site.report().files_written) == sorted(report.files_written));
}

TEST_CASE("a dry run over a mirror changes neither it nor its state") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  const std::string state = test::read(site.root() / ".newshole/state.sqlite");
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it.");
  site.options.mode = mirror::Mode::DryRun;
  CHECK(sorted(site.report().files_written) ==
        Names{"gophermap", kRates, "news.example/archive/2025/09/19/gophermap",
              "news.example/archive/gophermap", "news.example/corrections/2025/09/19/rates.txt",
              "news.example/corrections/gophermap", "news.example/digest/2025-09-19.txt",
              "news.example/feed.xml", "news.example/gophermap",
              "news.example/new/12-hours/gophermap", "news.example/new/3-hours/gophermap",
              "news.example/new/gophermap", "news.example/sections/tech/gophermap"});
  CHECK(test::files_below(site.root()) == before);
  CHECK(test::read(site.root() / ".newshole/state.sqlite") == state);
  CHECK_FALSE(std::filesystem::exists(site.root() / ".newshole/state.sqlite-wal"));
}

TEST_SUITE_END();
