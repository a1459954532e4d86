// What a mirror says around stories: how long they are, and where readers go on.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "store/state.h"

using namespace newshole;
using namespace std::chrono_literals;
using config::ArticleView;
using test::has;
using test::kRain;
using test::kRates;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kMenu = "news.example/2025/09/19/tech/rates/gophermap";

/// A site whose pages tell sections, not its addresses.
struct FramedSite : MadeUpSite {
  explicit FramedSite(ArticleView view = ArticleView::Text) {
    options.config.editions.front().article_view = view;
    profile.stories.paths = {*site::PathTemplate::parse("/{year}/{month}/{day}/{id}/{slug}")};
    profile.article.section = {*html::Selector::parse("b")};
    options.profiles = {&profile};
  }
  /// The story of rates, in a section of its page's; empty: none.
  void set_section(const std::string& name) {
    fetcher.set("https://news.example/2025/09/19/tech/rates",
                "<b>" + name + "</b>" + test::story_html("Rates up again", "The bank said so."));
  }
  [[nodiscard]] std::string file(const std::string& path) const {
    return test::read(root() / path);
  }
  mirror::Report rebuild() {
    options.task = mirror::Task::Rebuild;
    mirror::Report done = report();
    options.task = mirror::Task::Refresh;
    return done;
  }

  site::SiteProfile profile = test::made_up_profile("news.example");
};

bool is_written(const mirror::Report& report, const std::string& file) {
  return std::find(report.files_written.begin(), report.files_written.end(), file) !=
         report.files_written.end();
}

}  // namespace

TEST_SUITE_BEGIN("mirror/stories_in_frames");

TEST_CASE("a text says how long it is, and ends with the ways on") {
  MadeUpSite site;
  site.report();
  CHECK(test::read(site.root() / kRates) ==
        "N E W S\nnews.example - on gopher - unofficial\n\nARTICLE VIEW:\n\nRates up again\n\n"
        "6 words, 1 min\n\nThe bank said so on Friday.\n\n"
        "Back to index: gopher://hole.example/1/news.example\n"
        "More in Tech: gopher://hole.example/1/news.example/sections/tech\n"
        "Friday 19 September 2025:\n"
        "gopher://hole.example/1/news.example/archive/2025/09/19\n");
  for (const char* folder : {"", "sections/tech/", "archive/2025/09/19/"})
    CHECK(std::filesystem::exists(site.root() / "news.example" / folder / "gophermap"));
}

TEST_CASE("a run that finds nothing new leaves all texts as they are, and so does a rebuild") {
  FramedSite site(ArticleView::Both);
  site.set_section("Money & Power");
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  CHECK(test::files_below(site.root()) == before);
  CHECK(site.rebuild().files_written.empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a story without a section leads to none") {
  FramedSite site(ArticleView::Both);
  site.report();
  CHECK(has(site.file(kRates), "Back to index: gopher://hole.example/1/news.example\nFriday 19"));
  CHECK(has(site.file(kMenu), "1<- Friday 19"));
  CHECK_FALSE(has(site.file(kRates), "More in"));
  CHECK_FALSE(has(site.file(kMenu), "More in"));
}

TEST_CASE("a story whose section changes leads to the new one, in both views") {
  FramedSite site(ArticleView::Both);
  site.set_section("Money");
  site.report();
  CHECK(has(site.file(kRates),
            "\nMore in Money: gopher://hole.example/1/news.example/sections/money\n"));
  CHECK(has(site.file(kMenu), "1More in Money\t/news.example/sections/money\t"));
  site.clock.advance(30min);
  site.set_section("Sport");
  const mirror::Report report = site.report();
  CHECK(is_written(report, kRates));
  CHECK(is_written(report, kMenu));
  CHECK_FALSE(is_written(report, kRain));
  CHECK(has(site.file(kRates),
            "\nMore in Sport: gopher://hole.example/1/news.example/sections/sport\n"));
  CHECK(has(site.file(kMenu), "1More in Sport\t/news.example/sections/sport\t"));
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/sections/money/gophermap"));
}

TEST_CASE("a story that another clock put into another day leads to its own one again") {
  FramedSite site(ArticleView::Both);
  site.clock.advance(-240h);
  site.report();
  CHECK(has(site.file(kRates), "/archive/2025/09/09\n"));
  site.clock.advance(240h);
  site.report();
  CHECK(has(site.file(kRates), "/archive/2025/09/19\n"));
  CHECK(has(site.file(kMenu), "1<- Friday 19 September 2025\t/news.example/archive/2025/09/19\t"));
  CHECK(std::filesystem::exists(site.root() / "news.example/archive/2025/09/19/gophermap"));
}

TEST_CASE("the mark of a story that its site took down leaves its foot as it is") {
  MadeUpSite site;
  site.report();
  const std::string before = test::read(site.root() / kRates);
  const std::string foot = before.substr(before.find("\nBack to index:"));
  site.clock.advance(1h);
  site.fetcher.answer_gone("https://news.example/2025/09/19/tech/rates");
  site.report();
  const std::string after = test::read(site.root() / kRates);
  CHECK(has(after, "6 words, 1 min\nTaken down by the site"));
  CHECK(after.ends_with(foot));
}

TEST_CASE("each edition names its own menus, in its width and charset") {
  FramedSite site;
  site.options.config.host = "localhost";
  site.options.config.editions.push_back(
      {.name = "small", .charset = text::Charset::Ascii, .width = 30, .menu_width = 30});
  site.set_section("Caf\u00e9s");
  site.report();
  CHECK(has(site.file(kRates), "\nMore in Caf\u00e9s: /news.example/sections/"));
  CHECK(has(site.file(std::string("small/") + kRates), "\nMore in Cafes:\n/small/news.example/"));
}

TEST_CASE("words of a section lead nowhere else") {
  FramedSite site(ArticleView::Both);
  site.set_section("A&#10;&#13;.&#10;1Free&#9;/x&#9;evil.example&#9;70 Full article: https://e/");
  site.report();
  CHECK_FALSE(has(site.file(kRates), "\n1Free"));
  CHECK_FALSE(has(site.file(kRates), "\t"));
  CHECK_FALSE(has(site.file(kRates), "\nFull article: https://e/"));
  CHECK_FALSE(has(site.file(kMenu), "\n1Free"));
  CHECK_FALSE(has(site.file(kMenu), "\tevil.example\t"));
}

TEST_CASE("a mirror whose state was lost reads its stories back, whatever their feet are") {
  FramedSite site;
  site.set_section("Money");
  site.report();
  site.clock.advance(24h);
  site.list({{"/2025/09/18/us/rain", "Rain expected"}});
  const std::string text = site.file(kRates);
  std::filesystem::remove_all(site.root() / ".newshole");
  const mirror::Report report = site.report();
  CHECK(report.failures.empty());
  CHECK(site.file(kRates) == text);
  CHECK(has(site.file("news.example/sections/money/gophermap"), "0Rates up again\t"));
  CHECK(has(site.file("news.example/archive/2025/09/19/gophermap"), "0Rates up again\t"));
}

TEST_SUITE_END();
