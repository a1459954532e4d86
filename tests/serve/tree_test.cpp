#include "serve/tree.h"

#include <array>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "serve/served_folder.h"

using namespace newshole;
using serve::Lookup;
using serve::Tree;
using test::ServedFolder;

namespace fs = std::filesystem;

TEST_SUITE_BEGIN("serve/tree");

namespace {

Tree open(const fs::path& root, Lookup lookup) {
  Result<Tree> tree = Tree::open(root, lookup);
  REQUIRE(tree.has_value());
  return *std::move(tree);
}

enum class Found { Nothing, Folder, File };

Found find(const Tree& tree, const std::string& path) {
  const auto entry = tree.find(path);
  REQUIRE(entry.has_value());
  if (!*entry) return Found::Nothing;
  return (*entry)->kind == Tree::Entry::Kind::Folder ? Found::Folder : Found::File;
}

std::optional<std::string> path_of(std::string_view selector, std::string_view prefix = "") {
  return serve::path_of_selector(selector, prefix);
}

}  // namespace

TEST_CASE("a selector names a path, with or without the slashes at its ends") {
  CHECK(path_of("") == "");
  CHECK(path_of("/") == "");
  CHECK(path_of("//") == "");
  CHECK(path_of("/news.example/a.txt") == "news.example/a.txt");
  CHECK(path_of("/news.example/") == "news.example");
  CHECK(path_of("robots.txt") == "robots.txt");
}

TEST_CASE("a prefix that menus have before their selectors is dropped, once and whole") {
  CHECK(path_of("/news/a.txt", "/news") == "a.txt");
  CHECK(path_of("/news", "/news") == "");
  CHECK(path_of("/news/", "/news") == "");
  CHECK(path_of("/news/news/a.txt", "/news") == "news/a.txt");
  CHECK(path_of("/newspaper/a.txt", "/news") == "newspaper/a.txt");
  CHECK(path_of("", "/news") == "");
}

TEST_CASE("no selector names a dotfile, the state, or a folder above") {
  CHECK_FALSE(path_of("/.newshole/state.db"));
  CHECK_FALSE(path_of("/.hidden"));
  CHECK_FALSE(path_of("/news.example/.x/a.txt"));
  CHECK_FALSE(path_of(".."));
  CHECK_FALSE(path_of("/../etc/passwd"));
  CHECK_FALSE(path_of("/news.example/../../etc/passwd"));
  CHECK_FALSE(path_of("/./a.txt"));
  CHECK_FALSE(path_of("/news/../a.txt", "/news"));
}

TEST_CASE("empty names and control characters name nothing") {
  CHECK_FALSE(path_of("//etc/passwd"));
  CHECK_FALSE(path_of("/a//b"));
  CHECK_FALSE(path_of(std::string_view("/a\0b", 4)));
  CHECK_FALSE(path_of("/a\x1b"));
}

TEST_CASE("a menu's file has no selector of its own") {
  CHECK_FALSE(path_of("/gophermap"));
  CHECK_FALSE(path_of("/news.example/index.gph"));
  CHECK(path_of("/gophermap.txt") == "gophermap.txt");
}

TEST_CASE("a root that is no folder is the caller's fault, and named") {
  const ServedFolder folder;
  const Result<Tree> none = Tree::open(folder.path() / "none");
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().kind == ErrorKind::Usage);
  CHECK(none.error().message ==
        (folder.path() / "none").string() + ": cannot be opened: no such file or directory");
}

TEST_CASE(
    "files and folders are found, and where nothing stands nothing is, both ways of looking") {
  const ServedFolder folder;
  folder.write("news.example/2025/a.txt", "a story");
  for (const Lookup lookup : {Lookup::Kernel, Lookup::NameByName}) {
    const Tree tree = open(folder.path(), lookup);
    CHECK(find(tree, "") == Found::Folder);
    CHECK(find(tree, "news.example/2025") == Found::Folder);
    CHECK(find(tree, "news.example/2025/a.txt") == Found::File);
    CHECK(find(tree, "news.example/2025/b.txt") == Found::Nothing);
    CHECK(find(tree, "news.example/2025/a.txt/c") == Found::Nothing);
    CHECK(find(tree, std::string(300, 'a')) == Found::Nothing);
    CHECK(find(tree, "../" + folder.path().filename().string()) == Found::Nothing);
  }
}

TEST_CASE("no symbolic link leads anywhere, neither out of the root nor within it") {
  const ServedFolder outside;
  outside.write("secret.txt", "secret");
  const ServedFolder folder;
  folder.write("real/a.txt", "a");
  fs::create_symlink(outside.path() / "secret.txt", folder.path() / "file.txt");
  fs::create_symlink(outside.path(), folder.path() / "folder");
  fs::create_symlink("real", folder.path() / "inside");
  fs::create_symlink("/proc/self/root", folder.path() / "real/magic");
  for (const Lookup lookup : {Lookup::Kernel, Lookup::NameByName}) {
    const Tree tree = open(folder.path(), lookup);
    CHECK(find(tree, "file.txt") == Found::Nothing);
    CHECK(find(tree, "folder/secret.txt") == Found::Nothing);
    CHECK(find(tree, "folder") == Found::Nothing);
    CHECK(find(tree, "inside/a.txt") == Found::Nothing);
    CHECK(find(tree, "real/magic/etc/passwd") == Found::Nothing);
  }
}

TEST_CASE("a root that is a symbolic link itself is served") {
  const ServedFolder folder;
  folder.write("mirror/a.txt", "a");
  fs::create_symlink("mirror", folder.path() / "current");
  CHECK(find(open(folder.path() / "current", Lookup::Kernel), "a.txt") == Found::File);
}

TEST_CASE("a fifo, and a file that not everybody may read, are not there") {
  const ServedFolder folder;
  folder.write("private.txt", "private");
  fs::permissions(folder.path() / "private.txt", fs::perms::owner_read);
  REQUIRE(::mkfifo((folder.path() / "fifo").c_str(), 0644) == 0);
  for (const Lookup lookup : {Lookup::Kernel, Lookup::NameByName}) {
    const Tree tree = open(folder.path(), lookup);
    CHECK(find(tree, "private.txt") == Found::Nothing);
    CHECK(find(tree, "fifo") == Found::Nothing);
  }
}

TEST_CASE("both ways of looking agree on any selector made of hostile parts") {
  const ServedFolder outside;
  outside.write("etc/passwd", "secret");
  const ServedFolder folder;
  folder.write("a/a/a.txt", "a");
  folder.write("a/.hidden/a.txt", "a");
  folder.write(".newshole/state.db", "state");
  fs::create_symlink(outside.path(), folder.path() / "a/link");
  const Tree kernel = open(folder.path(), Lookup::Kernel);
  const Tree names = open(folder.path(), Lookup::NameByName);
  constexpr std::array<std::string_view, 14> kParts = {
      "/",    "a",   "a.txt",  "..", ".",      ".newshole", ".hidden",
      "link", "etc", "passwd", "\\", "%2e%2e", "state.db",  "//"};
  std::minstd_rand chance(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string selector;
    for (unsigned part = 0; part < 1 + chance() % 6; ++part) {
      selector += kParts.at(chance() % kParts.size());
      if (chance() % 2 == 0) selector += '/';
    }
    const auto path = path_of(selector);
    if (!path) continue;
    const Found found = find(kernel, *path);
    CHECK_MESSAGE(found == find(names, *path), selector);
    const bool is_served = path->empty() || *path == "a" || *path == "a/a" || *path == "a/a/a.txt";
    CHECK_MESSAGE((found != Found::Nothing) == is_served, selector);
  }
}

TEST_SUITE_END();
