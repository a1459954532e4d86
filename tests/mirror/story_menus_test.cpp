// Stories as menus (article_view): what they say, what they lead to, and what a run makes anew.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "gopher/menu_readers.h"
#include "mirror/made_up_site.h"
#include "mirror/stages/recovery.h"

using namespace newshole;
using namespace std::chrono_literals;
using config::ArticleView;
using test::has;
using test::kRain;
using test::kRates;
using test::MadeUpSite;
using test::Names;

namespace {

constexpr const char* kRatesMenu = "news.example/2025/09/19/tech/rates/gophermap";
constexpr const char* kRainMenu = "news.example/2025/09/18/us/rain/gophermap";
constexpr const char* kVoteMenu = "news.example/2025/09/19/us/vote/gophermap";

// Four stories of one day beside the one of the day before.
const std::vector<test::LinkToStory> kFiveStories = {{"/2025/09/19/tech/rates", "Rates up again"},
                                                     {"/2025/09/19/us/vote", "They vote"},
                                                     {"/2025/09/19/us/art", "Art is sold"},
                                                     {"/2025/09/19/us/moon", "Moon in sight"},
                                                     {"/2025/09/18/us/rain", "Rain expected"}};

struct MenuSite : MadeUpSite {
  explicit MenuSite(ArticleView view = ArticleView::Menu) {
    set_view(view);
    for (const std::string slug : {"vote", "art", "moon"}) {
      set_story("/2025/09/19/us/" + slug, "About the " + slug, "Much was said of it.");
    }
  }

  void set_view(ArticleView view) { options.config.editions.front().article_view = view; }

  /// The menu of a story of 19 September, section us.
  [[nodiscard]] std::string story(const std::string& slug) const {
    return test::read(root() / ("news.example/2025/09/19/us/" + slug + "/gophermap"));
  }
};

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_there(const MadeUpSite& site, const std::string& file) {
  return std::filesystem::exists(site.root() / file);
}

bool is_there_for(const MadeUpSite& site, const test::ReadItem& item) {
  const std::string place = item.selector.substr(1);
  if (item.type == '0') return is_there(site, place);
  return is_there(site, place + "/gophermap") || is_there(site, place + "/index.gph");
}

/// "MENU: SELECTOR" of each item that leads to no file, in lines.
std::string dead_links(const MadeUpSite& site) {
  std::string dead;
  for (const auto& [name, file] : test::files_below(site.root())) {
    if (!name.ends_with("gophermap") && !name.ends_with("index.gph")) continue;
    const auto items =
        name.ends_with("gph") ? test::read_gph(file.bytes) : test::read_gophermap(file.bytes);
    for (const test::ReadItem& item : items) {
      if (item.type == '0' || item.type == '1') {
        if (!is_there_for(site, item)) dead += name + ": " + item.selector + "\n";
      }
    }
  }
  return dead;
}

/// The lines of a story's menu from the first below its heading that leads to gopherspace.
std::string end_of(const std::string& menu) {
  std::istringstream lines(menu.substr(menu.find("ARTICLE VIEW:")));
  std::string end;
  for (std::string line; std::getline(lines, line);) {
    if (!end.empty() || line.starts_with('0') || line.starts_with('1')) end += line + "\n";
  }
  return end;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/story_menus");

TEST_CASE("in the menu view a story is a menu of its text that leads on and back") {
  MenuSite site;
  site.set_story("/2025/09/19/tech/rates", "Rates up again",
                 "The <a href=\"https://bank.example/x\">bank</a> said so.");
  site.report();
  CHECK(test::read(site.root() / kRatesMenu) ==
        "iN E W S\tErr\thole.example\t70\n"
        "inews.example - on gopher - unofficial\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1<- back to index\t/news.example\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iARTICLE VIEW:\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iRates up again\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "i4 words, 1 min\tErr\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "iThe bank said so.\tErr\thole.example\t70\n"
        "hbank\tURL:https://bank.example/x\thole.example\t70\n"
        "i \tErr\thole.example\t70\n"
        "1More in Tech\t/news.example/sections/tech\thole.example\t70\n"
        "1<- Friday 19 September 2025\t/news.example/archive/2025/09/19\thole.example\t70\n"
        "1<- back to index\t/news.example\thole.example\t70\n");
  CHECK_FALSE(is_there(site, kRates));
  CHECK(has(front_menu(site), "\n1Rates up again\t/news.example/2025/09/19/tech/rates\t"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("with both views menus name the menu, and the menu the text") {
  MenuSite site(ArticleView::Both);
  site.report();
  CHECK(is_there(site, kRates));
  CHECK(has(test::read(site.root() / kRatesMenu),
            "\n0Text version\t/news.example/2025/09/19/tech/rates.txt\thole.example\t70\n"));
  CHECK(has(front_menu(site), "\n1Rates up again\t/news.example/2025/09/19/tech/rates\t"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("a story leads to those before and behind it in the menu of its day") {
  MenuSite site;
  site.list(kFiveStories);
  site.report();
  CHECK(end_of(site.story("moon")) ==
        "1Previous story: Art is sold\t/news.example/2025/09/19/us/art\thole.example\t70\n"
        "1Next story: They vote\t/news.example/2025/09/19/us/vote\thole.example\t70\n"
        "1More in US\t/news.example/sections/us\thole.example\t70\n"
        "1<- Friday 19 September 2025\t/news.example/archive/2025/09/19\thole.example\t70\n"
        "1<- back to index\t/news.example\thole.example\t70\n");
  CHECK_FALSE(has(test::read(site.root() / kRainMenu), "story:"));
}

TEST_CASE("a new story makes anew the menus beside it and no other story's") {
  MenuSite site;
  site.list({kFiveStories[0], kFiveStories[1], kFiveStories[2], kFiveStories[4]});
  site.report();
  site.clock.advance(60s);
  site.list(kFiveStories);
  const mirror::Report report = site.report();
  // The newest of its day, so that it comes before all others.
  CHECK(has(site.story("moon"), "1Next story: Rates up again\t"));
  CHECK(has(test::read(site.root() / kRatesMenu), "1Previous story: Moon in sight\t"));
  CHECK(contains(report.files_written, kRatesMenu));
  CHECK_FALSE(contains(report.files_written, kVoteMenu));
  CHECK_FALSE(contains(report.files_written, kRainMenu));
  CHECK(dead_links(site) == "");
}

TEST_CASE("a file of a story is told once, though it comes in two forms") {
  MenuSite site;
  const Names written = site.report().files_written;
  CHECK(std::count(written.begin(), written.end(), kRatesMenu) == 1);
}

TEST_CASE("with a view of menus a run that finds nothing new touches no file") {
  MenuSite site(ArticleView::Both);
  site.list(kFiveStories);
  site.report();
  const auto before = test::files_below(site.root());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE("a retitled story is named so by those beside it") {
  MenuSite site;
  site.list(kFiveStories);
  site.report();
  std::vector<test::LinkToStory> links = kFiveStories;
  links[2].headline = "Art is not sold";
  site.list(links);
  site.report();
  CHECK(has(site.story("moon"), "1Previous story: Art is not sold\t"));
}

TEST_CASE("a changed story is set anew and says when it changed, in its menu too") {
  MenuSite site;
  site.report();
  site.clock.advance(1h);
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "The bank denied it on Friday.");
  const mirror::Report report = site.report();
  const std::string menu = test::read(site.root() / kRatesMenu);
  CHECK(has(menu, "\niThe bank denied it on Friday.\t"));
  CHECK(has(menu, "\niChanged on Fri 19 September 2025, 13:00 UTC\t"));
  CHECK(report.sites.at(0).changed == 1);
  CHECK_FALSE(contains(report.files_written, kRainMenu));
}

TEST_CASE("a story that goes is named by none of those beside it") {
  MenuSite site(ArticleView::Both);
  site.list(kFiveStories);
  site.report();
  std::filesystem::remove_all(site.root() / "news.example/2025/09/19/us/art");
  std::filesystem::remove(site.root() / "news.example/2025/09/19/us/art.txt");
  site.remove_story("/2025/09/19/us/art");
  site.report();
  CHECK(has(site.story("moon"), "1Previous story: Rates up again\t"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("stories older than keep_days go with their texts, menus and folders") {
  MenuSite site(ArticleView::Both);
  site.options.config.keep_days = 10;
  site.options.removal = mirror::Removal::Forced;
  site.list(kFiveStories);
  site.report();
  site.clock.advance(24h * 30);
  site.set_story("/2025/10/19/us/new", "New", "Something new.");
  site.list({{"/2025/10/19/us/new", "New"}});
  CHECK(site.report().sites.at(0).removed == 5);
  CHECK_FALSE(is_there(site, "news.example/2025/09"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("another view makes every story anew, asks for none and leaves no file of the old one") {
  MenuSite site(ArticleView::Text);
  site.list(kFiveStories);
  site.report();
  site.clock.advance(24h * 30);
  site.list({kFiveStories[0]});
  site.report();
  site.fetcher.take_asked();
  const auto texts = test::files_below(site.root());
  site.set_view(ArticleView::Menu);
  CHECK(site.report().sites.at(0).rebuilt == 5);
  CHECK(site.fetcher.take_asked() == Names{"https://news.example/"});
  CHECK(is_there(site, kRainMenu));
  CHECK_FALSE(is_there(site, kRain));
  CHECK(dead_links(site) == "");
  site.set_view(ArticleView::Both);
  site.report();
  CHECK(is_there(site, kRainMenu));
  CHECK(is_there(site, kRain));
  CHECK(dead_links(site) == "");
  site.set_view(ArticleView::Text);
  site.report();
  CHECK_FALSE(is_there(site, "news.example/2025/09/18/us/rain"));
  CHECK(test::names_below(site.root()).size() == texts.size());
  CHECK(dead_links(site) == "");
}

TEST_CASE("a site that does not answer when the view changes has its stories all the same") {
  MenuSite site(ArticleView::Text);
  site.report();
  site.fetcher.remove("https://news.example/");
  site.set_view(ArticleView::Menu);
  site.report();
  CHECK(has(front_menu(site), "\n1Rates up again\t/news.example/2025/09/19/tech/rates\t"));
  CHECK_FALSE(is_there(site, kRates));
  CHECK(dead_links(site) == "");
}

TEST_CASE("a change of dialect leaves no story's menu of the old one") {
  MenuSite site;
  site.list(kFiveStories);
  site.report();
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.report();
  CHECK(is_there(site, "news.example/2025/09/19/tech/rates/index.gph"));
  CHECK_FALSE(is_there(site, kRatesMenu));
  CHECK(dead_links(site) == "");
}

TEST_CASE("a story's menu that somebody removed is made again") {
  MenuSite site;
  site.list(kFiveStories);
  site.report();
  const std::string before = site.story("moon");
  std::filesystem::remove_all(site.root() / "news.example/2025/09/19/us/moon");
  site.report();
  CHECK(site.story("moon") == before);
}

TEST_CASE("a rebuild gives the same menus of stories and asks nobody") {
  MenuSite site(ArticleView::Both);
  site.list(kFiveStories);
  site.report();
  const std::string before = site.story("moon");
  std::filesystem::remove_all(site.root() / "news.example");
  site.fetcher.take_asked();
  site.options.task = mirror::Task::Rebuild;
  site.report();
  CHECK(site.story("moon") == before);
  CHECK(site.fetcher.take_asked().empty());
  CHECK(dead_links(site) == "");
}

TEST_CASE("with its state lost a mirror of menus goes on naming its old stories") {
  for (const gopher::Dialect dialect :
       {gopher::Dialect::Gophermap, gopher::Dialect::Gph, gopher::Dialect::Raw}) {
    CAPTURE(static_cast<int>(dialect));
    MenuSite site;
    site.options.config.editions.front().dialect = dialect;
    site.list(kFiveStories);
    site.report();
    site.clock.advance(24h);
    site.set_story("/2025/09/20/us/new", "New", "Something new.");
    site.list({{"/2025/09/20/us/new", "New"}});
    site.report();
    const Names before = test::names_below(site.root());
    std::filesystem::remove_all(site.root() / ".newshole");
    const mirror::Report report = site.report();
    CHECK(report.failures.empty());
    CHECK(report.sites.at(0).added == 0);
    CHECK(test::names_below(site.root()) == before);
    CHECK(dead_links(site) == "");
  }
}

TEST_CASE("a story of which only the menu is known keeps its words and leads on rightly") {
  MenuSite site;
  site.list(kFiveStories);
  site.report();
  site.clock.advance(24h);
  site.set_story("/2025/09/20/us/new", "New", "Something new.");
  site.list({{"/2025/09/20/us/new", "New"}});
  std::filesystem::remove_all(site.root() / ".newshole");
  site.report();
  // By its own headline, which is all that its file tells.
  CHECK(has(site.story("vote"), "\niMuch was said of it.\t"));
  CHECK(has(site.story("vote"), "1Previous story: "));
  site.options.config.port = 7070;
  site.report();
  CHECK(has(site.story("vote"), "\niMuch was said of it.\tErr\thole.example\t7070\n"));
  CHECK(has(site.story("vote"),
            "unofficial\tErr\thole.example\t7070\n"
            "i \tErr\thole.example\t7070\n"
            "1<- back to index\t/news.example\thole.example\t7070\n"
            "i \tErr\thole.example\t7070\n"
            "iARTICLE VIEW:\t"));
  CHECK_FALSE(has(site.story("vote"), "\t70\n"));
}

TEST_CASE("a story whose article is lost stays in the view it has, and menus name that") {
  MenuSite site(ArticleView::Text);
  site.list(kFiveStories);
  site.report();
  site.clock.advance(24h);
  site.set_story("/2025/09/20/us/new", "New", "Something new.");
  site.list({{"/2025/09/20/us/new", "New"}});
  std::filesystem::remove_all(site.root() / ".newshole");
  site.report();
  site.set_view(ArticleView::Menu);
  site.report();
  CHECK(is_there(site, kRain));
  CHECK(has(test::read(site.root() / "news.example/sections/us/gophermap"),
            "\n0Rain expected\t/news.example/2025/09/18/us/rain.txt\t"));
  CHECK(has(test::read(site.root() / "news.example/feed.xml"),
            "gopher://hole.example/0/news.example/2025/09/18/us/rain.txt"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("the feed leads to what menus name") {
  MenuSite site;
  site.report();
  CHECK(has(test::read(site.root() / "news.example/feed.xml"),
            "<link rel=\"alternate\" "
            "href=\"gopher://hole.example/1/news.example/2025/09/19/tech/rates\"/>"));
}

TEST_CASE("each edition has the view that it asks for") {
  MenuSite site(ArticleView::Text);
  site.options.config.editions.push_back(
      {.name = "menus", .menu_width = 40, .article_view = ArticleView::Menu});
  site.report();
  CHECK(is_there(site, kRates));
  CHECK_FALSE(is_there(site, kRatesMenu));
  CHECK(is_there(site, std::string("menus/") + kRatesMenu));
  CHECK_FALSE(is_there(site, std::string("menus/") + kRates));
  CHECK(dead_links(site) == "");
}

TEST_CASE("the first run of menus counts what it added, and the characters it had to spell as ?") {
  MenuSite site;
  site.options.config.editions.front().charset = text::Charset::Ascii;
  site.set_story("/2025/09/19/tech/rates", "Rates up again", "Up by \xf0\x9d\x84\x9e today.");
  const mirror::SiteReport report = site.report().sites.at(0);
  CHECK(report.added == 2);
  CHECK(report.unknown_characters == 1);
}

TEST_CASE("something in the way of a story's menu costs that story alone") {
  MenuSite site;
  test::write(site.root() / "news.example/2025/09/19/tech/rates", "mine");
  const mirror::Report report = site.report();
  CHECK(report.failures.size() == 1);
  CHECK(test::read(site.root() / "news.example/2025/09/19/tech/rates") == "mine");
  CHECK_FALSE(has(front_menu(site), "Rates up"));
  CHECK(has(front_menu(site), "Rain expected"));
  CHECK(dead_links(site) == "");
}

TEST_CASE("the text of a menu is its lines, whatever they lead to") {
  CHECK(mirror::text_of_menu("iARTICLE VIEW:\tErr\th\t70\ni \tErr\th\t70\nha\tURL:x\th\t70\nno\n",
                             gopher::Dialect::Gophermap) == "ARTICLE VIEW:\n\na\n");
  CHECK(mirror::text_of_menu("[i|a \\| b|Err|server|port]\nno\n", gopher::Dialect::Gph) ==
        "a | b\n");
}

TEST_SUITE_END();
