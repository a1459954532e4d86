#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"
#include "store/database.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kRobots = "https://news.example/robots.txt";
constexpr const char* kFront = "https://news.example/";
constexpr const char* kRatesUrl = "https://news.example/2025/09/19/tech/rates";
constexpr const char* kRainUrl = "https://news.example/2025/09/18/us/rain";

/// A site that is asked itself.
struct LiveSite : MadeUpSite {
  explicit LiveSite(const std::string& robots) {
    options.source = mirror::PageSource::Sites;
    fetcher.set(kRobots, robots);
  }
};

}  // namespace

TEST_SUITE_BEGIN("mirror/robots");

TEST_CASE("a story that robots.txt disallows is not fetched, and named in the report") {
  LiveSite site("User-agent: *\nDisallow: /*/us/\n");
  const mirror::Report report = site.report();
  CHECK(site.fetcher.take_asked() == Names{kRobots, kFront, kRatesUrl});
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].subject == kRainUrl);
  CHECK(report.failures[0].error.kind == ErrorKind::Disallowed);
  CHECK(report.sites.at(0).added == 1);
}

TEST_CASE("robots.txt is asked for once a day") {
  LiveSite site("");
  site.report();
  site.clock.advance(23h);
  site.fetcher.take_asked();
  site.report();
  CHECK(site.fetcher.take_asked() == Names{kFront, kRatesUrl, kRainUrl});
  site.clock.advance(1h);
  site.report();
  CHECK(site.fetcher.take_asked().at(0) == kRobots);
}

TEST_CASE("a site that disallows its front page is left alone, its mirror stays") {
  LiveSite site("");
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(24h);
  site.fetcher.set(kRobots, "User-agent: newshole\nDisallow: /\n");
  site.fetcher.take_asked();
  CHECK(site.report().sites.at(0).front_page_failed);
  CHECK(site.fetcher.take_asked() == Names{kRobots});
  CHECK(test::files_below(site.root()) == before);
  site.clock.advance(1h);
  CHECK(site.report().sites.at(0).front_page_failed);
  CHECK(site.fetcher.take_asked().empty());
}

TEST_CASE("who says to ignore robots.txt does not ask for it") {
  LiveSite site("User-agent: *\nDisallow: /\n");
  site.options.config.network.robots = config::RobotsPolicy::Ignore;
  CHECK(site.report().sites.at(0).added == 2);
  CHECK(site.fetcher.take_asked() == Names{kFront, kRatesUrl, kRainUrl});
}

TEST_CASE("saved pages are nobody's to disallow") {
  LiveSite site("User-agent: *\nDisallow: /\n");
  site.options.source = mirror::PageSource::Folder;
  CHECK(site.report().sites.at(0).added == 2);
}

TEST_CASE("a dry run asks for robots.txt and remembers nothing") {
  LiveSite site("User-agent: *\nDisallow: /*/us/\n");
  site.options.mode = mirror::Mode::DryRun;
  CHECK(site.report().failures.size() == 1);
  CHECK_FALSE(std::filesystem::exists(site.root()));
  site.fetcher.take_asked();
  site.report();
  CHECK(site.fetcher.take_asked().at(0) == kRobots);
}

TEST_CASE("a state that cannot keep robots.txt ends the run and is named") {
  LiveSite site("");
  site.report();
  {
    auto database = store::Database::open(site.root() / ".newshole/state.sqlite");
    REQUIRE(database);
    REQUIRE(database->execute("DROP TABLE robots"));
  }
  const auto report = site.run();
  REQUIRE_FALSE(report);
  CHECK(report.error().kind == ErrorKind::Io);
  CHECK(report.error().message.find("state.sqlite: no such table: robots") != std::string::npos);
}

TEST_SUITE_END();
