#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/disk/workspace.h"
#include "mirror/made_up_site.h"
#include "mirror/refresh.h"
#include "store/database.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::front_menu;
using test::has;
using test::kRain;
using test::kRates;
using test::MadeUpSite;
using test::Names;

namespace {

/// Does something when the first file has been written, or the first story has come.
class OnFirst final : public mirror::Progress {
 public:
  enum class What { Wrote, Fetched };
  OnFirst(
      What what, std::function<void()> act, std::function<void()> at_next_site = [] {})
      : what_(what), act_(std::move(act)), at_next_site_(std::move(at_next_site)) {}
  void began(std::string_view /*site*/) override {
    if (std::exchange(has_begun_, true)) at_next_site_();
  }
  void listed(std::string_view /*site*/, std::size_t /*stories*/,
              std::size_t /*to_fetch*/) override {}
  void fetched(const mirror::Arrival& /*arrival*/) override { act(What::Fetched); }
  void wrote(std::string_view /*file*/) override { act(What::Wrote); }

 private:
  void act(What what) {
    if (what == what_) std::exchange(act_, [] {})();
  }

  What what_;
  std::function<void()> act_;
  std::function<void()> at_next_site_;
  bool has_begun_ = false;
};

// UBSan asks a pipe whether an object is there, and takes it for missing where none can be opened.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

}  // namespace

TEST_SUITE_BEGIN("mirror/refresh_faults");

TEST_CASE("a site that cannot be written leaves the others fresh, and is reported as failed" *
          doctest::skip(kIsSanitized)) {
  MadeUpSite site;
  const site::SiteProfile other = test::serve_other_site(site.fetcher);
  site.options.profiles.push_back(&other);
  std::optional<test::NoDescriptors> none;
  OnFirst progress(
      OnFirst::What::Wrote, [&] { none.emplace(); }, [&] { none.reset(); });
  const auto report = mirror::refresh(site.options, site.fetcher, site.clock, progress);
  REQUIRE(report);
  REQUIRE(report->sites.size() == 2);
  CHECK(report->sites[0].ended_early);
  CHECK_FALSE(report->sites[0].last_success);
  CHECK_FALSE(report->sites[1].ended_early);
  CHECK(report->sites[1].added == 1);
  REQUIRE(report->failures.size() == 1);
  CHECK(report->failures[0].site == "news.example");
  CHECK(report->failures[0].error.kind == ErrorKind::Io);
  CHECK(has(test::read(site.root() / "other.example/gophermap"), "Other news"));
  const mirror::Report next = site.report();
  CHECK(next.failures.empty());
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a failure after the state was saved does not say that the site's part ended early" *
          doctest::skip(kIsSanitized)) {
  MadeUpSite site;
  site.report();
  // The texts of the stories are to be removed once the state is saved.
  site.options.config.editions[0].article_view = config::ArticleView::Menu;
  const std::filesystem::path index = site.root() / ".newshole/search";
  std::filesystem::remove_all(index);
  std::optional<test::NoDescriptors> none;
  site.clock.advance(1h);
  site.clock.on_tick = [&] {
    if (!none && std::filesystem::exists(index)) none.emplace();
  };
  const mirror::Report report = site.report();
  site.clock.on_tick = [] {};
  none.reset();
  CHECK(has(report.failures.back().error.message, "its folder cannot be opened"));
  CHECK(std::filesystem::exists(site.root() / kRates));
  REQUIRE(report.sites.size() == 1);
  CHECK_FALSE(report.sites[0].ended_early);
  CHECK(report.sites[0].last_success == site.clock.now());
  CHECK(site.report().failures.empty());
  CHECK_FALSE(std::filesystem::exists(site.root() / kRates));
}

TEST_CASE("a front page that leads to a foreign host brings none of its stories") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.fetcher.set(
      "https://foreign.example/",
      test::front_page_html({{"/2025/09/19/tech/rates", "Foreign rates"},
                             {"https://foreign.example/2025/09/19/tech/x", "Foreign"}}));
  site.fetcher.redirect("https://news.example/", "https://foreign.example/");
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].error.kind == ErrorKind::RedirectRefused);
  CHECK(report.sites.at(0).front_page_failed);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a story that never came is named in the report and in no menu") {
  MadeUpSite site;
  site.remove_story("/2025/09/18/us/rain");
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].site == "news.example");
  CHECK(report.failures[0].subject == "https://news.example/2025/09/18/us/rain");
  CHECK(report.failures[0].error.kind == ErrorKind::NotFound);
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
  CHECK(has(front_menu(site), "Rates up again"));
}

TEST_CASE("a story that came in an earlier run stays, and is tried again") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.remove_story("/2025/09/18/us/rain");
  CHECK(site.report().failures.size() == 1);
  CHECK(test::files_below(site.root()) == before);
  site.clock.advance(240h);
  site.set_story("/2025/09/18/us/rain", "Rain expected", "It rained.");
  CHECK(site.report().sites.at(0).changed == 1);
  CHECK(has(test::read(site.root() / kRain), "It rained."));
}

TEST_CASE("a page that is no story does not replace the story") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.fetcher.set("https://news.example/2025/09/18/us/rain",
                   "<!doctype html><title>Are you a robot?</title><div></div>");
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].error.kind == ErrorKind::NotArticle);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a disk that fails after something was published is in the report of that" *
          doctest::skip(kIsSanitized)) {
  MadeUpSite site;
  std::optional<test::NoDescriptors> none;
  OnFirst progress(OnFirst::What::Wrote, [&] { none.emplace(); });
  const auto report = mirror::refresh(site.options, site.fetcher, site.clock, progress);
  none.reset();
  REQUIRE(report);
  CHECK(report->files_written == Names{kRain, kRates});
  REQUIRE(report->failures.size() == 1);
  CHECK(report->failures[0].error.kind == ErrorKind::Io);
  CHECK(has(report->failures[0].error.message, "gophermap: "));
  CHECK(site.report().failures.empty());
}

TEST_CASE("a run that is asked to stop publishes what has come, and the next goes on") {
  MadeUpSite site;
  Stop stop;
  site.options.stop = &stop;
  site.fetcher.heed(stop);
  OnFirst progress(OnFirst::What::Fetched, [&] { stop.request(); });
  const auto report = mirror::refresh(site.options, site.fetcher, site.clock, progress);
  REQUIRE(report);
  REQUIRE(report->failures.size() == 1);
  CHECK(report->failures[0].subject == "news.example");
  CHECK(report->failures[0].error.kind == ErrorKind::Stopped);
  CHECK(report->failures[0].error.message ==
        "asked to stop; 1 of 2 stories are left for the next run");
  CHECK(has(front_menu(site), "Rain expected"));
  CHECK_FALSE(has(front_menu(site), "Rates up again"));
  MadeUpSite whole;
  whole.report();
  const Stop never;
  site.fetcher.heed(never);
  site.options.stop = nullptr;
  site.fetcher.take_asked();
  site.report();
  CHECK(site.fetcher.take_asked() == Names{"https://news.example/",
                                           "https://news.example/2025/09/19/tech/rates",
                                           "https://news.example/2025/09/18/us/rain"});
  CHECK(front_menu(site) == front_menu(whole));
}

TEST_CASE("stories for which a run is too short are counted in one line") {
  MadeUpSite site;
  const Error over{ErrorKind::Stopped, "the run's 600 s are over"};
  site.fetcher.set_error("https://news.example/2025/09/18/us/rain", over);
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].subject == "news.example");
  CHECK(report.failures[0].error.message ==
        "the run's 600 s are over; 1 of 2 stories are left for the next run");
  CHECK_FALSE(has(front_menu(site), "Rain expected"));
}

TEST_CASE("stories that have come when the run is over are counted too, and the next reads them") {
  MadeUpSite site;
  site.options.max_run = std::chrono::milliseconds(0);
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].error.message ==
        "the run's time was over; 2 of 2 stories are left for the next run");
  site.options.max_run = std::chrono::minutes(10);
  CHECK(site.report().failures.empty());
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a run that is asked to stop before a site's turn leaves the site as it was") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  Stop stop;
  stop.request();
  site.options.stop = &stop;
  site.fetcher.take_asked();
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].error.kind == ErrorKind::Stopped);
  CHECK(site.fetcher.take_asked().empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE(
    "a clock that was set back moves no story in the archive, set right it moves back new ones") {
  MadeUpSite site;
  site.report();
  site.clock.advance(-365 * 24h);
  site.list(
      {test::kTwoStories[0], test::kTwoStories[1], {"/2025/09/19/tech/more", "More of tech"}});
  site.set_story("/2025/09/19/tech/more", "More of tech", "Text.");
  site.report();
  const std::string archive = "news.example/archive/2025/09/";
  CHECK(has(test::read(site.root() / (archive + "19/gophermap")), "Rates up again"));
  CHECK(has(test::read(site.root() / (archive + "18/gophermap")), "Rain expected"));
  site.clock.advance(365 * 24h);
  site.report();
  CHECK(has(test::read(site.root() / (archive + "19/gophermap")), "More of tech"));
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/archive/2024"));
}

TEST_CASE("a front page without stories leaves the mirror as it was") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.fetcher.set("https://news.example/", "<!doctype html><title>Maintenance</title>");
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).front_page_failed);
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].subject == "https://news.example/");
  CHECK(report.failures[0].error.kind == ErrorKind::NotArticle);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a front page that does not come leaves the mirror as it was") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  site.fetcher.remove("https://news.example/");
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).front_page_failed);
  CHECK(report.files_written.empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a site of which no story came has no front page") {
  MadeUpSite site;
  site.remove_story("/2025/09/19/tech/rates");
  site.remove_story("/2025/09/18/us/rain");
  const mirror::Report report = site.report();
  CHECK(report.failures.size() == 2);
  CHECK(test::names_below(site.root()).empty());
}

TEST_CASE("one of two front pages failing takes no story off the menu") {
  MadeUpSite site;
  site::SiteProfile two = test::made_up_profile("news.example");
  two.front_pages.push_back(*url::parse_url("https://news.example/us"));
  site.options.profiles = {&two};
  site.list({test::kTwoStories[0]});
  site.fetcher.set("https://news.example/us", test::front_page_html({test::kTwoStories[1]}));
  site.report();
  REQUIRE(has(front_menu(site), "Rain expected"));
  const auto before = test::files_below(site.root());
  site.fetcher.remove("https://news.example/us");
  const mirror::Report report = site.report();
  CHECK(report.failures.size() == 1);
  CHECK_FALSE(report.sites.at(0).front_page_failed);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a retitled story whose page fails shows the new headline and is tried again") {
  MadeUpSite site;
  site.report();
  site.clock.advance(240h);
  site.list({{"/2025/09/19/tech/rates", "Rates up once more"}, test::kTwoStories[1]});
  site.remove_story("/2025/09/19/tech/rates");
  CHECK(site.report().failures.size() == 1);
  CHECK(has(front_menu(site), "0Rates up once more\t"));
  CHECK(has(test::read(site.root() / "news.example/sections/tech/gophermap"),
            "0Rates up once more\t"));
  site.set_story("/2025/09/19/tech/rates", "Rates up once more", "The bank said it again.");
  site.clock.advance(1h);
  CHECK(site.report().sites.at(0).changed == 1);
  CHECK(has(test::read(site.root() / kRates), "The bank said it again."));
}

TEST_CASE("a story whose file somebody removed is made again") {
  MadeUpSite site;
  site.report();
  site.clock.advance(240h);
  std::filesystem::remove(site.root() / kRates);
  site.report();
  CHECK(has(test::read(site.root() / kRates), "The bank said so on Friday."));
}

TEST_CASE("a story whose file is gone and whose page is gone leaves all menus") {
  MadeUpSite site;
  site.report();
  site.clock.advance(240h);
  site.list(
      {test::kTwoStories[0], test::kTwoStories[1], {"/2025/09/19/tech/more", "More of tech"}});
  site.set_story("/2025/09/19/tech/more", "More of tech", "Text.");
  std::filesystem::remove(site.root() / kRates);
  site.remove_story("/2025/09/19/tech/rates");
  CHECK(site.report().failures.size() == 1);
  CHECK_FALSE(has(front_menu(site), "Rates up again"));
  CHECK_FALSE(
      has(test::read(site.root() / "news.example/sections/tech/gophermap"), "Rates up again"));
}

TEST_CASE("hostile headlines give one item each and cannot leave their line") {
  MadeUpSite site;
  site.list({{"/2025/09/19/tech/rates", "=touch PWNED&#10;.&#9;/etc/passwd&#9;evil&#9;70"},
             {"/2025/09/18/us/rain", "| &#27;[2J ] \\"}});
  site.report();
  CHECK(has(front_menu(site),
            "\n0=touch PWNED . /etc/passwd evil 70\t/news.example/2025/09/19/tech/rates.txt\t"
            "hole.example\t70\n"));
  CHECK(front_menu(site).find('\x1b') == std::string::npos);
}

TEST_CASE("modes do not depend on the umask") {
  for (const mode_t mask : {mode_t{0077}, mode_t{0000}}) {
    const test::Umask umask(mask);
    MadeUpSite site;
    site.report();
    for (const auto& entry : test::modes_below(site.root())) {
      CAPTURE(entry.first);
      CHECK(entry.second ==
            (std::filesystem::is_directory(site.root() / entry.first) ? "0755" : "0644"));
    }
  }
}

TEST_CASE("a symbolic link in a story's place is replaced, what it leads to stays") {
  MadeUpSite site;
  site.report();
  test::write(site.outside() / "passwd", "secret");
  std::filesystem::remove(site.root() / kRates);
  std::filesystem::create_symlink(site.outside() / "passwd", site.root() / kRates);
  CHECK(site.report().failures.empty());
  CHECK_FALSE(std::filesystem::is_symlink(site.root() / kRates));
  CHECK(has(test::read(site.root() / kRates), "The bank said so on Friday."));
  CHECK(test::read(site.outside() / "passwd") == "secret");
}

TEST_CASE("a symbolic link in a folder's place costs the stories below it alone") {
  MadeUpSite site;
  std::filesystem::create_directory(site.outside() / "elsewhere");
  std::filesystem::create_directories(site.root() / "news.example/2025/09");
  std::filesystem::create_directory_symlink(site.outside() / "elsewhere",
                                            site.root() / "news.example/2025/09/19");
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].subject == "https://news.example/2025/09/19/tech/rates");
  CHECK(report.failures[0].error.kind == ErrorKind::Io);
  CHECK(std::filesystem::is_empty(site.outside() / "elsewhere"));
  CHECK_FALSE(has(front_menu(site), "Rates up again"));
  CHECK(has(front_menu(site), "Rain expected"));
}

TEST_CASE("a symbolic link in place of the site's folder is not entered") {
  MadeUpSite site;
  std::filesystem::create_directory(site.outside() / "elsewhere");
  std::filesystem::create_directory(site.root());
  std::filesystem::create_directory_symlink(site.outside() / "elsewhere",
                                            site.root() / "news.example");
  const mirror::Report report = site.report();
  CHECK(report.failures.size() == 2);
  CHECK(report.files_written.empty());
  CHECK(std::filesystem::is_empty(site.outside() / "elsewhere"));
}

TEST_CASE("a second run while one holds the lock ends as busy and changes nothing") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  const auto holder = mirror::Workspace::open(site.root(), mirror::PublishMode::Write);
  REQUIRE(holder);
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it.");
  const auto second = site.run();
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::Busy);
  site.options.mode = mirror::Mode::DryRun;
  CHECK_FALSE(site.run());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("files of others in the root are left alone") {
  MadeUpSite site;
  test::write(site.root() / "about.txt", "mine");
  test::write(site.root() / "news.example/2025/09/19/tech/notes.txt", "mine too");
  site.report();
  site.clock.advance(1h);
  site.report();
  CHECK(test::read(site.root() / "about.txt") == "mine");
  CHECK(test::read(site.root() / "news.example/2025/09/19/tech/notes.txt") == "mine too");
}

TEST_CASE("a damaged state is set aside, named, and the mirror is adopted") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  test::write(site.root() / ".newshole/state.sqlite", std::string(8192, 'x'));
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].site.empty());
  CHECK(has(report.failures[0].error.message, "damaged, set aside"));
  CHECK(std::filesystem::exists(site.root() / ".newshole/state.sqlite.damaged"));
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a state whose pages are damaged, but not its schema, is set aside as well") {
  // Page 1 and those behind the tables' first ones hold the schema.
  constexpr std::ptrdiff_t kPage = 4096;
  constexpr std::ptrdiff_t kTables = 17;
  MadeUpSite site;
  site.report();
  const std::filesystem::path file = site.root() / ".newshole/state.sqlite";
  std::string bytes = test::read(file);
  REQUIRE(bytes.size() > static_cast<std::size_t>(kTables * kPage));
  std::fill(bytes.begin() + kPage, bytes.begin() + kTables * kPage, '\xff');
  test::write(file, bytes);
  const mirror::Report report = site.report();
  REQUIRE(report.failures.size() == 1);
  CHECK(has(report.failures[0].error.message, "malformed; set aside, the state starts anew"));
  CHECK(site.report().failures.empty());
}

TEST_CASE("a state of a newer version ends the run before anything is written") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  {
    auto database = store::Database::open(site.root() / ".newshole/state.sqlite");
    REQUIRE(database);
    REQUIRE(database->execute("PRAGMA user_version = 99"));
  }
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it.");
  const auto report = site.run();
  REQUIRE_FALSE(report);
  CHECK(report.error().kind == ErrorKind::Io);
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("stories that a killed run wrote are adopted, not written again") {
  MadeUpSite site;
  site.report();
  const auto before = test::files_below(site.root());
  std::filesystem::remove(site.root() / ".newshole/state.sqlite");
  test::write(site.root() / ".newshole/staging/7", "half a st");
  site.clock.advance(1h);
  const mirror::Report report = site.report();
  CHECK(report.files_written ==
        Names{"news.example/feed.xml", "news.example/new/12-hours/gophermap",
              "news.example/new/3-hours/gophermap", "news.example/new/gophermap",
              "news.example/gophermap", "gophermap"});
  CHECK(report.sites.at(0).added == 0);
  CHECK(report.sites.at(0).unchanged == 2);
  CHECK(test::files_below(site.root()).at(kRates) == before.at(kRates));
  CHECK(test::files_below(site.root()).at(kRain) == before.at(kRain));
  CHECK(std::filesystem::is_empty(site.root() / ".newshole/staging"));
}

TEST_CASE("a clock set back ten years neither empties the mirror nor fetches in each run") {
  MadeUpSite site;
  site.clock.advance(24h * 3650);
  site.report();
  const auto before = test::names_below(site.root());
  site.clock.advance(-24h * 3650);
  CHECK(site.report().sites.at(0).fetched == 2);
  CHECK(test::names_below(site.root()) == before);
  site.clock.advance(3h);
  site.report();
  site.clock.advance(10min);
  CHECK(site.report().sites.at(0).fetched == 0);
}

TEST_CASE("a root that cannot be written ends the run with an error that names it") {
  MadeUpSite site;
  test::write(site.root(), "a file");
  const auto report = site.run();
  REQUIRE_FALSE(report);
  CHECK(report.error().kind == ErrorKind::Io);
  CHECK(report.error().message.starts_with(site.root().string() + ": "));
}

TEST_SUITE_END();
