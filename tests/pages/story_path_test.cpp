#include "pages/story_path.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <unordered_set>

#include <doctest/doctest.h>

using namespace newshole;
using pages::safe_name;
using pages::story_path;

namespace {

site::SiteProfile profile() {
  site::SiteProfile profile;
  profile.name = "news.example";
  profile.front_pages = {*url::parse_url("https://news.example/")};
  return profile;
}

std::string path_of(const std::string& url) {
  const site::SiteProfile news = profile();
  const auto parsed = url::parse_url(url);
  return parsed ? story_path(*parsed, news) : "refused: " + parsed.error().message;
}

bool is_in_alphabet(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 80 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), is_in_alphabet);
}

// What every path must be: below the site's folder, plain names, one suffix.
bool is_story_path(std::string path) {
  if (!path.starts_with("news.example/") || !path.ends_with(".txt") || path.size() > 180) {
    return false;
  }
  path = path.substr(13, path.size() - 13 - 4);
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/')) {
    if (!is_name(path.substr(0, slash))) return false;
    path.erase(0, slash + 1);
  }
  return is_name(path);
}

std::string generated_url(std::mt19937& random) {
  static const std::array<std::string, 16> pieces = {
      "a", "A", "b", "-", "_", ".", "..", "/", "//", "%2F", "%00", "gophermap", "~", "+", "1", ";"};
  std::string url = "https://news.example/";
  for (auto left = random() % 30 + 1; left > 0; --left) {
    url += pieces.at(random() % pieces.size());
  }
  if (random() % 8 == 0) url += "?" + std::to_string(random() % 1000);
  return url;
}

}  // namespace

TEST_SUITE_BEGIN("pages/story_path");

TEST_CASE("a story keeps the path that it has on its site") {
  CHECK(path_of("https://news.example/2025/09/19/tech/a-slug-of-words") ==
        "news.example/2025/09/19/tech/a-slug-of-words.txt");
}

TEST_CASE("an item's name goes on where its page's path ends") {
  CHECK(path_of("https://news.example/#2025/09/19/rain") == "news.example/2025/09/19/rain.txt");
  CHECK(path_of("https://news.example/day#rain") == "news.example/day/rain.txt");
  CHECK(path_of("https://news.example/#../../x").find("..") == std::string::npos);
}

TEST_CASE(
    "a path that ends in a slash has a name of its own, and with rules the one it always had") {
  CHECK(path_of("https://news.example/world/rain/") == "news.example/world/rain/index.txt");
  CHECK(path_of("https://news.example/world/rain/index") !=
        path_of("https://news.example/world/rain/"));
  site::SiteProfile with_rules = profile();
  with_rules.stories.links = {html::Selector::parse("a").value()};
  CHECK(story_path(url::parse_url("https://news.example/world/rain/").value(), with_rules) ==
        "news.example/world/rain/x-7d8e22484ec9.txt");
}

TEST_CASE("names of other characters become plain and marked, always in the same way") {
  CHECK(safe_name("Climate.html").starts_with("climate-html-"));
  CHECK(safe_name("a.b") == "a-b-134b66409199");
}

TEST_CASE("names that differ only in case differ after folding") {
  CHECK(safe_name("tech") == "tech");
  CHECK(safe_name("Tech") != safe_name("tech"));
  CHECK(safe_name("TECH") != safe_name("Tech"));
  CHECK(safe_name("Tech").starts_with("tech-"));
}

TEST_CASE("hostile segments become one plain name each") {
  CHECK(is_name(safe_name("")));
  CHECK(is_name(safe_name(".")));
  CHECK(is_name(safe_name("..")));
  CHECK(is_name(safe_name(".newshole")));
  CHECK(is_name(safe_name("-rf")));
  CHECK(is_name(safe_name("a b\tc\r\nd")));
  CHECK(is_name(safe_name("x.cgi")));
  CHECK(is_name(safe_name("index.gph")));
  CHECK(is_name(safe_name(std::string(5000, 'a'))));
  CHECK(is_name(safe_name(std::string("nul\0nul", 7))));
  CHECK(is_name(safe_name("\xff\xfe")));
}

TEST_CASE("names that the mirror or a server keeps for itself are never given to others") {
  CHECK(safe_name("gophermap") != "gophermap");
  CHECK(safe_name("cgi-bin") != "cgi-bin");
  CHECK(safe_name("sections") != "sections");
  CHECK(safe_name("archive") != "archive");
  CHECK(safe_name("gophermaps") == "gophermaps");
}

TEST_CASE("a name that looks marked is marked itself, so that none can be forged") {
  const std::string marked = safe_name("Tech");
  CHECK(safe_name(marked) != marked);
  CHECK(safe_name("launch-20250919") == "launch-20250919");
}

TEST_CASE("another query, origin or trailing slash is another file") {
  const std::string plain = path_of("https://news.example/a/b");
  CHECK(plain == "news.example/a/b.txt");
  CHECK(path_of("https://news.example/a/b?page=2") != plain);
  CHECK(path_of("https://news.example/a/b?page=2") != path_of("https://news.example/a/b?page=3"));
  CHECK(path_of("https://www.news.example/a/b") != plain);
  CHECK(path_of("http://news.example/a/b") != plain);
  CHECK(path_of("https://news.example/a/b/") != plain);
  CHECK(path_of("https://news.example/a//b") != plain);
  CHECK(path_of("https://news.example/a/b.txt") != plain);
}

TEST_CASE("hostile addresses lead to plain paths below the folder of the site") {
  CHECK(is_story_path(path_of("https://news.example/")));
  CHECK(is_story_path(path_of("https://news.example/../../etc/passwd")));
  CHECK(is_story_path(path_of("https://news.example/%2e%2e/%2e%2e/etc/passwd")));
  CHECK(is_story_path(path_of("https://news.example/..%2f..%2fetc/passwd")));
  CHECK(is_story_path(path_of("https://news.example/a%00b")));
  CHECK(is_story_path(path_of("https://news.example/gophermap")));
  CHECK(is_story_path(path_of("https://news.example/gophermap/gophermap")));
  CHECK(is_story_path(path_of("https://news.example/.newshole/state.sqlite")));
  CHECK(is_story_path(path_of("https://news.example/cgi-bin/run.cgi")));
  CHECK(is_story_path(path_of("https://news.example/\u65e5\u672c/\u8a9e")));
  CHECK(is_story_path(path_of("https://news.example/=id;/|x|/%0d%0a.")));
  CHECK(is_story_path(path_of("https://news.example/?" + std::string(3000, 'q'))));
}

TEST_CASE("a path that is too long or too deep is folded into one name") {
  const std::string long_path = path_of("https://news.example/" + std::string(4000, 'a') + "/end");
  std::string deep = "https://news.example";
  for (int i = 0; i < 1000; ++i) deep += "/d";
  CHECK(is_story_path(long_path));
  CHECK(is_story_path(path_of(deep)));
  CHECK(path_of(deep).starts_with("news.example/d-"));
  CHECK(path_of(deep) != path_of(deep + "/d"));
}

TEST_CASE("a hundred thousand generated addresses have as many paths, case folded") {
  std::mt19937 random(4266);
  std::unordered_set<std::string> urls;
  std::unordered_set<std::string> paths;
  const site::SiteProfile news = profile();
  std::size_t odd = 0;
  while (urls.size() < 100'000) {
    const auto url = url::parse_url(generated_url(random));
    if (!url || !urls.insert(url->text).second) continue;
    std::string path = story_path(*url, news);
    if (!is_story_path(path)) ++odd;
    std::transform(path.begin(), path.end(), path.begin(), [](unsigned char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    paths.insert(std::move(path));
  }
  CHECK(odd == 0);
  CHECK(paths.size() == 100'000);
}

TEST_CASE("the folder of a story's menu is called as its text, without the suffix") {
  CHECK(pages::story_folder("news.example/2025/09/19/tech/a.txt") ==
        "news.example/2025/09/19/tech/a");
}

TEST_SUITE_END();
