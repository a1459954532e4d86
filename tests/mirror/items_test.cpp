#include <doctest/doctest.h>

#include "mirror/made_up_site.h"

using namespace newshole;
using test::front_menu;
using test::has;

namespace {

constexpr const char* kFrontPage = "https://news.example/";
constexpr const char* kTrams = "news.example/2025/09/19/trams-stand-still.txt";
constexpr const char* kBuses = "news.example/2025/09/19/buses-run.txt";

/// A site that has one page, which holds all its stories.
class SiteOfItems : public test::MadeUpSite {
 public:
  SiteOfItems() : profile_(test::made_up_profile("news.example")) {
    profile_.stories = {};
    profile_.stories.items = {*html::Selector::parse("div")};
    profile_.stories.headline = {*html::Selector::parse("b")};
    profile_.stories.date = {*html::Selector::parse("h1")};
    profile_.dates = {{.pattern = "MMMM d, yyyy"}};
    options.profiles = {&profile_};
    show("Nobody knows why.");
  }

  /// Its sections stand above items in these elements.
  void divide_by(std::string_view selector) {
    profile_.stories.section = {*html::Selector::parse(selector)};
  }

  void show(const std::string& why, const std::string& more = "") {
    fetcher.set(kFrontPage, "<h1>September 19, 2025</h1><div><b>Trams stand still</b><p>" + why +
                                "</p></div><div><b>Buses run</b><p>As ever.</p></div>" + more);
  }

 private:
  site::SiteProfile profile_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/items");

TEST_CASE("a page that holds its stories is asked for once, each story gets a file") {
  SiteOfItems site;
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).traffic.requests == 1);
  CHECK(report.sites.at(0).added == 2);
  CHECK(has(test::read(site.root() / kTrams), "\nNobody knows why.\n"));
  CHECK_FALSE(has(test::read(site.root() / kTrams), "As ever."));
  CHECK(has(test::read(site.root() / kBuses), "\nAs ever.\n"));
  CHECK(has(front_menu(site), "0Trams stand still\t/" + std::string(kTrams) + "\t"));
}

TEST_CASE("a change of one item changes that item's file alone") {
  SiteOfItems site;
  (void)site.report();
  site.show("The wires are down.");
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).changed == 1);
  CHECK(report.sites.at(0).unchanged == 1);
  CHECK(has(test::read(site.root() / kTrams), "The wires are down."));
  CHECK(std::find(report.files_written.begin(), report.files_written.end(), kBuses) ==
        report.files_written.end());
}

TEST_CASE("the same words another day are another story") {
  SiteOfItems site;
  (void)site.report();
  site.fetcher.set(kFrontPage,
                   "<h1>September 20, 2025</h1><div><b>Buses run</b><p>Again.</p></div>");
  (void)site.report();
  CHECK(has(test::read(site.root() / kBuses), "As ever."));
  CHECK(has(test::read(site.root() / "news.example/2025/09/20/buses-run.txt"), "Again."));
}

TEST_CASE("items of a page that did not change are not asked for") {
  SiteOfItems site;
  site.fetcher.set_validators(kFrontPage, {.etag = "\"1\""});
  (void)site.report();
  site.clock.advance(std::chrono::hours(24 * 8));
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).traffic.requests == 1);
  CHECK(report.sites.at(0).traffic.not_modified == 1);
  CHECK(report.sites.at(0).listed == 2);
}

TEST_CASE("items that are due are not asked for where their page did not change") {
  SiteOfItems site;
  site.fetcher.set_validators(kFrontPage, {.etag = "\"1\""});
  (void)site.report();
  for (int run = 0; run < 3; ++run) {
    site.clock.advance(std::chrono::hours(5));
    const mirror::Report report = site.report();
    CHECK(report.failures.empty());
    CHECK(report.sites.at(0).traffic.requests == 1);
    CHECK(report.sites.at(0).traffic.not_modified == 1);
    CHECK(report.sites.at(0).unchanged == report.sites.at(0).fetched);
  }
}

TEST_CASE("one request serves all items of a page whose listing is remembered") {
  SiteOfItems site;
  site.fetcher.set_validators(kFrontPage, {.etag = "\"1\""});
  (void)site.report();
  std::filesystem::remove(site.root() / kTrams);
  std::filesystem::remove(site.root() / kBuses);
  site.clock.advance(std::chrono::hours(24 * 8));
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).traffic.requests == 2);
  CHECK(has(test::read(site.root() / kTrams), "Nobody knows why."));
  CHECK(has(test::read(site.root() / kBuses), "As ever."));
}

TEST_CASE("with its state lost a mirror of items goes on naming the old ones") {
  SiteOfItems site;
  (void)site.report();
  site.fetcher.set(kFrontPage,
                   "<h1>September 20, 2025</h1><div><b>Buses run</b><p>Again.</p></div>");
  site.clock.advance(std::chrono::hours(24));
  (void)site.report();
  const std::string day_linked =
      test::read(site.root() / "news.example/archive/2025/09/19/gophermap");
  std::filesystem::remove_all(site.root() / ".newshole");
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(report.sites.at(0).added == 0);
  CHECK(has(day_linked, "0Trams stand still\t/" + std::string(kTrams) + "\t"));
  const std::string after = test::read(site.root() / "news.example/archive/2025/09/19/gophermap");
  CHECK(has(after, "0Trams stand still\t/" + std::string(kTrams) + "\t"));
  CHECK(has(test::read(site.root() / kTrams), "Nobody knows why."));
}

TEST_CASE("with its state lost a mirror of items keeps its sections and their titles") {
  SiteOfItems site;
  site.divide_by("h2");
  const auto page_of = [](const std::string& day, const std::string& headline) {
    return "<h1>September " + day + ", 2025</h1><h2>Trams & trains</h2><div><b>" + headline +
           "</b><p>Nobody knows why.</p></div>";
  };
  site.fetcher.set(kFrontPage, page_of("19", "Trams stand still"));
  (void)site.report();
  site.fetcher.set(kFrontPage, page_of("20", "Trams run"));
  site.clock.advance(std::chrono::hours(24));
  (void)site.report();
  const std::filesystem::path sections = site.root() / "news.example/sections";
  const std::string all = test::read(sections / "gophermap");
  const std::vector<std::string> files = test::names_below(sections);
  std::filesystem::remove_all(site.root() / ".newshole");
  (void)site.report();
  CHECK(has(all, "1Trams & trains (2)\t/news.example/sections/trams-trains\t"));
  CHECK(test::read(sections / "gophermap") == all);
  CHECK(test::names_below(sections) == files);
  REQUIRE(files.size() == 2);
  const std::string section = test::read(sections / files.back());
  CHECK(has(section, "0Trams stand still\t"));
  CHECK(has(section, "0Trams run\t"));
}

TEST_CASE("a folder of others among sections makes no section when the state is lost") {
  SiteOfItems site;
  (void)site.report();
  const std::string theirs = "0Trams stand still\t/" + std::string(kTrams) + "\tlocalhost\t70\n";
  test::write(site.root() / "news.example/sections/mine/gophermap", theirs);
  std::filesystem::remove_all(site.root() / ".newshole");
  (void)site.report();
  CHECK(test::read(site.root() / "news.example/sections/mine/gophermap") == theirs);
  CHECK_FALSE(has(front_menu(site), "sections/mine"));
}

TEST_CASE("of the files of a lost state those are no items whose names none would have") {
  SiteOfItems site;
  (void)site.report();
  test::write(site.root() / "news.example/2025/09/19/My Notes.txt",
              "ARTICLE VIEW:\n\nNotes\n\nmine\n");
  std::filesystem::remove_all(site.root() / ".newshole");
  (void)site.report();
  CHECK_FALSE(has(test::read(site.root() / "news.example/archive/2025/09/19/gophermap"), "Notes"));
}

TEST_SUITE_END();
