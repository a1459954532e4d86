#include "search/update.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "older_state.h"
#include "search/files.h"
#include "search/reader.h"
#include "store/database.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::kRain;
using test::kRates;
using test::MadeUpSite;

namespace {

using Found = std::vector<std::string>;

std::filesystem::path index_file(const MadeUpSite& site) {
  const auto file = search::newest_index(search::index_folder(site.root()));
  REQUIRE(file);
  REQUIRE(*file);
  return (*file)->path;
}

std::vector<search::Hit> hits(const MadeUpSite& site, std::string_view typed) {
  auto reader = search::Reader::open(site.root());
  REQUIRE(reader);
  auto found = reader->find({.query = *search::parse_query(typed),
                             .clock = &site.clock,
                             .deadline = site.clock.tick() + 1s});
  REQUIRE(found);
  return found->hits;
}

Found found(const MadeUpSite& site, std::string_view typed) {
  Found paths;
  for (const auto& hit : hits(site, typed)) paths.push_back(hit.path);
  return paths;
}

store::Database state_of(const MadeUpSite& site) {
  auto database = store::Database::open(site.root() / ".newshole/state.sqlite");
  REQUIRE(database);
  return *std::move(database);
}

/// The names and times of all files of the index.
std::vector<std::string> seen(const MadeUpSite& site) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(search::index_folder(site.root()))) {
    files.push_back(entry.path().filename().string() + " " + std::to_string(entry.file_size()) +
                    " " + std::to_string(entry.last_write_time().time_since_epoch().count()));
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

TEST_SUITE_BEGIN("search/update");

TEST_CASE("a run's stories can be found when it has ended") {
  MadeUpSite site;
  CHECK(site.report().failures.empty());
  CHECK(found(site, "umbrella") == Found{kRain});
  const auto hit = hits(site, "rates").at(0);
  CHECK(hit.site == "news.example");
  CHECK(hit.path == kRates);
  CHECK(hit.headline == "Rates up again");
  CHECK(hit.section == "Tech");
  CHECK(hit.day == std::chrono::sys_days(std::chrono::year(2025) / 9 / 19));
  CHECK(hit.context == "The bank said so on Friday.");
}

TEST_CASE("a story that comes, and one that changes, is found by its new words") {
  MadeUpSite site;
  site.report();
  site.clock.advance(30min);
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}, {"/2025/09/19/us/hail", "Hail came"}});
  site.set_story("/2025/09/19/us/hail", "Hail came", "Stones as large as plums fell.");
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The treasury denied it on Friday.");
  CHECK(site.report().failures.empty());
  CHECK(found(site, "plums") == Found{"news.example/2025/09/19/us/hail.txt"});
  CHECK(found(site, "treasury") == Found{kRates});
  CHECK(found(site, "bank").empty());
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("a headline that is listed otherwise is found otherwise") {
  MadeUpSite site;
  site.report();
  site.clock.advance(30min);
  site.list(
      {{"/2025/09/19/tech/rates", "Interest climbs"}, {"/2025/09/18/us/rain", "Rain expected"}});
  site.report();
  CHECK(hits(site, "climbs").at(0).headline == "Interest climbs");
}

TEST_CASE("a run that finds nothing new leaves the index alone") {
  MadeUpSite site;
  site.report();
  const auto before = seen(site);
  site.clock.advance(30min);
  site.report();
  CHECK(seen(site) == before);
  // Whoever opens it fills its -shm.
  CHECK(std::filesystem::file_size(index_file(site).string() + "-shm") == 0);
}

TEST_CASE("a dry run makes no index") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove_all(search::index_folder(site.root()));
  site.options.mode = mirror::Mode::DryRun;
  site.report();
  CHECK_FALSE(std::filesystem::exists(search::index_folder(site.root())));
}

TEST_CASE("an index that was lost is made anew, though nothing else is new") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove_all(search::index_folder(site.root()));
  CHECK(site.report().failures.empty());
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("an index that is not as the last run left it is made anew, though nothing else is new") {
  MadeUpSite site;
  site.report();
  const std::string bytes = test::read(index_file(site));
  SUBCASE("cut") {
    test::write(index_file(site), bytes.substr(0, bytes.size() / 2));
  }
  SUBCASE("empty") {
    test::write(index_file(site), "");
  }
  SUBCASE("garbage") {
    test::write(index_file(site), std::string(bytes.size(), '\x5a'));
  }
  SUBCASE("one bit") {
    std::string flipped = bytes;
    flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 1);
    test::write(index_file(site), flipped);
  }
  SUBCASE("of a program that folds words otherwise") {
    const std::filesystem::path file = index_file(site);
    const std::string generation = file.filename().string().substr(1);
    std::filesystem::rename(file, file.parent_path() / ("1" + generation));
  }
  CHECK(site.report().failures.empty());
  CHECK(found(site, "umbrella") == Found{kRain});
  CHECK(seen(site).size() == 3);
}

TEST_CASE("a damaged index is made anew by a run that has news for it") {
  MadeUpSite site;
  site.report();
  const std::string bytes = test::read(index_file(site));
  const auto time = std::filesystem::last_write_time(index_file(site));
  std::string damaged = bytes;
  std::fill(damaged.begin() + 100, damaged.end(), '\xff');
  test::write(index_file(site), damaged);
  // As a failing disk would leave it.
  SUBCASE("and seems untouched") {
    std::filesystem::last_write_time(index_file(site), time);
  }
  SUBCASE("and was touched") {}
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The treasury denied it on Friday.");
  site.clock.advance(30min);
  CHECK(site.report().failures.empty());
  CHECK(found(site, "treasury") == Found{kRates});
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("an older index that a killed run left goes with the next run, though nothing is new") {
  MadeUpSite site;
  site.report();
  const std::filesystem::path older = search::index_folder(site.root()) / "1-0.sqlite";
  test::write(older, "words");
  site.report();
  CHECK_FALSE(std::filesystem::exists(older));
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("an older mirror, whose state has stories and no index, gets one") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove_all(search::index_folder(site.root()));
  REQUIRE(state_of(site).execute(test::kToVersion3.c_str()));
  CHECK(site.report().failures.empty());
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("a story whose article the state does not know is found by its file") {
  MadeUpSite site;
  site.report();
  REQUIRE(state_of(site).execute("DELETE FROM articles; DELETE FROM search_index"));
  site.remove_story("/2025/09/18/us/rain");
  site.report();
  CHECK(found(site, "umbrella") == Found{kRain});
  CHECK(found(site, "unofficial").empty());
  CHECK(found(site, "back index").empty());
}

TEST_CASE("a state that was lost takes its index with it") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove(site.root() / ".newshole/state.sqlite");
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}});
  site.report();
  CHECK(found(site, "umbrella") == Found{kRain});
  CHECK(found(site, "rates") == Found{kRates});
  CHECK(seen(site).size() == 3);
}

TEST_CASE("what a killed run had noted is told to the index by the next one") {
  MadeUpSite site;
  site.report();
  // As if killed when the state was on the disk, and before the index was.
  REQUIRE(state_of(site).execute(
      "UPDATE stories SET headline = 'Drought expected' WHERE headline = 'Rain expected'"));
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}});
  site.clock.advance(30min);
  CHECK(found(site, "drought").empty());
  site.report();
  CHECK(found(site, "drought") == Found{kRain});
}

TEST_CASE("an index that a killed run wrote to before it said so is taken as it is") {
  MadeUpSite site;
  site.report();
  auto before = state_of(site);
  std::string mark;
  REQUIRE(before.query("SELECT size, modified, serial FROM search_index", {}, [&](const auto& row) {
    mark = "UPDATE search_index SET size = " + std::to_string(row.integer(0)) +
           ", modified = " + std::to_string(row.integer(1)) +
           ", serial = " + std::to_string(row.integer(2));
  }));
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The treasury denied it on Friday.");
  site.clock.advance(30min);
  site.report();
  REQUIRE(state_of(site).execute(
      (mark + "; INSERT INTO unindexed SELECT site, url FROM stories").c_str()));
  const auto file = index_file(site);
  CHECK(site.report().failures.empty());
  CHECK(index_file(site) == file);
  CHECK(found(site, "treasury") == Found{kRates});
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("a rebuild makes the index anew") {
  MadeUpSite site;
  site.report();
  const auto file = index_file(site);
  site.options.task = mirror::Task::Rebuild;
  CHECK(site.report().failures.empty());
  CHECK(index_file(site) != file);
  CHECK(seen(site).size() == 3);
  CHECK(found(site, "umbrella") == Found{kRain});
}

TEST_CASE("a story that is too old is not found any more") {
  MadeUpSite site;
  site.report();
  site.clock.advance(std::chrono::days(30));
  site.list({{"/2025/10/19/us/hail", "Hail came"},
             {"/2025/10/18/us/fog", "Fog came"},
             {"/2025/10/17/us/sun", "Sun came"}});
  site.set_story("/2025/10/19/us/hail", "Hail came", "Stones as large as plums fell.");
  site.set_story("/2025/10/18/us/fog", "Fog came", "Nobody saw a thing.");
  site.set_story("/2025/10/17/us/sun", "Sun came", "Everybody saw all.");
  site.options.config.keep_days = 10;
  CHECK(site.report().sites.at(0).removed == 2);
  CHECK(found(site, "umbrella").empty());
  CHECK(found(site, "plums").size() == 1);
  CHECK_FALSE(std::filesystem::exists(site.root() / kRain));
}

TEST_CASE("an index that cannot be written costs nothing else") {
  MadeUpSite site;
  site.report();
  std::filesystem::remove_all(search::index_folder(site.root()));
  test::write(search::index_folder(site.root()), "in the way");
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The treasury denied it on Friday.");
  site.clock.advance(30min);
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(has(report.failures[0].subject, ".newshole/search"));
  CHECK(has(test::read(site.root() / kRates), "treasury"));
  std::filesystem::remove(search::index_folder(site.root()));
  CHECK(site.report().failures.empty());
  CHECK(found(site, "treasury") == Found{kRates});
}

TEST_CASE("others get through to the index only where a search is configured") {
  const auto mode = [](const std::filesystem::path& path) {
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
  };
  MadeUpSite site;
  site.report();
  CHECK(mode(site.root() / ".newshole") == 0700);
  site.options.config.search.kind = config::SearchService::Kind::Serve;
  site.report();
  CHECK(mode(site.root() / ".newshole") == 0711);
  CHECK(mode(site.root() / ".newshole/state.sqlite") == 0600);
  CHECK(mode(site.root() / ".newshole/lock") == 0600);
  CHECK(mode(site.root() / ".newshole/staging") == 0700);
  CHECK(mode(site.root() / ".newshole/search") == 0755);
  site.options.config.search = {};
  site.report();
  CHECK(mode(site.root() / ".newshole") == 0700);
}

TEST_CASE("the front page leads to a search if the configuration says who answers it") {
  MadeUpSite site;
  site.report();
  CHECK_FALSE(has(test::front_menu(site), "\n7"));
  site.options.config.search.kind = config::SearchService::Kind::Serve;
  site.report();
  CHECK(
      has(test::front_menu(site), "\n7Search 2 stories\t/news.example/search\thole.example\t70\n"));
  site.options.config.search = {config::SearchService::Kind::Script, "/cgi-bin/find"};
  site.report();
  CHECK(has(test::front_menu(site),
            "\n7Search 2 stories\t/cgi-bin/find?news.example\thole.example\t70\n"));
}

TEST_SUITE_END();
