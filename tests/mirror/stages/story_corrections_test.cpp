// Stories that change or vanish after they stood in the mirror, as readers see it.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "gopher/menu_file.h"
#include "mirror/made_up_site.h"
#include "mirror/take_down.h"
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

constexpr const char* kUrl = "https://news.example/2025/09/19/tech/rates";
constexpr const char* kMenu = "news.example/corrections/gophermap";
constexpr const char* kPage = "news.example/corrections/2025/09/19/rates.txt";
constexpr const char* kSecondPage = "news.example/corrections/2025/09/19/rates-2.txt";

class ChangingSite : public MadeUpSite {
 public:
  ChangingSite() { report(); }

  /// An hour later the story says something else.
  mirror::Report change(const std::string& text, const std::string& headline = "Rates up again") {
    clock.advance(1h);
    set_story("/2025/09/19/tech/rates", headline, text);
    return report();
  }
  mirror::Report take_away() {
    clock.advance(1h);
    fetcher.answer_gone(kUrl);
    return report();
  }
  mirror::Report rebuild() {
    options.task = mirror::Task::Rebuild;
    mirror::Report done = report();
    options.task = mirror::Task::Refresh;
    return done;
  }
  [[nodiscard]] std::string file(const std::string& path) const {
    return test::read(root() / path);
  }
  [[nodiscard]] bool has_file(const std::string& path) const {
    return std::filesystem::exists(root() / path);
  }
  /// The links of all menus of a dialect that lead to nothing.
  [[nodiscard]] Names dead_links() const {
    Names dead;
    for (const std::string& name : test::names_below(root())) {
      if (!name.ends_with("gophermap")) continue;
      for (const gopher::MenuItem& item :
           gopher::from_bytes(file(name), gopher::Dialect::Gophermap)) {
        if (item.selector.empty() || item.type == gopher::ItemType::Html) continue;
        const std::string path = item.selector.substr(1);
        const bool is_menu = item.type == gopher::ItemType::Menu;
        if (!has_file(is_menu ? path + "/gophermap" : path)) dead.push_back(name + ": " + path);
      }
    }
    return dead;
  }
};

std::ptrdiff_t place(const MadeUpSite& site, const std::string& file) {
  const auto& told = site.progress.told;
  const auto found = std::find(told.begin(), told.end(), "wrote " + file);
  REQUIRE(found != told.end());
  return found - told.begin();
}

}  // namespace

TEST_SUITE_BEGIN("mirror/corrections");

TEST_CASE("a changed story has a page that says what it said, and a mark that names the page") {
  ChangingSite site;
  const mirror::Report report = site.change("The bank denied it on Friday.");
  CHECK(sorted(report.files_written) ==
        sorted(Names{"gophermap", kRates, kPage, kMenu, "news.example/archive/2025/09/19/gophermap",
                     "news.example/archive/gophermap", "news.example/digest/2025-09-19.txt",
                     "news.example/feed.xml", "news.example/gophermap",
                     "news.example/new/12-hours/gophermap", "news.example/new/3-hours/gophermap",
                     "news.example/new/gophermap", "news.example/sections/tech/gophermap"}));
  CHECK(has(site.file(kPage),
            "Rates up again\n\nChanged on Fri 19 September 2025, 13:00 UTC\n"
            "The story as it is now: /news.example/2025/09/19/tech/rates.txt\n\n"));
  CHECK(has(site.file(kPage), "\n\nThe bank [-said so-] {+denied it+} on Friday.\n"));
  CHECK(has(site.file(kRates),
            "Rates up again\n\n6 words, 1 min\nChanged on Fri 19 September 2025, 13:00 UTC\n"
            "What changed: /" +
                std::string(kPage) + "\n\nThe bank denied"));
  CHECK(has(site.file(kMenu), "0Rates up again\t/" + std::string(kPage) + "\t"));
  CHECK(site.dead_links().empty());
}

TEST_CASE("a page stands before the story that names it, and the menu after both") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  CHECK(place(site, kPage) < place(site, kRates));
  CHECK(place(site, kRates) < place(site, kMenu));
  CHECK(place(site, kMenu) < place(site, "news.example/gophermap"));
}

TEST_CASE("a run that finds the same text again writes nothing, whatever was corrected before") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a retitled story keeps the mark of what changed before") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  site.list(
      {{"/2025/09/19/tech/rates", "Rates up once more"}, {"/2025/09/18/us/rain", "Rain expected"}});
  site.report();
  CHECK(has(site.file(kRates), "What changed: /" + std::string(kPage)));
}

TEST_CASE("each change of a day has a page of its own, the newest first in the menu") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  site.change("The bank confirmed it on Friday.");
  CHECK(has(site.file(kPage), "[-said so-] {+denied it+}"));
  CHECK(has(site.file(kSecondPage), "[-denied-] {+confirmed+}"));
  CHECK(has(site.file(kRates), "What changed: /" + std::string(kSecondPage)));
  const std::string menu = site.file(kMenu);
  CHECK(menu.find(kSecondPage) < menu.find(kPage));
}

TEST_CASE("stories of one name have pages of their own") {
  ChangingSite site;
  site.set_story("/2025/09/18/us/rates", "Rates too", "The mint said so.");
  site.list({{"/2025/09/19/tech/rates", "Rates up again"}, {"/2025/09/18/us/rates", "Rates too"}});
  site.report();
  site.set_story("/2025/09/18/us/rates", "Rates too", "The mint denied it.");
  site.change("The bank denied it on Friday.");
  CHECK(has(site.file(kPage) + site.file(kSecondPage), "The mint [-said so.-] {+denied it.+}"));
  CHECK(has(site.file(kPage) + site.file(kSecondPage), "The bank [-said so-]"));
}

TEST_CASE("a change of nothing but markup is no correction and leaves no mark") {
  ChangingSite site;
  site.clock.advance(1h);
  site.fetcher.set(kUrl,
                   "<h1>Rates up again</h1><article><blockquote>The bank said so on "
                   "<a href=\"https://a.example/\">Friday</a>.</blockquote></article>");
  CHECK(site.report().sites.at(0).changed == 1);
  CHECK_FALSE(has(site.file(kRates), "Changed on"));
  CHECK_FALSE(site.has_file(kMenu));
}

TEST_CASE("what new rules of a profile find is no correction of its site's") {
  ChangingSite site;
  site::SiteProfile revised = test::made_up_profile("news.example");
  revised.revision = 2;
  site.options.profiles = {&revised};
  CHECK(site.change("The bank denied it on Friday.").sites.at(0).changed == 1);
  CHECK_FALSE(site.has_file(kMenu));
}

TEST_CASE("a story that its site took down stays, says so, and is listed until it is back") {
  ChangingSite site;
  const auto before = test::files_below(site.root());
  site.take_away();
  CHECK(has(site.file(kRates),
            "Rates up again\n\n6 words, 1 min\nTaken down by the site; found gone on Fri 19 "
            "September 2025, 13:00 "
            "UTC\n\nThe bank said so"));
  CHECK(has(site.file(kMenu), "0Rates up again\t/" + std::string(kRates) + "\t"));
  CHECK(has(site.file(kMenu), "i  Fri 19 Sep 2025, 13:00 UTC, taken down by the site\t"));
  CHECK(has(front_menu(site), "0Rates up again\t"));
  CHECK(site.dead_links().empty());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  site.clock.advance(1h);
  site.fetcher.answer_again(kUrl);
  site.report();
  CHECK(site.file(kRates) == before.at(kRates).bytes);
  CHECK_FALSE(site.has_file(kMenu));
}

TEST_CASE("a story that is back and was not modified loses the mark, too") {
  ChangingSite site;
  site.fetcher.set_validators(kUrl, {.etag = "\"1\"", .last_modified = {}});
  site.clock.advance(1h);
  site.report();
  const std::string text = site.file(kRates);
  site.take_away();
  CHECK(site.file(kRates) != text);
  site.clock.advance(1h);
  site.fetcher.answer_again(kUrl);
  site.report();
  CHECK(site.file(kRates) == text);
}

TEST_CASE("menu views lead to the page of the change, and say that a story was taken down") {
  ChangingSite site;
  site.options.config.editions.front().article_view = config::ArticleView::Both;
  site.report();
  site.change("The bank denied it on Friday.");
  const std::string folder = "news.example/2025/09/19/tech/rates/gophermap";
  CHECK(has(site.file(folder),
            "1<- back to index\t/news.example\thole.example\t70\n"
            "0What changed\t/" +
                std::string(kPage) + "\thole.example\t70\n"));
  CHECK(has(site.file(folder), "iChanged on Fri 19 September 2025, 13:00 UTC\t"));
  site.take_away();
  CHECK(has(site.file(folder), "iTaken down by the site; found gone on Fri 19 September 2025,"));
  CHECK(has(site.file(folder), "0What changed\t/" + std::string(kPage) + "\t"));
  CHECK(site.dead_links().empty());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
}

TEST_CASE("each edition has the pages and the menu, in its width, charset and dialect") {
  ChangingSite site;
  site.options.config.editions.push_back({.name = "small",
                                          .charset = text::Charset::Ascii,
                                          .width = 30,
                                          .menu_width = 30,
                                          .dialect = gopher::Dialect::Gph});
  site.report();
  site.change("The caf\u00e9 of the bank denied it on Friday.");
  const std::string page = site.file(std::string("small/") + kPage);
  CHECK(has(page, "\n\nThe [-bank said so-] {+cafe of\nthe bank denied it+} on\nFriday.\n"));
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    CHECK(end - at <= 30);
    at = end + 1;
  }
  CHECK(has(site.file("small/news.example/corrections/index.gph"),
            "[0|Rates up again|/small/" + std::string(kPage) + "|server|port]"));
}

TEST_CASE("a rebuild makes lost pages again, byte by byte, and another width sets them anew") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  site.take_away();
  const auto before = test::files_below(site.root());
  std::filesystem::remove_all(site.root() / "news.example");
  site.rebuild();
  for (const auto& [name, file] : before) CHECK(site.file(name) == file.bytes);
  site.options.config.editions.front().width = 30;
  site.report();
  CHECK(has(site.file(kPage), "Changed on Fri 19 September\n2025, 13:00 UTC\n"));
  CHECK(has(site.file(kRates), "What changed:\n/" + std::string(kPage) + "\n"));
}

TEST_CASE("a missing menu comes again with those of its pages that are missing") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  const auto before = test::files_below(site.root());
  std::filesystem::remove_all(site.root() / "news.example/corrections");
  site.clock.advance(1h);
  CHECK(sorted(site.report().files_written) == Names{kPage, kMenu});
  CHECK(site.file(kPage) == before.at(kPage).bytes);
  CHECK(site.file(kMenu) == before.at(kMenu).bytes);
}

TEST_CASE("what is too old to keep goes with what was said of it") {
  ChangingSite site;
  site.options.config.keep_days = 10;
  site.change("The bank denied it on Friday.");
  site.clock.advance(11 * 24h);
  site.set_story("/2025/09/30/us/new", "New", "Something new.");
  site.list({{"/2025/09/30/us/new", "New"}});
  site.options.removal = mirror::Removal::Forced;
  site.report();
  CHECK_FALSE(site.has_file(kPage));
  CHECK_FALSE(site.has_file("news.example/corrections"));
  CHECK(site.dead_links().empty());
}

TEST_CASE("a page that says noarchive takes what was said of its story with it") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  site.options.config.noarchive = config::NoArchive::Omit;
  site.fetcher.say_no_archive(kUrl);
  site.change("The bank denied it all on Friday.");
  CHECK_FALSE(site.has_file(kRates));
  CHECK_FALSE(site.has_file("news.example/corrections"));
}

TEST_CASE("a mirror that lost its state has no page of a correction that it knows nothing of") {
  ChangingSite site;
  site.change("The bank denied it on Friday.");
  test::write(site.root() / "news.example/corrections/notes.txt", "not ours\n");
  std::filesystem::remove_all(site.root() / ".newshole");
  site.clock.advance(1h);
  site.report();
  CHECK_FALSE(site.has_file(kPage));
  CHECK_FALSE(site.has_file(kMenu));
  CHECK(site.has_file("news.example/corrections/notes.txt"));
  CHECK_FALSE(has(site.file(kRates), "What changed"));
  CHECK(site.dead_links().empty());
}

TEST_CASE("where something stands in a page's way the change is listed without one") {
  ChangingSite site;
  std::filesystem::create_directories(site.root() / kPage);
  const mirror::Report report = site.change("The bank denied it on Friday.");
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].subject == kPage);
  CHECK(has(site.file(kMenu), "0Rates up again\t/" + std::string(kRates) + "\t"));
  CHECK(has(site.file(kRates), "Changed on Fri 19 September 2025, 13:00 UTC\n\n"));
}

TEST_CASE("a story that cannot be written is not corrected, and its page does not stay") {
  ChangingSite site;
  std::filesystem::remove(site.root() / kRates);
  std::filesystem::create_directories(site.root() / kRates);
  site.change("The bank denied it on Friday.");
  CHECK_FALSE(site.has_file(kPage));
  CHECK_FALSE(site.has_file(kMenu));
}

TEST_CASE("a dry run says which pages it would write, and writes none") {
  ChangingSite site;
  const auto before = test::files_below(site.root());
  site.options.mode = mirror::Mode::DryRun;
  const mirror::Report report = site.change("The bank denied it on Friday.");
  CHECK(std::find(report.files_written.begin(), report.files_written.end(), kPage) !=
        report.files_written.end());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("hostile words of a page become no line, no item and no command of what is said of it") {
  ChangingSite site;
  site.change(
      "a &#9;b&#10;.&#10;1x&#9;/y&#9;host&#9;70 &#x202e;c&#7;&#27;[2J " + std::string(100'000, 'z'),
      "Rates &#9;/z&#9;evil&#9;70&#10;.&#10;" + std::string(100'000, 'H'));
  for (const std::string& name : {std::string(kPage), std::string(kMenu), std::string(kRates)}) {
    const std::string text = site.file(name);
    CHECK_FALSE(text.empty());
    CHECK_FALSE(has(text, "\n.\n"));
    CHECK_FALSE(has(text, "\x1b"));
    CHECK_FALSE(has(text, "\x07"));
    CHECK_FALSE(has(text, "\u202e"));
    if (name != kMenu) CHECK_FALSE(has(text, "\t"));
  }
  CHECK(site.file(kPage).size() < 20'000);
  CHECK(site.dead_links().empty());
}

TEST_SUITE_END();
