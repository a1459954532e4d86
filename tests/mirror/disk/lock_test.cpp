#include <fcntl.h>
#include <filesystem>
#include <optional>

#include <doctest/doctest.h>

#include "mirror/disk/workspace.h"
#include "mirror/mirror_tree.h"
#include "temp_folder.h"

using namespace newshole;
using mirror::PublishMode;
using mirror::take_lock;

namespace {

Descriptor open(const std::filesystem::path& folder) {
  return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

TEST_SUITE_BEGIN("mirror/disk/lock");

TEST_CASE("a second run is told at once that the mirror is busy") {
  const test::TempFolder temp;
  const Descriptor folder = open(temp.path());
  const auto first = take_lock(folder.get(), "m", PublishMode::Write);
  REQUIRE(first);
  const auto second = take_lock(folder.get(), "m", PublishMode::Write);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::Busy);
  CHECK(second.error().message == "m/lock: another run holds the mirror");
  CHECK_FALSE(take_lock(folder.get(), "m", PublishMode::DryRun));
}

TEST_CASE("the lock goes with its holder, the file stays") {
  const test::TempFolder temp;
  const Descriptor folder = open(temp.path());
  { const auto first = take_lock(folder.get(), "m", PublishMode::Write); }
  CHECK(std::filesystem::exists(temp.path() / "lock"));
  CHECK(take_lock(folder.get(), "m", PublishMode::Write));
}

TEST_CASE("a dry run makes no lock file") {
  const test::TempFolder temp;
  const Descriptor folder = open(temp.path());
  CHECK(take_lock(folder.get(), "m", PublishMode::DryRun));
  CHECK_FALSE(std::filesystem::exists(temp.path() / "lock"));
}

TEST_CASE("a symbolic link in the lock's place is not followed") {
  const test::TempFolder temp;
  const Descriptor folder = open(temp.path());
  std::filesystem::create_symlink(temp.path() / "elsewhere", temp.path() / "lock");
  const auto lock = take_lock(folder.get(), "m", PublishMode::Write);
  REQUIRE_FALSE(lock);
  CHECK(lock.error().kind == ErrorKind::Io);
  CHECK_FALSE(std::filesystem::exists(temp.path() / "elsewhere"));
}

TEST_SUITE_END();
