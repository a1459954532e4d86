#include "mirror/prune.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"

using namespace newshole;
using test::MadeUpSite;
using test::Names;

namespace {

/// A mirror of two sites in two editions, of which the configuration names one of each any more.
class OldMirror : public MadeUpSite {
 public:
  OldMirror() : other_(test::serve_other_site(fetcher)) {
    const site::SiteProfile* own = options.profiles.front();
    options.config.sites = {"news.example", "other.example"};
    options.config.editions = {{}, {.name = "small", .width = 40, .menu_width = 33}};
    options.profiles = {own, &other_};
    report();
    options.config.sites = {"news.example"};
    options.config.editions.pop_back();
    options.profiles = {own};
  }

  [[nodiscard]] Names files_below(const std::string& folder) const {
    Names names = test::names_below(root());
    std::erase_if(names, [&](const std::string& name) { return !name.starts_with(folder + "/"); });
    return names;
  }

 private:
  site::SiteProfile other_;
};

Names folders_of(const std::vector<mirror::LeftOver>& all) {
  Names folders;
  for (const mirror::LeftOver& left : all) folders.push_back(left.folder);
  return test::sorted(folders);
}

}  // namespace

TEST_SUITE_BEGIN("mirror/prune");

TEST_CASE("a run names what no site or edition owns any more, once") {
  OldMirror site;
  const mirror::Report first = site.report();
  Names named;
  for (const mirror::Notice& notice : first.notices) named.push_back(notice.site);
  CHECK(test::sorted(named) == Names{"other.example", "small"});
  CHECK(site.report().notices.empty());
  CHECK_FALSE(site.files_below("small").empty());
}

TEST_CASE("what no site or edition owns any more is removed, and nothing else") {
  OldMirror site;
  site.report();
  const Names own = site.files_below("news.example");
  REQUIRE_FALSE(site.files_below("other.example").empty());
  const auto all = mirror::prune(site.options.config, mirror::Mode::Publish);
  REQUIRE(all);
  CHECK(folders_of(*all) ==
        Names{"other.example", "small", "small/news.example", "small/other.example"});
  CHECK(site.files_below("other.example").empty());
  CHECK(site.files_below("small").empty());
  CHECK_FALSE(std::filesystem::exists(site.root() / "small"));
  CHECK_FALSE(std::filesystem::exists(site.root() / "other.example"));
  CHECK(site.files_below("news.example") == own);
  const mirror::Report next = site.report();
  CHECK(next.notices.empty());
  CHECK(next.failures.empty());
  CHECK(mirror::prune(site.options.config, mirror::Mode::Publish)->empty());
}

TEST_CASE("a dry run of it names the files and removes none") {
  OldMirror site;
  site.report();
  const auto before = test::files_below(site.root());
  const auto all = mirror::prune(site.options.config, mirror::Mode::DryRun);
  REQUIRE(all);
  std::size_t files = 0;
  for (const mirror::LeftOver& left : *all) files += left.files.size();
  CHECK(files == site.files_below("small").size() + site.files_below("other.example").size());
  CHECK(test::files_below(site.root()) == before);
}

TEST_CASE(
    "texts that somebody wrote into the folders of our pages stay, and so does another mirror") {
  OldMirror site;
  site.report();
  const Names written = {"other.example/about/us.txt", "other.example/archive/notes.txt",
                         "other.example/digest/README.txt", "other.example/new/feed.xml"};
  for (const std::string& path : written) test::write(site.root() / path, "by hand");
  test::write(site.root() / "inner/.newshole/state.sqlite", "of another mirror");
  test::write(site.root() / "inner/news.example/gophermap", "of another mirror");
  REQUIRE(mirror::prune(site.options.config, mirror::Mode::Publish));
  for (const std::string& path : written) CHECK(test::read(site.root() / path) == "by hand");
  CHECK(std::filesystem::exists(site.root() / "inner/news.example/gophermap"));
}

TEST_CASE("a mirror that has one site now has no feed of several") {
  OldMirror site;
  REQUIRE(std::filesystem::exists(site.root() / "feed.xml"));
  site.report();
  CHECK_FALSE(std::filesystem::exists(site.root() / "feed.xml"));
}

TEST_CASE("files of others stay, wherever they are, and links are not followed") {
  OldMirror site;
  site.report();
  test::write(site.outside() / "outside/gophermap", "mine");
  const Names foreign = {"other.example/notes.txt", "small/letter.txt", "mine/gophermap",
                         "other.example/2025/09/19/tech/mine.txt"};
  for (const std::string& file : foreign) test::write(site.root() / file, "mine");
  std::filesystem::create_directory_symlink(site.outside() / "outside",
                                            site.root() / "other.example/archive/2024");
  const auto all = mirror::prune(site.options.config, mirror::Mode::Publish);
  REQUIRE(all);
  Names told;
  for (const mirror::LeftOver& left : *all)
    told.insert(told.end(), left.foreign.begin(), left.foreign.end());
  CHECK(test::sorted(told) == Names{"other.example/2025/09/19/tech/mine.txt",
                                    "other.example/notes.txt", "small/letter.txt"});
  for (const std::string& file : foreign) CHECK(test::read(site.root() / file) == "mine");
  CHECK(test::read(site.outside() / "outside/gophermap") == "mine");
}

TEST_CASE("a configuration of other sites removes nothing of a mirror") {
  OldMirror site;
  const auto before = test::files_below(site.root());
  site.options.config.sites = {"third.example"};
  const auto all = mirror::prune(site.options.config, mirror::Mode::Publish);
  REQUIRE_FALSE(all);
  CHECK(all.error().kind == ErrorKind::Config);
  CHECK(test::files_below(site.root()) == before);
}

TEST_SUITE_END();
