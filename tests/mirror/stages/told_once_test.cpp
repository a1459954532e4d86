// Stories that several sites have, on the menu above them and in the feed of all.

#include "mirror/menus/told_once.h"

#include <array>
#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/take_down.h"
#include "store/database.h"

using namespace newshole;
using namespace std::chrono_literals;
using mirror::SketchedStory;
using mirror::StoryOfSite;
using test::has;
using test::MadeUpSite;

namespace {

constexpr const char* kNewsUrl = "https://news.example/2025/09/19/tech/storm";
constexpr const char* kOtherUrl = "https://other.example/2025/09/19/world/gale";

/// A story of 200 words that nothing else has.
std::string telling(const std::string& word) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += word + std::to_string(i) + " ";
  return text;
}

std::string profile_json(const std::string& name) {
  return R"({"name": ")" + name + R"(", "title": "The )" + name + R"(", "hosts": [")" + name +
         R"("], "web": "https://)" + name + R"(/", "front_pages": ["https://)" + name +
         R"(/"], "stories": {"links": ["li a@href"],
            "paths": ["/{year}/{month}/{day}/{section}/{slug}"]},
          "article": {"headline": ["h1"], "body": ["article"]}})";
}

/// A mirror of news.example, which has "Storm" and "Rates", and other.example, which has the first
/// as "Gale".
class TwoSites : public MadeUpSite {
 public:
  TwoSites() {
    for (const std::string name : {"news.example", "other.example"})
      folder_.write(name + ".json", profile_json(name));
    catalog = site::Catalog::load(std::vector<std::filesystem::path>{folder_.path()}).value();
    options.config.sites = {"news.example", "other.example"};
    options.profiles = {catalog.by_name("news.example").value(),
                        catalog.by_name("other.example").value()};
    set(kNewsUrl, "Storm", telling("storm"));
    set("https://news.example/2025/09/19/tech/rates", "Rates", telling("rates"));
    set(kOtherUrl, "Gale", "Our own first line. " + telling("storm"));
    list({{"/2025/09/19/tech/storm", "Storm"}, {"/2025/09/19/tech/rates", "Rates"}});
    list_other({{"/2025/09/19/world/gale", "Gale"}});
  }

  void set(const std::string& url, const std::string& headline, const std::string& text) {
    fetcher.set(url, test::story_html(headline, text));
  }
  void list_other(const std::vector<test::LinkToStory>& links) {
    fetcher.set("https://other.example/", test::front_page_html(links));
  }
  void take_down(const std::string& url) {
    const test::Names names = {url};
    REQUIRE(mirror::take_down({options.config, catalog}, names, clock));
  }
  [[nodiscard]] std::string root_menu() const { return test::read(root() / "gophermap"); }
  [[nodiscard]] std::string root_feed() const { return test::read(root() / "feed.xml"); }

  site::Catalog catalog;

 private:
  test::TempFolder folder_;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

bool stands_alone(const TwoSites& sites, const std::string& headline) {
  return has(sites.root_menu(), "\n0* " + headline + "\t") ||
         has(sites.root_menu(), "\n0" + headline + "\t");
}

bool says_also(const TwoSites& sites) {
  return has(sites.root_menu(), "also: ");
}

/// Stories "NAME", each of a site and some minutes after noon, with a sketch of its text.
class Prints {
 public:
  Prints() {
    for (std::size_t i = 0; i < sites_.size(); ++i) sites_.at(i).title = std::string(1, "ABC"[i]);
  }

  void add(std::size_t site, const std::string& name, std::chrono::minutes time,
           const std::string& text) {
    store::StoryRecord story;
    story.url = name;
    story.first_seen = kNoon + time;
    extract::Article article;
    article.blocks.push_back({.kind = extract::BlockKind::Paragraph, .text = text});
    stories_.push_back({{&sites_.at(site), story, {}}, extract::sketch_of(article)});
  }

  /// "NAME", or "NAME (also SITES)", in their order.
  [[nodiscard]] std::vector<std::string> once() const {
    std::vector<std::string> all;
    for (const StoryOfSite& each : mirror::told_once(stories_)) {
      std::string others;
      for (const std::string& title : each.also) others += " " + title;
      all.push_back(each.story.url + (others.empty() ? "" : " (also" + others + ")"));
    }
    return all;
  }

 private:
  static constexpr UtcTime kNoon = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + 12h;
  std::array<store::SiteRecord, 3> sites_;
  std::vector<SketchedStory> stories_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/told_once");

TEST_CASE("a story that two sites have stands once at the root, and says who else has it") {
  TwoSites sites;
  sites.report();
  CHECK(stands_alone(sites, "Storm"));
  CHECK(has(sites.root_menu(), "The news.example"));
  CHECK(has(sites.root_menu(), "also: The other.example\t"));
  CHECK_FALSE(has(sites.root_menu(), "Gale"));
  CHECK(count(sites.root_menu(), "also: ") == 1);
  CHECK(count(sites.root_feed(), "<entry>") == 2);
  CHECK_FALSE(has(sites.root_feed(), "Gale"));
  CHECK(has(test::read(sites.root() / "other.example/gophermap"), "Gale"));
  CHECK(has(test::read(sites.root() / "other.example/feed.xml"), "Gale"));
}

TEST_CASE("a run that finds nothing new writes no file above sites that share a story") {
  TwoSites sites;
  sites.report();
  const auto before = test::files_below(sites.root());
  sites.clock.advance(1h);
  CHECK(sites.report().files_written.empty());
  CHECK(test::files_below(sites.root()) == before);
}

TEST_CASE("the site that had it first keeps it, and another that follows does not push it up") {
  TwoSites sites;
  sites.list({{"/2025/09/19/tech/rates", "Rates"}});
  sites.report();
  CHECK(stands_alone(sites, "Gale"));
  sites.clock.advance(1h);
  sites.set("https://news.example/2025/09/19/tech/later", "Later", telling("later"));
  sites.list({{"/2025/09/19/tech/later", "Later"}});
  sites.report();
  sites.clock.advance(1h);
  sites.list({{"/2025/09/19/tech/storm", "Storm"}});
  sites.report();
  CHECK(stands_alone(sites, "Gale"));
  CHECK_FALSE(stands_alone(sites, "Storm"));
  CHECK(has(sites.root_menu(), "also: The news.example\t"));
  CHECK(sites.root_menu().find("Later") < sites.root_menu().find("Gale"));
}

TEST_CASE("of two prints the one stands alone once the other is taken down") {
  for (const std::string url : {kNewsUrl, kOtherUrl}) {
    CAPTURE(url);
    TwoSites sites;
    sites.report();
    CHECK(says_also(sites));
    sites.take_down(url);
    CHECK_FALSE(says_also(sites));
    CHECK(stands_alone(sites, "Storm") == (url != kNewsUrl));
    CHECK(stands_alone(sites, "Gale") == (url != kOtherUrl));
    const auto before = test::files_below(sites.root());
    sites.report();
    CHECK(test::files_below(sites.root()) == before);
  }
}

TEST_CASE("prints part when one of them becomes another story") {
  TwoSites sites;
  sites.report();
  sites.clock.advance(1h);
  sites.set(kOtherUrl, "Gale", telling("gale"));
  sites.report();
  CHECK_FALSE(says_also(sites));
  CHECK(stands_alone(sites, "Storm"));
  CHECK(stands_alone(sites, "Gale"));
}

TEST_CASE("a text that became too short to tell by is one story with none") {
  TwoSites sites;
  sites.report();
  sites.clock.advance(1h);
  const std::string brief = telling("storm").substr(0, 200);
  sites.set(kOtherUrl, "Gale", brief);
  sites.report();
  sites.clock.advance(1h);
  sites.report();  // the mirror believes a much shorter text when it reads it again
  CHECK_FALSE(says_also(sites));
}

TEST_CASE("stories of one site are never taken for one") {
  TwoSites sites;
  sites.set("https://news.example/2025/09/19/tech/again", "Again", telling("storm"));
  sites.list({{"/2025/09/19/tech/storm", "Storm"}, {"/2025/09/19/tech/again", "Again"}});
  sites.list_other({});
  sites.report();
  CHECK(stands_alone(sites, "Storm"));
  CHECK(stands_alone(sites, "Again"));
}

TEST_CASE("the list is as long as it can be where each story is printed twice") {
  TwoSites sites;
  std::vector<test::LinkToStory> links;
  for (int i = 0; i < 40; ++i) {
    const std::string path = "/2025/09/19/tech/s" + std::to_string(i);
    links.push_back({path, "Headline " + std::to_string(i)});
    for (const std::string host : {"https://news.example", "https://other.example"})
      sites.set(host + path, links.back().headline, telling("w" + std::to_string(i) + "x"));
  }
  sites.list(links);
  sites.list_other(links);
  sites.report();
  CHECK(count(sites.root_menu(), "also: The other.example\t") == 30);
  CHECK(count(sites.root_feed(), "<entry>") == 40);
}

TEST_CASE("stories of a state that has no sketches stand as they are") {
  TwoSites sites;
  sites.report();
  {
    auto state = store::Database::open(sites.root() / ".newshole/state.sqlite");
    REQUIRE(state);
    REQUIRE(state->execute("DROP TABLE sketches; PRAGMA user_version = 9"));
  }
  CHECK(sites.report().failures.empty());
  CHECK_FALSE(says_also(sites));
  CHECK(stands_alone(sites, "Storm"));
  CHECK(stands_alone(sites, "Gale"));
}

TEST_CASE("a state that was lost knows prints of one story again") {
  TwoSites sites;
  sites.report();
  const std::string before = sites.root_menu();
  std::filesystem::remove_all(sites.root() / ".newshole");
  sites.report();
  CHECK(sites.root_menu() == before);
}

TEST_CASE("the title of another site makes neither a line nor a field") {
  for (const auto dialect : {gopher::Dialect::Gophermap, gopher::Dialect::Raw}) {
    TwoSites sites;
    sites.options.config.editions.front().dialect = dialect;
    site::SiteProfile hostile = *sites.options.profiles[1];
    hostile.title = "Evil\r\n0Fake\t/etc/passwd\tevil.example\t70\r\n.\r\n1Other\x1b[2J";
    sites.options.profiles[1] = &hostile;
    sites.report();
    const std::string menu = sites.root_menu();
    CHECK(says_also(sites));
    CAPTURE(menu);
    std::istringstream lines(menu);
    for (std::string line; std::getline(lines, line);) {
      CHECK(line.rfind("0Fake", 0) == std::string::npos);
      CHECK(line.rfind("1Other", 0) == std::string::npos);
      if (has(line, "\t")) CHECK(has(line, "\thole.example\t70"));
      CHECK_FALSE(has(line, "\x1b"));
    }
  }
}

TEST_CASE("of several prints the first stays where it stood, and names the others in their order") {
  Prints prints;
  prints.add(2, "c1", 50min, telling("storm"));
  prints.add(0, "a1", 40min, telling("rates"));
  prints.add(1, "b1", 30min, "Own words. " + telling("storm"));
  prints.add(0, "a2", 20min, telling("storm") + " Words at the end.");
  CHECK(prints.once() == std::vector<std::string>{"a1", "a2 (also B C)"});
}

TEST_CASE("of prints of one time that of the first site stands") {
  Prints prints;
  prints.add(0, "a", 10min, telling("storm"));
  prints.add(1, "b", 10min, telling("storm"));
  CHECK(prints.once() == std::vector<std::string>{"a (also B)"});
  Prints reversed;
  reversed.add(1, "b", 10min, telling("storm"));
  reversed.add(0, "a", 10min, telling("storm"));
  CHECK(reversed.once() == std::vector<std::string>{"a (also B)"});
}

TEST_CASE("a second print of a site stands by itself, whoever else has the story") {
  Prints prints;
  prints.add(0, "a2", 30min, telling("storm"));
  prints.add(1, "b", 20min, telling("storm"));
  prints.add(0, "a1", 10min, telling("storm"));
  CHECK(prints.once() == std::vector<std::string>{"a2", "a1 (also B)"});
}

TEST_SUITE_END();
