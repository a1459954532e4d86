#include "mirror/last_seen.h"

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/mirror_tree.h"

using namespace newshole;

TEST_SUITE_BEGIN("mirror/last_seen");

TEST_CASE("what was last seen is the list's length and when it last changed") {
  test::MadeUpSite site;
  (void)site.report();
  const auto before = test::names_below(site.root() / ".newshole");
  const auto seen = mirror::last_seen(site.root(), "news.example");
  REQUIRE(seen);
  CHECK(seen->stories == 2);
  CHECK(mirror::last_seen(site.root(), "news.example")->change == seen->change);
  CHECK_FALSE(mirror::last_seen(site.root(), "other.example"));
  CHECK(test::names_below(site.root() / ".newshole") == before);
}

TEST_CASE("where there is no mirror nothing was seen, and nothing is made") {
  const test::TempFolder folder;
  CHECK_FALSE(mirror::last_seen(folder.path(), "news.example"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_SUITE_END();
