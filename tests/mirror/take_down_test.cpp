// What the operator takes down is nowhere afterwards, and comes back by no way.

#include "mirror/take_down.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
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
using Outcome = mirror::TakenDownStory::Outcome;

namespace {

constexpr const char* kUrl = "https://news.example/2025/09/19/tech/rates";
// A word of the story alone, and one of its headline.
constexpr const char* kWord = "Zyzzogeton";
constexpr const char* kHeadline = "Quokkas up again";

/// The two stories, one with a word that nothing else has; and the profile as a catalog has it.
class MirrorWithLetter : public MadeUpSite {
 public:
  MirrorWithLetter() {
    folder_.write("news.example.json", R"({
      "name": "news.example", "title": "News of news.example",
      "hosts": ["news.example", "www.news.example"], "web": "https://news.example/",
      "front_pages": ["https://news.example/"], "tagline": "news.example - on gopher - unofficial",
      "stories": {"links": ["li a@href"], "paths": ["/{year}/{month}/{day}/{section}/{slug}"]},
      "article": {"headline": ["h1"], "body": ["article"]}})");
    catalog = site::Catalog::load(std::vector<std::filesystem::path>{folder_.path()}).value();
    options.profiles = {catalog.by_name("news.example").value()};
    options.config.search.kind = config::SearchService::Kind::Serve;
    set_story("/2025/09/19/tech/rates", kHeadline, std::string("It was the ") + kWord + ".");
    list({{"/2025/09/19/tech/rates", kHeadline}, {"/2025/09/18/us/rain", "Rain expected"}});
    fetcher.set_validators("https://news.example/", {.etag = "\"front\"", .last_modified = {}});
  }

  mirror::TakedownReport take_down(const Names& names) {
    const auto report = mirror::take_down({options.config, catalog}, names, clock);
    REQUIRE_MESSAGE(report, (report ? std::string() : report.error().message));
    return *report;
  }
  mirror::TakedownReport take_back(const Names& urls) {
    return mirror::take_back({options.config, catalog}, urls).value();
  }

  /// The files below the root, .newshole included, that hold a text.
  [[nodiscard]] Names files_with(const std::string& text) const {
    Names names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root())) {
      if (entry.is_regular_file() && has(test::read(entry.path()), text))
        names.push_back(entry.path().lexically_relative(root()));
    }
    return names;
  }

  site::Catalog catalog;

 private:
  test::TempFolder folder_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/take_down");

TEST_CASE("a story that is taken down takes along what was said of its changes") {
  MirrorWithLetter site;
  site.options.config.editions.push_back({.name = "small", .width = 30, .menu_width = 30});
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", kHeadline, "It was a letter of nobody.");
  site.set_story("/2025/09/18/us/rain", "Rain expected", "It rained on Saturday.");
  site.report();
  CHECK(site.files_with(kWord).size() >= 3);
  site.take_down({kUrl});
  CHECK(site.files_with(kWord).empty());
  CHECK(site.files_with(kHeadline).empty());
  const std::string menu = test::read(site.root() / "small/news.example/corrections/gophermap");
  CHECK(has(menu, "/small/news.example/corrections/2025/09/19/rain.txt"));
  CHECK_FALSE(has(menu, "rates"));
}

TEST_CASE("a story that is taken down is in no file any more") {
  MirrorWithLetter site;
  site.options.config.editions = {
      {.article_view = config::ArticleView::Both},
      {.name = "small", .width = 30, .menu_width = 30, .article_view = config::ArticleView::Menu}};
  site.report();
  CHECK(site.files_with(kWord).size() ==
        8);  // a text, two menus, two digests, two feeds, the index
  CHECK(test::has(test::read(site.root() / ".newshole/state.sqlite"), kHeadline));
  site.fetcher.take_asked();
  const auto report = site.take_down({kUrl});
  CHECK(report.failures.empty());
  REQUIRE(report.stories.size() == 1);
  CHECK(report.stories[0].url == kUrl);
  CHECK(report.stories[0].outcome == Outcome::Removed);
  CHECK(report.stories[0].files == 3);
  CHECK(site.fetcher.take_asked().empty());
  CHECK(site.files_with(kWord) == Names{});
  CHECK(site.files_with("Quokkas") == Names{});
  CHECK(site.files_with("tech/rates") == Names{".newshole/takedowns"});
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/archive/2025/09/19"));
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a former version of the story leaves nothing in the state either") {
  MirrorWithLetter site;
  site.report();
  const std::string headline = "Another headline, and one that is longer than the first one was";
  site.list({{"/2025/09/19/tech/rates", headline}, {"/2025/09/18/us/rain", "Rain expected"}});
  site.fetcher.set_validators("https://news.example/", {.etag = "\"next\"", .last_modified = {}});
  site.report();
  site.take_down({kUrl});
  CHECK(site.files_with("Quokkas") == Names{});
}

TEST_CASE("a mirror is as if the story had never been, but for the list") {
  MirrorWithLetter with;
  with.report();
  with.take_down({kUrl});
  MirrorWithLetter without;
  without.list({{"/2025/09/18/us/rain", "Rain expected"}});
  without.report();
  const auto names = test::names_below(with.root());
  CHECK(names == test::names_below(without.root()));
  for (const std::string& name : names)
    CHECK(test::read(with.root() / name) == test::read(without.root() / name));
}

TEST_CASE("no run asks for it or names it again while the site lists it") {
  MirrorWithLetter site;
  site.report();
  site.take_down({kUrl});
  site.fetcher.take_asked();
  for (const std::string etag : {"\"front\"", "\"other\""}) {
    CAPTURE(etag);
    site.fetcher.set_validators("https://news.example/", {.etag = etag, .last_modified = {}});
    site.clock.advance(24h);
    const mirror::Report report = site.report();
    CHECK(report.failures.empty());
    CHECK(report.files_written.empty());
    CHECK(report.sites.at(0).listed == 1);
    for (const std::string& asked : site.fetcher.take_asked()) CHECK(asked != kUrl);
  }
  CHECK(site.files_with("Quokkas") == Names{});
}

TEST_CASE("another spelling of its address is the same story") {
  MirrorWithLetter site;
  site.report();
  const std::string other = "http://WWW.news.example/2025/09/19/tech/rates?from=letter#top";
  CHECK(site.take_down({other}).stories.at(0).outcome == Outcome::Removed);
  CHECK(mirror::taken_down(site.root()).value().at(0).url == kUrl);
  site.list({{"https://www.news.example/2025/09/19/tech/rates?again", kHeadline},
             {"/2025/09/18/us/rain", "Rain expected"}});
  CHECK(site.report().sites.at(0).listed == 1);
}

TEST_CASE("a page that leads to it goes with it, and is no failure") {
  MirrorWithLetter site;
  site.set_story("/2025/09/19/us/copy", "A copy", std::string("It was the ") + kWord + ".");
  site.list({{"/2025/09/19/us/copy", "A copy"}, {"/2025/09/18/us/rain", "Rain expected"}});
  site.report();
  site.take_down({kUrl});
  site.fetcher.redirect("https://news.example/2025/09/19/us/copy", kUrl);
  site.clock.advance(1h);
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK_FALSE(has(front_menu(site), "A copy"));
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/2025/09/19/us/copy.txt"));
  CHECK(site.report().failures.empty());
}

TEST_CASE("a story is named by its text or its menu, in any edition") {
  for (const std::string name :
       {"news.example/2025/09/19/tech/rates.txt", "news.example/2025/09/19/tech/rates",
        "small/news.example/2025/09/19/tech/rates/gophermap"}) {
    CAPTURE(name);
    MirrorWithLetter site;
    site.options.config.editions.push_back({.name = "small"});
    site.report();
    CHECK(site.take_down({name}).stories.at(0).outcome == Outcome::Removed);
    CHECK(site.files_with(kWord) == Names{});
  }
}

TEST_CASE("a path that is no story's does nothing; the others that are named go") {
  MirrorWithLetter site;
  site.report();
  const auto none = site.take_down({"news.example/2025/09/19/tech/none.txt", "news.example"});
  CHECK(none.stories.empty());
  CHECK(none.failures.size() == 2);
  CHECK_FALSE(std::filesystem::exists(site.root() / ".newshole/takedowns"));
  CHECK(site.take_down({"https://news.example"}).failures.at(0).error.message ==
        "a front page of news.example, and no story");
  const auto some = site.take_down({"nothing", kUrl});
  CHECK(some.stories.size() == 1);
  CHECK(some.failures.size() == 1);
  CHECK_FALSE(std::filesystem::exists(site.root() / kRates));
}

TEST_CASE("an address that the mirror does not have is never fetched") {
  MirrorWithLetter site;
  std::filesystem::create_directories(site.root());
  CHECK(site.take_down({kUrl, "https://elsewhere.example/a#b"}).stories.at(0).outcome ==
        Outcome::NotThere);
  CHECK(site.take_down({kUrl}).stories.at(0).outcome == Outcome::Known);
  const auto list = mirror::taken_down(site.root()).value();
  REQUIRE(list.size() == 2);
  CHECK(list[1].url == "https://elsewhere.example/a");
  CHECK(list[1].day == std::chrono::sys_days(std::chrono::year(2025) / 9 / 19));
  CHECK(site.report().sites.at(0).listed == 1);
  CHECK(site.files_with(kWord) == Names{});
}

TEST_CASE("a folder that is not there is no mirror, and is not made") {
  MirrorWithLetter site;
  const Names names = {kUrl};
  CHECK_FALSE(mirror::take_down({site.options.config, site.catalog}, names, site.clock));
  CHECK_FALSE(std::filesystem::exists(site.root()));
}

TEST_CASE("the only story of a front page leaves an empty one") {
  MirrorWithLetter site;
  site.list({{"/2025/09/19/tech/rates", kHeadline}});
  site.report();
  CHECK(site.take_down({kUrl}).failures.empty());
  CHECK_FALSE(has(front_menu(site), "Quokkas"));
  CHECK(site.files_with(kWord) == Names{});
  CHECK_FALSE(site.report().sites.at(0).front_page_failed);
}

TEST_CASE("what is on the list is removed by the next run, whatever became of the takedown") {
  for (const auto task : {mirror::Task::Refresh, mirror::Task::Rebuild}) {
    MirrorWithLetter site;
    site.report();
    test::write(site.root() / ".newshole/takedowns", std::string("2025-09-19 ") + kUrl + "\n");
    site.options.task = task;
    CHECK(site.report().failures.empty());
    CHECK(site.files_with(kWord) == Names{});
    CHECK(site.files_with("Quokkas") == Names{});
  }
}

TEST_CASE("it is removed by a run that finds the site out of reach, too") {
  MirrorWithLetter site;
  site.report();
  test::write(site.root() / ".newshole/takedowns", std::string("2025-09-19 ") + kUrl + "\n");
  site.fetcher.remove("https://news.example/");
  CHECK(site.report().failures.size() == 1);
  CHECK(site.files_with("Quokkas") == Names{});
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a state that was lost brings nothing back") {
  for (const std::string& bytes : {std::string(8192, 'x'), std::string()}) {
    MirrorWithLetter site;
    site.report();
    if (bytes.empty()) std::filesystem::remove(site.root() / ".newshole/state.sqlite");
    if (!bytes.empty()) test::write(site.root() / ".newshole/state.sqlite", bytes);
    CHECK(site.take_down({kUrl}).stories.at(0).outcome == Outcome::Removed);
    CHECK(site.files_with(kWord) == Names{});
    CHECK(site.files_with("Quokkas") == Names{});
    CHECK(has(front_menu(site), "Rain expected"));
    site.report();
    CHECK(site.files_with("Quokkas") == Names{});
    CHECK(has(front_menu(site), "Rain expected"));
  }
}

TEST_CASE("a state that is lost later brings nothing back") {
  MirrorWithLetter site;
  site.report();
  site.take_down({kUrl});
  std::filesystem::remove(site.root() / ".newshole/state.sqlite");
  site.report();
  CHECK(site.files_with("Quokkas") == Names{});
}

TEST_CASE("a story that failed leaves the front page and the state when it is taken down") {
  MirrorWithLetter site;
  site.remove_story("/2025/09/18/us/rain");
  site.report();
  site.clock.advance(2h);
  site.report();
  REQUIRE(test::has(test::front_menu(site), "hRain expected (on the web)"));
  const auto report = site.take_down({"https://news.example/2025/09/18/us/rain"});
  CHECK(report.failures.empty());
  CHECK(report.stories.at(0).outcome == mirror::TakenDownStory::Outcome::Removed);
  CHECK(site.files_with("Rain expected") == Names{});
}

TEST_CASE("a takedown that is taken back lets the next run fetch the story") {
  MirrorWithLetter site;
  site.report();
  site.take_down({kUrl});
  const auto none = site.take_back({"https://news.example/2025/09/19/tech/none"});
  CHECK(none.stories.empty());
  CHECK(none.failures.at(0).error.message == "was not taken down");
  CHECK(site.take_back({kUrl}).stories.at(0).outcome == Outcome::Allowed);
  CHECK(mirror::taken_down(site.root()).value().empty());
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).added == 1);
  CHECK(has(test::read(site.root() / kRates), kWord));
  CHECK(has(front_menu(site), kHeadline));
}

TEST_CASE("what a killed run left to be removed does not take a story that came back") {
  MirrorWithLetter site;
  site.report();
  site.take_down({kUrl});
  site.take_back({kUrl});
  {
    auto state = store::State::open(site.root() / ".newshole", store::StateMode::Durable).value();
    store::Transaction changes = state.begin();
    changes.add_pending_removal(kRates);
    REQUIRE(changes.commit());
  }
  site.report();
  CHECK(has(test::read(site.root() / kRates), kWord));
}

TEST_CASE("a list that nobody can read ends a run before it fetches") {
  MirrorWithLetter site;
  site.report();
  test::write(site.root() / ".newshole/takedowns", "2025-09-19 " + std::string(kUrl) + "\nno\n");
  site.fetcher.take_asked();
  const auto report = site.run();
  REQUIRE_FALSE(report);
  CHECK(has(report.error().message, ".newshole/takedowns: line 2: expected a day and a URL"));
  CHECK(site.fetcher.take_asked().empty());
}

TEST_CASE("other users reach the list once there is one") {
  MirrorWithLetter site;
  site.options.config.search.kind = config::SearchService::Kind::None;
  site.report();
  const auto mode = [&] {
    return std::filesystem::status(site.root() / ".newshole").permissions();
  };
  CHECK(mode() == std::filesystem::perms(0700));
  site.take_down({kUrl});
  CHECK(mode() == std::filesystem::perms(0711));
  site.report();
  CHECK(mode() == std::filesystem::perms(0711));
  CHECK(std::filesystem::status(site.root() / ".newshole/takedowns").permissions() ==
        std::filesystem::perms(0644));
  CHECK(std::filesystem::status(site.root() / ".newshole/state.sqlite").permissions() ==
        std::filesystem::perms(0600));
}

TEST_SUITE_END();
