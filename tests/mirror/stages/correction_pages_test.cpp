// The corrections of a mirror that has more of them than one menu holds.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "gopher/menu_file.h"
#include "mirror/made_up_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::MadeUpSite;
using test::Names;

namespace {

namespace fs = std::filesystem;

constexpr int kStories = 60;
const std::string kTop = "/news.example/corrections";

/// 60 stories that change twice in September and twice in October.
class OftenCorrected : public MadeUpSite {
 public:
  OftenCorrected() {
    say("Draft");
    report();
    for (const auto wait : {1h, 24h, 31 * 24h, 24h}) {
      clock.advance(wait);
      say("Version " + std::to_string(++version_));
      report();
    }
  }

  [[nodiscard]] static std::string path_of(int story) {
    return "/2025/09/19/us/story-" + std::to_string(story);
  }

  mirror::Report change(int story) {
    clock.advance(1h);
    say_one(story, "Late words");
    list(links_);
    return report();
  }

  /// The first of the stories, so many.
  void take_down(int stories) {
    std::string lines;
    for (int story = 0; story < stories; ++story)
      lines += "2025-10-22 https://news.example" + path_of(story) + "\n";
    test::write(root() / ".newshole/takedowns", lines);
    clock.advance(1h);
    report();
  }

  [[nodiscard]] gopher::Menu menu(const std::string& selector) const {
    return gopher::from_bytes(test::read(root().string() + selector + "/gophermap"),
                              gopher::Dialect::Gophermap);
  }

  /// The menus of corrections, from the newest on, each with the selectors of its pages.
  [[nodiscard]] std::vector<std::pair<std::string, Names>> chain() const {
    std::vector<std::pair<std::string, Names>> menus;
    std::string next = kTop;
    while (!next.empty() && menus.size() < 20) {
      auto& [selector, pages] = menus.emplace_back(next, Names());
      next.clear();
      for (const gopher::MenuItem& item : menu(selector)) {
        if (item.type == gopher::ItemType::Text) pages.push_back(item.selector);
        if (item.display.starts_with("Older corrections")) next = item.selector;
      }
    }
    return menus;
  }

  [[nodiscard]] std::set<std::string> reached() const {
    std::set<std::string> all;
    for (const auto& [selector, pages] : chain()) all.insert(pages.begin(), pages.end());
    return all;
  }

  [[nodiscard]] std::set<std::string> on_disk() const {
    std::set<std::string> all;
    for (const std::string& name : test::names_below(root())) {
      if (name.starts_with("news.example/corrections/") && name.ends_with(".txt"))
        all.insert("/" + name);
    }
    return all;
  }

 private:
  void say_one(int story, const std::string& words) {
    const std::string title = words + " of story " + std::to_string(story);
    set_story(path_of(story), title, words + " about it.");
    links_.at(static_cast<std::size_t>(story)) = {path_of(story), title};
  }
  void say(const std::string& words) {
    links_.resize(kStories);
    for (int story = 0; story < kStories; ++story) say_one(story, words);
    list(links_);
  }

  std::vector<test::LinkToStory> links_;
  int version_ = 0;
};

Names menus_of(const mirror::Report& report) {
  Names menus;
  for (const std::string& file : report.files_written) {
    if (file.starts_with("news.example/corrections/") && file.ends_with("gophermap"))
      menus.push_back(file);
  }
  return test::sorted(menus);
}

}  // namespace

TEST_SUITE_BEGIN("mirror/correction_pages");

TEST_CASE("each correction is reached from the newest ones, page by page and month by month") {
  const OftenCorrected site;
  const auto chain = site.chain();
  Names selectors;
  for (const auto& [selector, pages] : chain) {
    selectors.push_back(selector);
    CHECK(pages.size() <= 100);
    CHECK(has(test::read(site.root().string() + selector + "/gophermap"), "<- back to index"));
  }
  CHECK(selectors ==
        Names{kTop, kTop + "/2025/10/page-1", kTop + "/2025/09/page-2", kTop + "/2025/09/page-1"});
  CHECK(site.on_disk().size() == 4 * kStories);
  CHECK(site.reached() == site.on_disk());
  CHECK(chain.at(2).second.size() == 20);
}

TEST_CASE("a new correction changes the newest ones and the last page of its month") {
  OftenCorrected site;
  CHECK(menus_of(site.change(7)) == Names{"news.example/corrections/2025/10/page-2/gophermap",
                                          "news.example/corrections/gophermap"});
  CHECK(site.reached() == site.on_disk());
  site.clock.advance(1h);
  CHECK(site.report().files_written.empty());
  site.clock.advance(31 * 24h);
  CHECK(menus_of(site.change(8)) == Names{"news.example/corrections/gophermap"});
  CHECK(site.reached() == site.on_disk());
}

TEST_CASE("what is taken down goes from all pages, and a month that loses all goes, too") {
  OftenCorrected site;
  site.take_down(30);
  CHECK(site.on_disk().size() == 4 * (kStories - 30));
  CHECK(site.reached() == site.on_disk());
  for (const std::string& name : test::names_below(site.root())) {
    CAPTURE(name);
    CHECK_FALSE(has(test::read(site.root() / name), " of story 3\t"));
  }
  site.take_down(kStories - 1);
  CHECK(site.on_disk().size() == 4);
  CHECK(site.reached() == site.on_disk());
  CHECK_FALSE(fs::exists(site.root() / "news.example/corrections/2025/10/page-2"));
}

TEST_CASE("another dialect has all pages anew, and a lost state none") {
  OftenCorrected site;
  site.options.config.editions.front().dialect = gopher::Dialect::Gph;
  site.report();
  const fs::path page = site.root() / "news.example/corrections/2025/09/page-1";
  CHECK_FALSE(fs::exists(page / "gophermap"));
  CHECK(has(test::read(page / "index.gph"), "of story"));
  fs::remove_all(site.root() / ".newshole");
  site.report();
  CHECK_FALSE(fs::exists(site.root() / "news.example/corrections"));
}

TEST_SUITE_END();
