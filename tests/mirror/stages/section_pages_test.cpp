#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "gopher/menu_file.h"
#include "mirror/made_up_site.h"
#include "mirror/mirror_tree.h"
#include "pages/section_menus.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::MadeUpSite;

namespace {

/// A site with so many stories of one section on each of some days.
class FullSite : public MadeUpSite {
 public:
  FullSite() { options.config.story_limit = 1000; }

  void add(const std::string& day, int stories) {
    for (int i = 0; i < stories; ++i) {
      const std::string name = "/2025/" + day + "/us/story-" + std::to_string(listed_.size());
      set_story(name, "Story " + std::to_string(listed_.size()), "It went on.");
      listed_.push_back({name, "Story " + std::to_string(listed_.size())});
    }
  }
  mirror::Report run() {
    list(listed_);
    return report();
  }
  [[nodiscard]] gopher::Menu menu(const std::string& selector) const {
    const std::string bytes = test::read(root().string() + selector + "/gophermap");
    return gopher::from_bytes(bytes, gopher::Dialect::Gophermap);
  }
  [[nodiscard]] std::size_t count() const { return listed_.size(); }

 private:
  std::vector<test::LinkToStory> listed_;
};

constexpr auto kSectionSelector = "/news.example/sections/us";

std::string older_of(const gopher::Menu& menu) {
  for (const gopher::MenuItem& item : menu)
    if (item.display.starts_with("Older stories")) return item.selector;
  return {};
}

/// The stories on the way from a section's menu to its last page, and the most that a page has.
struct Walk {
  std::set<std::string> stories;
  std::size_t pages = 0;
  std::ptrdiff_t most = 0;
};

Walk walk(const FullSite& site) {
  Walk walked;
  for (std::string at = kSectionSelector; !at.empty(); ++walked.pages) {
    const gopher::Menu menu = site.menu(at);
    const auto is_story = [](const auto& item) { return item.type == gopher::ItemType::Text; };
    walked.most = std::max(walked.most, std::ranges::count_if(menu, is_story));
    for (const gopher::MenuItem& item : menu)
      if (is_story(item)) walked.stories.insert(item.selector);
    at = older_of(menu);
  }
  return walked;
}

std::size_t pages_written(const mirror::Report& report) {
  return static_cast<std::size_t>(std::ranges::count_if(
      report.files_written,
      [](const std::string& path) { return path.starts_with("news.example/sections/us/2"); }));
}

}  // namespace

TEST_SUITE_BEGIN("mirror/section_pages");

TEST_CASE("a section of a hundred stories has no other page") {
  FullSite site;
  site.add("09/18", 100);
  site.run();
  CHECK(older_of(site.menu(kSectionSelector)).empty());
  CHECK(walk(site).stories.size() == 100);
}

TEST_CASE("a section leads on to all of its stories, at most a hundred on a page") {
  FullSite site;
  site.add("07/02", 20);
  site.add("08/30", 130);
  site.add("09/01", 101);
  site.add("09/18", 60);
  site.run();
  const Walk walked = walk(site);
  CHECK(walked.stories.size() == site.count());
  CHECK(walked.most == 100);
  CHECK(older_of(site.menu(kSectionSelector)) == "/news.example/sections/us/2025/09/1");
  CHECK(older_of(site.menu("/news.example/sections/us/2025/09/1")) ==
        "/news.example/sections/us/2025/08/2");
  CHECK(site.run().files_written.empty());
}

TEST_CASE("a new story changes the last page of its month, and no other") {
  FullSite site;
  site.add("08/30", 150);
  site.add("09/01", 250);
  site.run();
  site.clock.advance(1h);
  site.add("09/02", 1);
  CHECK(pages_written(site.run()) == 1);
  CHECK(walk(site).stories.size() == site.count());
  site.clock.advance(1h);
  site.add("09/02", 120);
  site.run();
  CHECK(walk(site).stories.size() == site.count());
  CHECK(walk(site).most == 100);
}

TEST_CASE("pages go with the stories that are too old, and no page leads to them") {
  FullSite site;
  site.add("07/02", 120);
  site.add("08/30", 110);
  site.run();
  site.options.config.keep_days = 30;
  site.options.removal = mirror::Removal::Forced;
  site.clock.advance(1h);
  FullSite& grown = site;
  grown.list({{"/2025/08/30/us/story-150", "Story 150"}});
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / "news.example/sections/us/2025/07"));
  const Walk walked = walk(site);
  CHECK(walked.stories.size() == 110);
}

TEST_SUITE_END();
