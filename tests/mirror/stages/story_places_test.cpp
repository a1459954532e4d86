// Where stories and sections stand in a mirror, and that they stay there.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/take_down.h"
#include "pages/stories/story_path.h"
#include "store/state.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::front_menu;
using test::has;
using test::MadeUpSite;

namespace {

constexpr const char* kHome = "https://news.example";
constexpr const char* kSlashed = "/2025/09/19/tech/rates/";
constexpr const char* kFile = "news.example/2025/09/19/tech/rates.txt";

/// A site whose addresses end in "/", and which states no rules for its stories' paths but that.
class SlashedSite : public MadeUpSite {
 public:
  SlashedSite() : profile_(test::made_up_profile("news.example")) {
    for (const char* path :
         {"/{year}/{month}/{day}/{section}/{slug}/", "/{year}/{month}/{day}/{section}/{slug}"})
      profile_.stories.paths.push_back(site::PathTemplate::parse(path).value());
    options.profiles = {&profile_};
    set_story(kSlashed, "Rates up again", "The bank said so on Friday.");
    list({{kSlashed, "Rates up again"}});
  }

  [[nodiscard]] std::string former_path() const {
    return pages::former_story_path(url::parse_url(std::string(kHome) + kSlashed).value(),
                                    profile_);
  }

  /// The mirror as a version made it that marked such paths.
  void make_former() {
    report();
    store::Database state = store::Database::open(root() / ".newshole/state.sqlite").value();
    REQUIRE(state.run("UPDATE stories SET path = ?", {std::string_view(former_path())}));
    std::filesystem::create_directories((root() / former_path()).parent_path());
    std::filesystem::rename(root() / kFile, root() / former_path());
    options.task = mirror::Task::Rebuild;
    report();
    options.task = mirror::Task::Refresh;
    REQUIRE_FALSE(std::filesystem::exists(root() / kFile));
  }
  [[nodiscard]] std::size_t texts() const {
    const auto names = test::names_below(root());
    return static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [](const std::string& name) {
          return name.ends_with(".txt") && name.find('/') != std::string::npos &&
                 !has(name, "/digest/");
        }));
  }
  void lose_state() { std::filesystem::remove_all(root() / ".newshole"); }

 private:
  site::SiteProfile profile_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/story_places");

TEST_CASE("a story whose address ends in a slash stands at its own path") {
  SlashedSite site;
  site.report();
  CHECK(has(front_menu(site), "0Rates up again\t/" + std::string(kFile) + "\t"));
  CHECK(test::read(site.root() / kFile).size() > 0);
}

TEST_CASE("stories that would share a file have one each, whichever came first, and keep it") {
  SlashedSite site;
  site.set_story("/2025/09/19/tech/rates", "Other rates", "The mint said so.");
  site.set_story("/2025/09/19/tech/Rates", "Third rates", "The till said so.");
  site.list({{kSlashed, "Rates up again"},
             {"/2025/09/19/tech/rates", "Other rates"},
             {"/2025/09/19/tech/Rates", "Third rates"}});
  site.report();
  CHECK(site.texts() == 3);
  CHECK(has(test::read(site.root() / kFile), "The bank said so"));
  const std::string menu = front_menu(site);
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  site.list({{"/2025/09/19/tech/Rates", "Third rates"},
             {"/2025/09/19/tech/rates", "Other rates"},
             {kSlashed, "Rates up again"}});
  site.report();
  CHECK(site.texts() == 3);
  CHECK(has(test::read(site.root() / kFile), "The bank said so"));
}

TEST_CASE(
    "a story stays where a former version put it, and new ones stand where they can be read") {
  SlashedSite site;
  site.make_former();
  const std::string text = test::read(site.root() / site.former_path());
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/new/", "New", "Something new.");
  site.list({{kSlashed, "Rates up again"}, {"/2025/09/19/tech/new/", "New"}});
  const mirror::Report report = site.report();
  CHECK(report.sites.at(0).added == 1);
  CHECK(test::read(site.root() / site.former_path()) == text);
  CHECK_FALSE(std::filesystem::exists(site.root() / kFile));
  CHECK(has(front_menu(site), "0Rates up again\t/" + site.former_path() + "\t"));
  CHECK(has(front_menu(site), "0* New\t/news.example/2025/09/19/tech/new.txt\t"));
  site.clock.advance(1h);
  site.set_story(kSlashed, "Rates up again", "The bank denied it on Friday.");
  site.report();
  CHECK(has(test::read(site.root() / site.former_path()), "denied"));
  CHECK(site.texts() == 3);  // and a correction
}

TEST_CASE("a new story does not take the path that a former one has") {
  SlashedSite site;
  site.set_story("/2025/09/19/tech/rates", "Other rates", "The mint said so.");
  site.list({{"/2025/09/19/tech/rates", "Other rates"}});
  site.report();
  site.clock.advance(1h);
  site.list({{kSlashed, "Rates up again"}, {"/2025/09/19/tech/rates", "Other rates"}});
  site.report();
  CHECK(has(test::read(site.root() / kFile), "The mint said so"));
  CHECK(site.texts() == 2);
}

TEST_CASE(
    "a mirror that lost its state finds its stories where they stand, and makes no second one") {
  SlashedSite site;
  site.report();
  site.lose_state();
  site.clock.advance(1h);
  site.report();
  CHECK(site.texts() == 1);
  CHECK(has(front_menu(site), "0Rates up again\t/" + std::string(kFile) + "\t"));
}

TEST_CASE("a former mirror that lost its state keeps the files that are listed where they stand") {
  SlashedSite site;
  site.make_former();
  site.lose_state();
  site.clock.advance(1h);
  site.report();
  CHECK(site.texts() == 1);
  CHECK(has(front_menu(site), "0Rates up again\t/" + site.former_path() + "\t"));
}

TEST_CASE("the text of a story tells its address where the path fits several") {
  SlashedSite site;
  site::SiteProfile open = test::made_up_profile("news.example");
  open.stories = {};
  open.article.full_url = {html::Selector::parse("link@href").value()};
  site.options.profiles = {&open};
  site.fetcher.set(
      "https://news.example/",
      test::front_page_html({{kSlashed, "Rates up again and again"},
                             {"/2025/09/18/us/rain-is-here/", "Rain expected on all days"}}));
  site.fetcher.set(std::string(kHome) + kSlashed,
                   "<link rel=canonical href=\"https://news.example/2025/09/19/tech/rates/\">" +
                       test::story_html("Rates up again", "The bank said so on Friday."));
  site.report();
  site.lose_state();
  site.list({});
  site.report();
  store::State state =
      store::State::open(site.root() / ".newshole", store::StateMode::Scratch).value();
  const auto story = state.story_at("news.example", kFile).value();
  REQUIRE(story);
  CHECK(story->url == std::string(kHome) + kSlashed);
}

TEST_CASE("what was taken down is found by each path that it may have had") {
  SlashedSite site;
  site.make_former();
  test::TempFolder profiles;
  profiles.write("news.example.json", R"({
      "name": "news.example", "title": "News", "hosts": ["news.example"],
      "front_pages": ["https://news.example/"],
      "stories": {"links": ["li a@href"], "paths": ["/{year}/{month}/{day}/{section}/{slug}/"]},
      "article": {"headline": ["h1"], "body": ["article"]}})");
  const auto catalog =
      site::Catalog::load(std::vector<std::filesystem::path>{profiles.path()}).value();
  site.lose_state();
  const auto report =
      mirror::take_down({site.options.config, catalog},
                        std::vector<std::string>{std::string(kHome) + kSlashed}, site.clock);
  REQUIRE(report);
  CHECK(site.texts() == 0);
}

TEST_CASE("a section is called as people call it, and one of a former mirror stays as it is") {
  SlashedSite site;
  site::SiteProfile titled = test::made_up_profile("news.example");
  titled.article.section = {html::Selector::parse("h3").value()};
  titled.stories.paths = {site::PathTemplate::parse("/{year}/{month}/{day}/{slug}").value()};
  site.options.profiles = {&titled};
  const auto set = [&](const std::string& path) {
    site.fetcher.set(kHome + path, "<h3>Politics and elections</h3>" +
                                       test::story_html("Rates up again", "The bank said so."));
  };
  set("/2025/09/19/one");
  site.list({{"/2025/09/19/one", "One"}});
  site.report();
  const auto sections = [&] { return test::read(site.root() / "news.example/sections/gophermap"); };
  CHECK(has(sections(),
            "1Politics and elections (1)\t/news.example/sections/politics-and-elections\t"));
  const std::string former = pages::former_section_name("Politics and elections");
  store::Database state = store::Database::open(site.root() / ".newshole/state.sqlite").value();
  REQUIRE(state.run("UPDATE stories SET section = ?", {std::string_view(former)}));
  REQUIRE(state.run("UPDATE sections SET folder = ?", {std::string_view(former)}));
  set("/2025/09/19/two");
  site.list({{"/2025/09/19/one", "One"}, {"/2025/09/19/two", "Two"}});
  site.report();
  CHECK(has(test::read(site.root() / "news.example/sections" / former / "gophermap"), "0Two\t"));
  CHECK_FALSE(has(sections(), "/sections/politics-and-elections\t"));
}

TEST_SUITE_END();
