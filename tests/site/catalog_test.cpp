#include "site/catalog.h"

#include <array>

#include <doctest/doctest.h>

#include "site/configured_sites.h"
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

TEST_CASE("a profile extends another one and says only what differs") {
  const TempFolder own;
  const TempFolder shipped;
  own.write("a.json", R"({"extends": "one.example", "name": "one.example", "title": "Mine",
                          "article": {"headline": ["h2"]}, "limit": 7})");
  own.write("z.json", R"({"extends": "one.example", "name": "other"})");
  shipped.write("a.json", profile_text("one.example", "Theirs"));
  const auto catalog = Catalog::load(std::array{own.path(), shipped.path()});
  REQUIRE(catalog);
  const auto* mine = catalog->by_name("one.example").value();
  CHECK(mine->title == "Mine");
  CHECK(mine->story_limit == 7);
  CHECK(mine->article.headline.front().selector.text() == "h2");
  CHECK(mine->article.headline.size() == 1);
  CHECK(mine->article.body.front().text() == "p");
  CHECK(mine->stories.links.size() == 1);
  CHECK(catalog->by_name("other").value()->title == "Mine");
}

TEST_CASE("a list that a profile has takes the place of the one that it extends") {
  const TempFolder folder;
  folder.write("a.json", R"({"extends": "b", "name": "a", "hosts": ["a.example"],
    "front_pages": ["https://a.example/feed"], "stories": {"links": ["b"]},
    "article": {"body": ["div"]}})");
  folder.write("b.json", profile_text("b", "B"));
  const auto catalog = Catalog::load(std::array{folder.path()});
  REQUIRE(catalog);
  const auto* profile = catalog->by_name("a").value();
  CHECK(profile->hosts == std::vector<std::string>{"a.example"});
  REQUIRE(profile->front_pages.size() == 1);
  CHECK(profile->front_pages.front().text == "https://a.example/feed");
  REQUIRE(profile->stories.links.size() == 1);
  CHECK(profile->stories.links.front().text() == "b");
  CHECK(profile->stories.paths.size() == 1);
  REQUIRE(profile->article.body.size() == 1);
  CHECK(profile->article.body.front().text() == "div");
}

TEST_CASE("a profile that extends one that follows it around, or none, is at fault") {
  const TempFolder folder;
  folder.write("a.json", R"({"extends": "b", "name": "a"})");
  folder.write("b.json", R"({"extends": "a", "name": "b"})");
  const auto circle = Catalog::load(std::array{folder.path()});
  REQUIRE_FALSE(circle);
  CHECK(circle.error().message.find("/extends: ") != std::string::npos);
  CHECK(circle.error().message.ends_with("no other site profile \"a\""));
}

TEST_CASE("the revision of a profile changes with the one that it extends") {
  const TempFolder folder;
  folder.write("a.json", R"({"extends": "b", "name": "a"})");
  const auto revision = [&](const std::string& title) {
    folder.write("b.json", profile_text("b", title));
    return Catalog::load(std::array{folder.path()}).value().by_name("a").value()->revision;
  };
  const auto first = revision("One");
  CHECK(revision("One") == first);
  CHECK(revision("Two") != first);
}

TEST_CASE("a configuration's sites may be addresses, and objects that change a profile") {
  const TempFolder folder;
  folder.write("a.json", profile_text("one.example", "One"));
  const auto file = folder.with("newshole.config", R"({"sites": ["one.example",
    "https://www.thehill.example/feed.xml",
    {"site": "one.example", "name": "short", "title": "Short", "limit": 3},
    {"site": "https://b.example/", "title": "B", "tagline": "of B"}]})");
  Catalog catalog = Catalog::load(std::array{folder.path()}).value();
  REQUIRE(catalog.add_configured(file, {}));
  CHECK(catalog.by_name("one.example").value()->title == "One");
  CHECK(catalog.by_name("short").value()->title == "Short");
  CHECK(catalog.by_name("short").value()->article.body.size() == 1);
  const auto* feed = catalog.by_name("thehill.example-feed").value();
  CHECK(feed == catalog.by_name("https://www.thehill.example/feed.xml").value());
  CHECK(feed->title == "thehill.example");
  CHECK(feed->front_pages.front().text == "https://www.thehill.example/feed.xml");
  CHECK(catalog.by_name("b.example").value()->tagline == "of B");
  CHECK(catalog.by_url(parse_url("https://b.example/x").value())->title == "B");
  CHECK(catalog.by_url(parse_url("https://one.example/x").value())->title == "One");
}

TEST_CASE("a profile takes over the header of the one that it extends, or has none") {
  const TempFolder folder;
  folder.write("header.txt", "Welcome");
  folder.write("a.json", R"({"name": "a", "front_pages": ["https://a.example/"],
                             "header": "header.txt", "pause": 4})");
  folder.write("b.json", R"({"extends": "a", "name": "b"})");
  folder.write("c.json", R"({"extends": "a", "name": "c", "header": ""})");
  const auto catalog = Catalog::load(std::array{folder.path()});
  REQUIRE_MESSAGE(catalog, catalog.error().message);
  CHECK(catalog->by_name("b").value()->header == std::vector<std::string>{"Welcome"});
  CHECK(catalog->by_name("b").value()->pause == std::chrono::seconds(4));
  CHECK(catalog->by_name("c").value()->header.empty());
}

TEST_CASE("an object's header is beside the configuration, and no reason to read pages again") {
  const TempFolder profiles;
  const TempFolder folder;
  profiles.write("a.json", profile_text("one.example", "One"));
  folder.write("header.txt", "Welcome");
  const auto changed = [&](const std::string& keys) {
    Catalog catalog = Catalog::load(std::array{profiles.path()}).value();
    const auto added = catalog.add_configured(
        folder.with("n.config", R"({"sites": [{"site": "one.example")" + keys + "}]}"), {});
    REQUIRE_MESSAGE(added, added.error().message);
    return *catalog.by_name("one.example").value();
  };
  const auto own = changed(R"(, "header": "header.txt", "footer": "header.txt", "pause": 3)");
  CHECK(own.header == std::vector<std::string>{"Welcome"});
  CHECK(own.footer == own.header);
  CHECK(own.revision == changed("").revision);
  CHECK(own.revision != changed(R"(, "article": {"remove": [".ad"]})").revision);
}

TEST_CASE("a host that two sites are on has the longer of their pauses, one without any has none") {
  const TempFolder folder;
  const auto write = [&](const std::string& name, const std::string& hosts,
                         const std::string& pause) {
    folder.write(name + ".json", R"({"name": ")" + name + R"(", "hosts": [)" + hosts +
                                     R"(], "front_pages": ["https://x.example/"])" + pause + "}");
  };
  write("a", R"("one.example", "two.example")", R"(, "pause": 2)");
  write("b", R"("two.example")", R"(, "pause": 7)");
  write("c", R"("two.example", "three.example")", "");
  write("d", R"("four.example")", R"(, "pause": 0)");
  const auto pauses = Catalog::load(std::array{folder.path()}).value().pauses();
  CHECK(pauses.size() == 3);
  CHECK(pauses.at("one.example") == std::chrono::seconds(2));
  CHECK(pauses.at("two.example") == std::chrono::seconds(7));
  CHECK(pauses.at("four.example") == std::chrono::seconds(0));
}

TEST_CASE("the address of a site that has a profile is read by that profile") {
  const TempFolder folder;
  folder.write("a.json", profile_text("one.example", "One"));
  Catalog catalog = Catalog::load(std::array{folder.path()}).value();
  REQUIRE(catalog.add_configured(
      folder.with("n.config", R"({"sites": ["https://www.one.example/"]})"), {}));
  CHECK(catalog.profiles().size() == 1);
  CHECK(catalog.by_name("one.example").value()->title == "One");
  REQUIRE(catalog.add_configured(
      folder.with("n.config", R"({"sites": [{"site": "https://one.example/", "title": "New"}]})"),
      {}));
  CHECK(catalog.by_name("one.example").value()->title == "New");
  CHECK(catalog.by_name("one.example").value()->article.body.size() == 1);
}

TEST_CASE("a fault in a site of a configuration names file, line and pointer") {
  const TempFolder folder;
  Catalog catalog = Catalog::load(std::array{folder.path()}).value();
  const auto fault = [&](const std::string& sites) {
    const auto added =
        catalog.add_configured(folder.with("n.config", "{\"sites\": [" + sites + "]}"), {});
    return added ? "" : added.error().message.substr(folder.path().string().size() + 1);
  };
  CHECK(fault(R"({"site": "none"})") ==
        "n.config:1: /sites/0/site: no site profile \"none\" (`newshole sites` lists "
        "them; a site without one goes by the address of its front page or feed, https://...)");
  CHECK(fault(R"({"titel": "x"})").starts_with("n.config:1: /sites/0/titel: unknown key"));
  CHECK(fault("\"https://\"").starts_with("n.config:1: /sites/0: "));
}

TEST_CASE("the name of an address is its host and path, short, and another one for another query") {
  using newshole::site::site_name;
  CHECK(site_name("https://www.thehill.example/") == "thehill.example");
  CHECK(site_name("https://Feeds.example.org/news/World/rss.xml") ==
        "feeds.example.org-news-world-rss");
  CHECK(site_name("http://127.0.0.1:8443/") == "127.0.0.1-8443");
  CHECK(site_name("lite.cnn.com") == "lite.cnn.com");
  CHECK(site_name("https://a.example/?feed=rss2") != site_name("https://a.example/?feed=atom"));
  CHECK(site_name("https://a.example/" + std::string(200, 'x')).size() == 60);
  CHECK(site_name("https://a.example/" + std::string(200, 'x')) !=
        site_name("https://a.example/" + std::string(201, 'x')));
}

TEST_SUITE_END();
