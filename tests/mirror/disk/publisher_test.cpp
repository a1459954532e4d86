#include "mirror/disk/publisher.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "mirror/disk/workspace.h"
#include "mirror/mirror_tree.h"
#include "temp_folder.h"

using namespace newshole;
using mirror::Publisher;
using mirror::PublishMode;
using mirror::Put;
using mirror::Workspace;

namespace {

// A mirror's root with a publisher on it.
class Root {
 public:
  explicit Root(PublishMode mode = PublishMode::Write)
      : path_(temp_.path() / "mirror"),
        workspace_(*Workspace::open(path_, mode)),
        publisher_(*Publisher::open(workspace_.place(), mode)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::filesystem::path& outside() const { return temp_.path(); }
  Publisher& publisher() { return publisher_; }

  Put::Outcome put(const std::string& path, std::string_view bytes) {
    const auto put = publisher_.put(path, bytes);
    REQUIRE(put);
    return put->outcome;
  }

  std::size_t publish() {
    const auto published = publisher_.publish();
    REQUIRE(published);
    return published->size();
  }

 private:
  test::TempFolder temp_;
  std::filesystem::path path_;
  Workspace workspace_;
  Publisher publisher_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/disk/publisher");

TEST_CASE("nothing is seen before the batch is published, then all of it") {
  Root root;
  CHECK(root.put("news.example/a.txt", "one\n") == Put::Outcome::Staged);
  CHECK(root.put("news.example/2025/b.txt", "two\n") == Put::Outcome::Staged);
  CHECK(test::names_below(root.path()).empty());
  CHECK(root.publish() == 2);
  CHECK(test::read(root.path() / "news.example/a.txt") == "one\n");
  CHECK(test::read(root.path() / "news.example/2025/b.txt") == "two\n");
  CHECK(std::filesystem::is_empty(root.path() / ".newshole/staging"));
}

TEST_CASE("a large batch is published like a small one") {
  Root root;
  for (int i = 0; i < 50; ++i) {
    root.put("news.example/" + std::to_string(i) + ".txt", std::to_string(i));
  }
  CHECK(root.publish() == 50);
  CHECK(test::read(root.path() / "news.example/49.txt") == "49");
}

TEST_CASE("a file with the same bytes is not touched") {
  Root root;
  root.put("a.txt", "same");
  root.publish();
  const auto before = test::files_below(root.path());
  CHECK(root.put("a.txt", "same") == Put::Outcome::Unchanged);
  CHECK(root.publish() == 0);
  CHECK(test::files_below(root.path()) == before);
}

TEST_CASE("a file of other bytes is replaced, however little they differ") {
  Root root;
  const std::string large(200'000, 'a');
  root.put("a.txt", large);
  root.publish();
  CHECK(root.put("a.txt", large.substr(1) + "b") == Put::Outcome::Staged);
  CHECK(root.put("a.txt", large + "a") == Put::Outcome::Staged);
  CHECK(root.put("a.txt", large) == Put::Outcome::Unchanged);
}

TEST_CASE("a file is our own if it is regular and has the mode that we give") {
  Root root;
  root.put("news.example/a.txt", "x");
  CHECK_FALSE(root.publisher().has_own_file("news.example/a.txt"));
  root.publish();
  CHECK(root.publisher().has_own_file("news.example/a.txt"));
  CHECK_FALSE(root.publisher().has_own_file("news.example"));
  CHECK_FALSE(root.publisher().has_own_file("../mirror/news.example/a.txt"));
  REQUIRE(::chmod((root.path() / "news.example/a.txt").c_str(), 0755) == 0);
  CHECK_FALSE(root.publisher().has_own_file("news.example/a.txt"));
  CHECK(root.publisher().has_file("news.example/a.txt"));
}

TEST_CASE("a place gives its bytes only where it holds an own file") {
  Root root;
  root.put("a/one.txt", "same");
  root.put("b/two.txt", "same");
  root.put("b/other.txt", "some");
  root.publish();
  CHECK(root.publisher().bytes_of("a/one.txt") == "same");
  CHECK(root.publisher().bytes_of("a/one.txt") == root.publisher().bytes_of("b/two.txt"));
  CHECK(root.publisher().bytes_of("a/one.txt") != root.publisher().bytes_of("b/other.txt"));
  CHECK_FALSE(root.publisher().bytes_of("a/none.txt"));
  CHECK_FALSE(root.publisher().bytes_of("a"));
}

TEST_CASE("what was looked up is looked up again once something has changed") {
  Root root;
  root.put("a/one.txt", "x");
  root.publish();
  CHECK(root.publisher().has_file("a/one.txt"));
  REQUIRE(root.publisher().remove("a/one.txt"));
  CHECK_FALSE(root.publisher().has_file("a/one.txt"));
  root.put("a/one.txt", "x");
  root.publish();
  CHECK(root.publisher().has_file("a/one.txt"));
}

TEST_CASE("files are 0644 and folders 0755 whatever the umask") {
  for (const mode_t mask : {mode_t{0077}, mode_t{0000}}) {
    const test::Umask umask(mask);
    Root root;
    root.put("news.example/2025/a.txt", "x");
    root.publish();
    CHECK(test::modes_below(root.path()) ==
          std::map<std::string, std::string>{{"news.example", "0755"},
                                             {"news.example/2025", "0755"},
                                             {"news.example/2025/a.txt", "0644"}});
    CHECK(test::modes_below(root.outside()).at("mirror") == "0755");
    struct stat status {};
    REQUIRE(::stat((root.path() / ".newshole").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777U) == 0700);
  }
}

TEST_CASE("a menu that somebody made executable is made anew") {
  Root root;
  root.put("gophermap", "iHello\tErr\th\t70\n");
  root.publish();
  REQUIRE(::chmod((root.path() / "gophermap").c_str(), 0755) == 0);
  CHECK(root.put("gophermap", "iHello\tErr\th\t70\n") == Put::Outcome::Staged);
  root.publish();
  CHECK(test::modes_below(root.path()).at("gophermap") == "0644");
}

TEST_CASE("a symbolic link in a file's place is replaced, what it leads to stays") {
  Root root;
  test::write(root.outside() / "passwd", "secret");
  std::filesystem::create_symlink(root.outside() / "passwd", root.path() / "a.txt");
  CHECK_FALSE(root.publisher().has_file("a.txt"));
  CHECK(root.put("a.txt", "secret") == Put::Outcome::Staged);
  root.publish();
  CHECK_FALSE(std::filesystem::is_symlink(root.path() / "a.txt"));
  CHECK(test::read(root.outside() / "passwd") == "secret");
}

TEST_CASE("a symbolic link in a folder's place is not entered") {
  Root root;
  std::filesystem::create_directory(root.outside() / "elsewhere");
  test::write(root.outside() / "elsewhere/b.txt", "b");
  std::filesystem::create_symlink(root.outside() / "elsewhere", root.path() / "news.example");
  const auto put = root.publisher().put("news.example/a.txt", "x");
  REQUIRE(put);
  CHECK(put->outcome == Put::Outcome::Refused);
  CHECK(put->obstacle == root.path().string() +
                             "/news.example/a.txt: news.example in its path is no folder of the "
                             "mirror");
  CHECK_FALSE(root.publisher().has_file("news.example/b.txt"));
  CHECK(test::names_below(root.outside() / "elsewhere") == std::vector<std::string>{"b.txt"});
}

TEST_CASE("a dangling link and a file in a folder's place are refused") {
  Root root;
  std::filesystem::create_symlink(root.outside() / "nowhere", root.path() / "dangling");
  test::write(root.path() / "file", "x");
  CHECK(root.put("dangling/a.txt", "x") == Put::Outcome::Refused);
  CHECK(root.put("file/a.txt", "x") == Put::Outcome::Refused);
  CHECK_FALSE(std::filesystem::exists(root.outside() / "nowhere"));
}

TEST_CASE("a folder in a file's place is refused and left alone") {
  Root root;
  test::write(root.path() / "a.txt/foreign", "x");
  CHECK(root.put("a.txt", "x") == Put::Outcome::Refused);
  CHECK(test::read(root.path() / "a.txt/foreign") == "x");
}

TEST_CASE("a file that cannot be looked at is not taken for lost") {
  Root root;
  root.put("a.txt", "x");
  root.publish();
  const test::NoDescriptors none;
  CHECK(root.publisher().has_file("a.txt"));
}

TEST_CASE("a root that cannot be opened any more is an error that names the file and the cause") {
  Root root;
  const test::NoDescriptors none;
  const auto put = root.publisher().put("a.txt", "x");
  REQUIRE_FALSE(put);
  CHECK(put.error().message ==
        root.path().string() + "/a.txt: its folder cannot be opened: too many open files");
}

TEST_CASE("a batch that fails says what it made visible") {
  Root root;
  root.put("a.txt", "x");
  root.put("b.txt", "x");
  std::filesystem::create_directory(root.path() / "b.txt");
  CHECK_FALSE(root.publisher().publish());
  const auto visible = root.publisher().take_visible();
  REQUIRE(visible.size() == 1);
  CHECK(visible[0].path == "a.txt");
  CHECK(root.publisher().take_visible().empty());
}

TEST_CASE("a removal that was cut short goes on where the file is gone already") {
  for (const std::string left : {"a/b/c", "a/b", "a"}) {
    Root root;
    test::write(root.path() / "kept.txt", "x");
    std::filesystem::create_directories(root.path() / left);
    REQUIRE(root.publisher().remove("a/b/c/story.txt"));
    CHECK_FALSE(std::filesystem::exists(root.path() / "a"));
    CHECK(std::filesystem::exists(root.path() / "kept.txt"));
  }
}

TEST_CASE("a folder that is not empty stays, whatever a removal finds") {
  Root root;
  std::filesystem::create_directories(root.path() / "a/b");
  test::write(root.path() / "a/theirs.txt", "x");
  REQUIRE(root.publisher().remove("a/b/story.txt"));
  CHECK(test::names_below(root.path()) == std::vector<std::string>{"a/theirs.txt"});
  CHECK_FALSE(std::filesystem::exists(root.path() / "a/b"));
}

TEST_CASE("a fifo in a file's place does not hold the run up") {
  Root root;
  REQUIRE(::mkfifo((root.path() / "a.txt").c_str(), 0644) == 0);
  CHECK(root.put("a.txt", "x") == Put::Outcome::Staged);
  root.publish();
  CHECK(test::read(root.path() / "a.txt") == "x");
}

TEST_CASE("no path leads out of the root or into .newshole") {
  Root root;
  CHECK(root.put("../a.txt", "x") == Put::Outcome::Refused);
  CHECK(root.put("/etc/a.txt", "x") == Put::Outcome::Refused);
  CHECK(root.put("a/../../b.txt", "x") == Put::Outcome::Refused);
  CHECK(root.put(".newshole/lock", "x") == Put::Outcome::Refused);
  CHECK(root.put("a//b.txt", "x") == Put::Outcome::Refused);
  CHECK(root.put("", "x") == Put::Outcome::Refused);
  CHECK(root.put(std::string("a\0b", 3), "x") == Put::Outcome::Refused);
}

TEST_CASE("what a killed run left in staging is removed by the next") {
  const test::TempFolder temp;
  { REQUIRE(Workspace::open(temp.path(), PublishMode::Write)); }
  test::write(temp.path() / ".newshole/staging/0", "half a st");
  const auto workspace = Workspace::open(temp.path(), PublishMode::Write);
  REQUIRE(workspace);
  REQUIRE(Publisher::open(workspace->place(), PublishMode::Write));
  CHECK(std::filesystem::is_empty(temp.path() / ".newshole/staging"));
}

TEST_CASE("what was staged and not published is gone with the publisher") {
  const test::TempFolder temp;
  const auto workspace = Workspace::open(temp.path(), PublishMode::Write);
  REQUIRE(workspace);
  {
    auto publisher = Publisher::open(workspace->place(), PublishMode::Write);
    REQUIRE(publisher);
    REQUIRE(publisher->put("a.txt", "x"));
    CHECK_FALSE(std::filesystem::is_empty(temp.path() / ".newshole/staging"));
  }
  CHECK(std::filesystem::is_empty(temp.path() / ".newshole/staging"));
  CHECK_FALSE(std::filesystem::exists(temp.path() / "a.txt"));
}

TEST_CASE("a dry run says what it would write and makes nothing, not even the root") {
  Root root(PublishMode::DryRun);
  CHECK(root.put("news.example/a.txt", "x") == Put::Outcome::Staged);
  CHECK(root.publish() == 1);
  CHECK_FALSE(std::filesystem::exists(root.path()));
}

TEST_CASE("a symbolic link in place of .newshole is an error") {
  const test::TempFolder temp;
  std::filesystem::create_directory(temp.path() / "elsewhere");
  std::filesystem::create_directory(temp.path() / "mirror");
  std::filesystem::create_symlink(temp.path() / "elsewhere", temp.path() / "mirror/.newshole");
  const auto workspace = Workspace::open(temp.path() / "mirror", PublishMode::Write);
  REQUIRE_FALSE(workspace);
  CHECK(workspace.error().kind == ErrorKind::Io);
  CHECK(std::filesystem::is_empty(temp.path() / "elsewhere"));
}

TEST_CASE("a root behind a symbolic link is the operator's choice and is used") {
  const test::TempFolder temp;
  std::filesystem::create_directory(temp.path() / "disk");
  std::filesystem::create_symlink(temp.path() / "disk", temp.path() / "mirror");
  const auto workspace = Workspace::open(temp.path() / "mirror", PublishMode::Write);
  REQUIRE(workspace);
  CHECK(std::filesystem::exists(temp.path() / "disk/.newshole/lock"));
}

TEST_CASE("a root that cannot be made is an error that names it") {
  const test::TempFolder temp;
  test::write(temp.path() / "file", "x");
  const auto workspace = Workspace::open(temp.path() / "file/mirror", PublishMode::Write);
  REQUIRE_FALSE(workspace);
  CHECK(workspace.error().kind == ErrorKind::Io);
  CHECK(workspace.error().message.starts_with((temp.path() / "file/mirror").string() +
                                              ": cannot be made: "));
}

TEST_SUITE_END();
