#include "store/last_seen.h"

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/mirror_tree.h"

using namespace newshole;

TEST_SUITE_BEGIN("store/last_seen");

TEST_CASE("what was last seen is the list's length and when it last changed") {
  test::MadeUpSite site;
  (void)site.report();
  const auto before = test::names_below(site.root() / ".newshole");
  const auto seen = store::last_seen(site.root(), "news.example");
  REQUIRE(seen);
  REQUIRE(*seen);
  CHECK((*seen)->stories == 2);
  CHECK(store::last_seen(site.root(), "news.example").value()->change == (*seen)->change);
  CHECK_FALSE(store::last_seen(site.root(), "other.example").value());
  CHECK(test::names_below(site.root() / ".newshole") == before);
}

TEST_CASE("where there is no mirror nothing was seen, and nothing is made") {
  const test::TempFolder folder;
  CHECK_FALSE(store::last_seen(folder.path(), "news.example").value());
  CHECK(std::filesystem::is_empty(folder.path()));
  folder.write(".newshole/state.sqlite", "");
  CHECK_FALSE(store::last_seen(folder.path(), "news.example").value());
}

TEST_CASE("a state that cannot be read is an error with its path, not a site never mirrored") {
  const test::TempFolder folder;
  const auto state = folder.with(".newshole/state.sqlite", std::string(200, 'x'));
  const auto seen = store::last_seen(folder.path(), "news.example");
  REQUIRE_FALSE(seen);
  CHECK(seen.error().kind == ErrorKind::Io);
  CHECK(seen.error().message == state.string() + ": file is not a database");
}

TEST_SUITE_END();
