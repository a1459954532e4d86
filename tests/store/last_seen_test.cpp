#include "store/last_seen.h"

#include <chrono>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/mirror_tree.h"
#include "store/state.h"

using namespace newshole;

namespace {

const UtcTime kNoon =
    std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + std::chrono::hours(12);

/// The state of a mirror at `root`, open as by a run that has committed a change of a site.
store::State with_site(const std::filesystem::path& root, UtcTime change = kNoon) {
  std::filesystem::create_directories(root / ".newshole");
  auto state = store::State::open(root / ".newshole", store::StateMode::Durable);
  REQUIRE(state);
  store::Transaction transaction = state->begin();
  transaction.save(
      store::SiteRecord{.name = "news.example", .title = "News", .last_change = change});
  const Status committed = transaction.commit();
  REQUIRE_MESSAGE(committed, committed.error().message);
  return *std::move(state);
}

// In a process of its own, as a run is: within one SQLite shares the -shm among its connections.
[[noreturn]] void write_again_and_again(const std::filesystem::path& root) {
  constexpr int kRuns = 60;
  try {
    for (int run = 1; run <= kRuns; ++run) with_site(root, kNoon + std::chrono::hours(run));
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

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

TEST_CASE("what a run has committed is seen while it goes on, and nothing is created beside it") {
  const test::TempFolder folder;
  const store::State state = with_site(folder.path());
  const auto before = test::names_below(folder.path());
  const auto seen = store::last_seen(folder.path(), "news.example");
  REQUIRE_MESSAGE(seen, seen.error().message);
  REQUIRE(*seen);
  CHECK((*seen)->change == kNoon);
  CHECK(test::names_below(folder.path()) == before);
}

TEST_CASE("what a killed run has committed is seen, and its files stay as they are") {
  const test::TempFolder folder;
  const test::TempFolder killed;
  const store::State state = with_site(folder.path());
  std::filesystem::copy(folder.path() / ".newshole", killed.path() / ".newshole");
  const auto before = test::files_below(killed.path());
  const auto seen = store::last_seen(killed.path(), "news.example");
  REQUIRE_MESSAGE(seen, seen.error().message);
  REQUIRE(*seen);
  CHECK((*seen)->change == kNoon);
  CHECK(test::files_below(killed.path()) == before);
}

TEST_CASE("while runs begin, commit and end, each answer is whole") {
  const test::TempFolder folder;
  { with_site(folder.path()); }
  const pid_t runs = ::fork();
  if (runs == 0) write_again_and_again(folder.path());
  std::vector<std::string> failures;
  int status = 0;
  while (::waitpid(runs, &status, WNOHANG) == 0) {
    const auto seen = store::last_seen(folder.path(), "news.example");
    if (!seen) failures.push_back(seen.error().message);
    if (seen && !*seen) failures.emplace_back("not seen");
  }
  CHECK(status == 0);
  CHECK_MESSAGE(failures.empty(), failures.size(), " failures: ", failures.front());
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
