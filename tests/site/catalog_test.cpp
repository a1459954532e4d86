#include "site/catalog.h"

#include <array>

#include <doctest/doctest.h>

#include "temp_folder.h"

using newshole::site::Catalog;
using newshole::test::TempFolder;

namespace {

std::string profile_text(const std::string& name, const std::string& title) {
  return R"({"name": ")" + name + R"(", "title": ")" + title + R"(", "hosts": [")" + name +
         R"("], "web": "https://x.example/", "front_pages": ["https://x.example/"],
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
  CHECK(catalog->by_host("two.example")->title == "Two");
  CHECK(catalog->by_host("three.example") == nullptr);
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
