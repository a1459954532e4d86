// What stands where a mirror's files belong: the operator's own greeting, and what is in the way.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/prune.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::MadeUpSite;

namespace {

namespace fs = std::filesystem;

const std::string kGreeting =
    "Welcome to my hole.\n\nLatest stories are below.\n1The news\t/news.example\n";

std::string root_menu(const MadeUpSite& site, const std::string& folder = "") {
  return test::read(site.root() / folder / "gophermap");
}

std::vector<std::string> notices_of(const mirror::Report& report) {
  std::vector<std::string> notices;
  for (const mirror::Notice& notice : report.notices)
    notices.push_back(notice.site + ": " + notice.message);
  return notices;
}

/// Two sites, of which the root's menu names the newest stories.
struct TwoSites : MadeUpSite {
  TwoSites() : other(test::serve_other_site(fetcher)) {
    options.profiles.push_back(&other);
    options.config.sites = {"news.example", "other.example"};
  }
  site::SiteProfile other;
};

mirror::Gravity gravity_of(const mirror::Report& report) {
  REQUIRE(report.failures.size() == 1);
  return report.failures.front().gravity;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/obstacles");

TEST_CASE("the operator's own greeting stays, and a run says once where the news are") {
  MadeUpSite site;
  test::write(site.root() / "gophermap", kGreeting);
  const mirror::Report first = site.report();
  CHECK(first.failures.empty());
  CHECK(notices_of(first) ==
        test::Names{(site.root() / "gophermap").string() +
                    ": is not newshole's, so it stays as it is; the news are at /news.example"});
  CHECK(root_menu(site) == kGreeting);
  CHECK(has(test::front_menu(site), "0Rates up again\t"));
  site.clock.advance(1h);
  const mirror::Report second = site.report();
  CHECK(second.notices.empty());
  CHECK(second.files_written.empty());
  site.set_story("/2025/09/19/tech/rates", "Rates down", "The bank said so.");
  CHECK(site.report().notices.empty());
  test::write(site.root() / "gophermap", kGreeting + "More of it.\n");
  CHECK(site.report().notices.empty());
  CHECK(root_menu(site) == kGreeting + "More of it.\n");
}

TEST_CASE("a greeting that goes makes room for the front page, and one that comes back is told") {
  MadeUpSite site;
  test::write(site.root() / "gophermap", kGreeting);
  site.report();
  fs::remove(site.root() / "gophermap");
  site.report();
  CHECK(root_menu(site) == test::front_menu(site));
  test::write(site.root() / "gophermap", kGreeting);
  CHECK(site.report().notices.size() == 1);
  CHECK(root_menu(site) == kGreeting);
}

TEST_CASE("a greeting stays above several sites and in each edition") {
  TwoSites site;
  site.options.config.editions.push_back({.name = "small", .width = 40, .menu_width = 33});
  test::write(site.root() / "gophermap", kGreeting);
  test::write(site.root() / "small/gophermap", kGreeting);
  const auto notices = notices_of(site.report());
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].ends_with("; the news are at /news.example, /other.example"));
  CHECK(notices[1].ends_with("; the news are at /small/news.example, /small/other.example"));
  CHECK(root_menu(site) == kGreeting);
  CHECK(root_menu(site, "small") == kGreeting);
  CHECK(site.report().files_written.empty());
}

TEST_CASE("a link in the place of the greeting stays a link, and a menu of another dialect stays") {
  MadeUpSite site;
  test::write(site.outside() / "greeting", kGreeting);
  fs::create_directories(site.root());
  fs::create_symlink(site.outside() / "greeting", site.root() / "gophermap");
  site.report();
  CHECK(fs::is_symlink(site.root() / "gophermap"));
  CHECK(test::read(site.outside() / "greeting") == kGreeting);
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.report();
  CHECK(fs::is_symlink(site.root() / "gophermap"));
  CHECK(has(test::read(site.root() / "index.gph"), "Latest stories"));
}

TEST_CASE("newshole's own menu is no greeting: in any dialect and width, of one site or of two") {
  using gopher::Dialect;
  for (const Dialect dialect : {Dialect::Gophermap, Dialect::Gph, Dialect::Raw}) {
    for (const int width : {20, 33, 67}) {
      CAPTURE(width);
      TwoSites site;
      auto& edition = site.options.config.editions.front();
      edition.dialect = dialect;
      edition.menu_width = width;
      const std::string file = dialect == Dialect::Gph ? "index.gph" : "gophermap";
      const auto root = [&] { return test::read(site.root() / file); };
      site.report();
      const std::string of_two = root();
      fs::remove_all(site.root() / ".newshole");
      site.options.config.sites = {"news.example"};
      site.options.profiles.pop_back();
      CHECK(site.report().notices.empty());
      CHECK(root() == test::read(site.root() / "news.example" / file));
      fs::remove_all(site.root() / ".newshole");
      site.options.profiles.push_back(&site.other);
      site.options.config.sites.emplace_back("other.example");
      CHECK(site.report().notices.empty());
      CHECK(root() == of_two);
    }
  }
}

TEST_CASE("a former dialect's menu goes, though it stands at the root") {
  MadeUpSite site;
  site.report();
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.report();
  CHECK_FALSE(fs::exists(site.root() / "gophermap"));
  CHECK(fs::exists(site.root() / "index.gph"));
}

TEST_CASE("an empty menu at the root is nobody's") {
  MadeUpSite site;
  test::write(site.root() / "gophermap", "");
  CHECK(site.report().notices.empty());
  CHECK(root_menu(site) == test::front_menu(site));
}

TEST_CASE("the operator's own robots.txt, caps.txt and feed stay") {
  TwoSites site;
  site.options.config.server_root = config::ServerRoot::Here;
  for (const char* file : {"robots.txt", "caps.txt", "feed.xml"})
    test::write(site.root() / file, "mine\n");
  CHECK(notices_of(site.report()).size() == 3);
  for (const char* file : {"robots.txt", "caps.txt", "feed.xml"})
    CHECK(test::read(site.root() / file) == "mine\n");
  CHECK(has(root_menu(site), "1News of news.example"));
}

TEST_CASE("a dry run keeps a greeting, says so and remembers nothing") {
  MadeUpSite site;
  test::write(site.root() / "gophermap", kGreeting);
  site.options.mode = mirror::Mode::DryRun;
  CHECK(site.report().notices.size() == 1);
  site.options.mode = mirror::Mode::Publish;
  CHECK(site.report().notices.size() == 1);
}

TEST_CASE("a greeting of an edition that is left over is not pruned") {
  MadeUpSite site;
  site.options.config.editions.push_back({.name = "small", .width = 40, .menu_width = 33});
  test::write(site.root() / "small/gophermap", kGreeting);
  site.report();
  site.options.config.editions.pop_back();
  REQUIRE(mirror::prune(site.options.config, mirror::Mode::Publish));
  CHECK(root_menu(site, "small") == kGreeting);
  CHECK_FALSE(fs::exists(site.root() / "small/news.example"));
}

TEST_CASE("what stands in the way of a menu is told once, and again when it is something else") {
  MadeUpSite site;
  test::write(site.root() / "news.example/new", "a file of mine\n");
  const mirror::Report first = site.report();
  REQUIRE_FALSE(first.failures.empty());
  for (const mirror::Failure& failure : first.failures) {
    CHECK(failure.error.is_obstacle);
    CHECK(failure.gravity == mirror::Gravity::Serious);
  }
  site.clock.advance(1h);
  const mirror::Report second = site.report();
  REQUIRE(second.failures.size() == first.failures.size());
  for (const mirror::Failure& failure : second.failures) {
    CHECK(failure.gravity == mirror::Gravity::Known);
    CHECK(failure.since == site.clock.now() - 1h);
  }
  fs::remove(site.root() / "news.example/new");
  fs::create_directories(site.root() / "news.example/new/gophermap");
  CHECK(gravity_of(site.report()) == mirror::Gravity::Serious);
  CHECK(gravity_of(site.report()) == mirror::Gravity::Known);
  fs::remove(site.root() / "news.example/new/gophermap");
  CHECK(site.report().failures.empty());
  CHECK(has(test::read(site.root() / "news.example/new/gophermap"), "0Rates up again"));
  fs::remove(site.root() / "news.example/new/gophermap");
  fs::create_directories(site.root() / "news.example/new/gophermap");
  CHECK(gravity_of(site.report()) == mirror::Gravity::Serious);
}

TEST_CASE("what stands in the way of a story is told once, and the story comes once it is away") {
  MadeUpSite site;
  fs::create_directories(site.root() / test::kRates);
  CHECK(gravity_of(site.report()) == mirror::Gravity::Serious);
  site.clock.advance(1h);
  CHECK(gravity_of(site.report()) == mirror::Gravity::Known);
  fs::remove(site.root() / test::kRates);
  CHECK(site.report().failures.empty());
  CHECK(has(test::read(site.root() / test::kRates), "The bank said so"));
}

TEST_SUITE_END();
