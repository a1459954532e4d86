#include "site/catalog.h"

#include <array>

#include <doctest/doctest.h>

#include "temp_folder.h"

using newshole::site::Catalog;
using newshole::test::TempFolder;
using newshole::url::parse_url;

namespace {

std::string profile_text(const std::string& name, const std::string& title,
                         const std::string& pages = "") {
  const std::string hosts = pages.empty() ? "\"hosts\": [\"" + name + "\"]" : pages;
  return R"({"name": ")" + name + R"(", "title": ")" + title + "\", " + hosts +
         R"(, "web": "https://x.example/", "front_pages": ["https://x.example/"],
         "stories": {"links": ["a"], "paths": ["/{slug}"]}, "article": {"headline": ["h1"], "body": ["p"]}})";
}

}  // namespace

TEST_SUITE_BEGIN("site/catalog");

TEST_CASE("the earlier folder's profile stands before the later one's of the same name") {
  const TempFolder own;
  const TempFolder shipped;
  own.write("a.json", profile_text("one.example", "Mine"));
  shipped.write("a.json", profile_text("one.example", "Theirs"));
  shipped.write("b.json", profile_text("two.example", "Two"));
  const auto catalog = Catalog::load(std::array{own.path(), shipped.path()});
  REQUIRE(catalog);
  CHECK(catalog->profiles().size() == 2);
  CHECK(catalog->by_name("one.example").value()->title == "Mine");
  CHECK(catalog->by_url(parse_url("https://two.example/x").value())->title == "Two");
  CHECK(catalog->by_url(parse_url("https://three.example/").value()) == nullptr);
}

TEST_CASE("a page that two profiles could read is read by the earlier folder's") {
  const TempFolder own;
  const TempFolder shipped;
  own.write("z.json", profile_text("zebra", "Mine", R"("hosts": ["one.example"])"));
  shipped.write("a.json", profile_text("one.example", "Theirs"));
  const auto catalog = Catalog::load(std::array{own.path(), shipped.path()});
  REQUIRE(catalog);
  CHECK(catalog->by_url(parse_url("https://one.example/x").value())->title == "Mine");
}

TEST_CASE("a profile of a part of a host leaves the rest of the host alone") {
  const TempFolder folder;
  folder.write("a.json",
               profile_text("one", "One", R"("hosts": ["one.example"], "under": ["/lite/"])"));
  const auto catalog = Catalog::load(std::array{folder.path()});
  REQUIRE(catalog);
  CHECK(catalog->by_url(parse_url("https://one.example/lite/story/1").value()) != nullptr);
  CHECK(catalog->by_url(parse_url("https://one.example/news/1").value()) == nullptr);
}

TEST_CASE("who asks for one site is not held up by another's profile") {
  const TempFolder folder;
  folder.write("good.json", profile_text("good.example", "Good"));
  folder.write("bad.json", R"({"name": "bad.example", )");
  const std::array folders = {folder.path()};
  const auto catalog = Catalog::load(folders, std::array{std::string("good.example")});
  REQUIRE(catalog);
  CHECK(catalog->profiles().size() == 1);
  CHECK_FALSE(Catalog::load(folders, std::array{std::string("bad.example")}));
  CHECK_FALSE(Catalog::load(folders));
}

TEST_CASE("who asks for a profile by name finds it whatever its file is called, and in escapes") {
  const TempFolder folder;
  const std::array good = {std::string("good.example")};
  for (const std::string name : {"good.example", "g\\u006f\\u006fd.example"}) {
    folder.write("one.json", profile_text(name, "Good", R"("hosts": ["x.example"])"));
    const auto catalog = Catalog::load(std::array{folder.path()}, good);
    REQUIRE(catalog);
    CHECK(catalog->by_name("good.example"));
  }
}

TEST_CASE("who asks for a name that is nowhere gets a suggestion from all that are there") {
  const TempFolder folder;
  folder.write("good.json", profile_text("good.example", "Good"));
  const auto catalog =
      Catalog::load(std::array{folder.path()}, std::array{std::string("god.example")});
  REQUIRE(catalog);
  CHECK(catalog->by_name("god.example").error().message.find("good.example") != std::string::npos);
}

TEST_CASE("a misspelt site gets a suggestion") {
  const TempFolder folder;
  folder.write("a.json", profile_text("one.example", "One"));
  const auto catalog = Catalog::load(std::array{folder.path()});
  REQUIRE(catalog);
  CHECK(catalog->by_name("one.exampel").error().message ==
        "no site profile \"one.exampel\"; did you mean one.example?");
}

TEST_CASE("a folder that is not there holds no profiles") {
  const auto catalog = Catalog::load(std::array{std::filesystem::path("/nonexistent/sites")});
  REQUIRE(catalog);
  CHECK(catalog->profiles().empty());
}

TEST_SUITE_END();
