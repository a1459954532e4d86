#include "pages/stories/story_path.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <unordered_set>

#include <doctest/doctest.h>

using namespace newshole;
using pages::safe_name;
using pages::section_name;

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
  return parsed ? pages::story_paths(*parsed, news).front() : "refused: " + parsed.error().message;
}

std::string former_path_of(const std::string& url, const site::SiteProfile& site = profile()) {
  return pages::former_story_path(url::parse_url(url).value(), site);
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

TEST_CASE("what addresses end in is no part of a path") {
  CHECK(path_of("https://news.example/homenews/campaign/4373704-trump/") ==
        "news.example/homenews/campaign/4373704-trump.txt");
  CHECK(path_of("https://news.example/world/rain.html") == "news.example/world/rain.txt");
  CHECK(path_of("https://news.example/world/rain.HTM") == "news.example/world/rain.txt");
  CHECK(path_of("https://news.example/world/rain.php") == "news.example/world/rain.txt");
  CHECK(path_of("https://news.example/world/rain.aspx") == "news.example/world/rain.txt");
  CHECK(path_of("https://news.example/world/rain/index.html") == "news.example/world/rain.txt");
  CHECK(path_of("https://news.example/day.html#rain") == "news.example/day/rain.txt");
  CHECK(path_of("https://news.example/a//b") == "news.example/a/b.txt");
}

TEST_CASE("letters become lower case, and what stands for a blank a hyphen") {
  CHECK(path_of("https://news.example/World/Rain_in.Spain+v1.2") ==
        "news.example/world/rain_in-spain-v1-2.txt");
  CHECK(path_of("https://feeds.other.example/a/b") == "news.example/a/b.txt");
}

TEST_CASE("a path is marked where it holds what no name may, or a name of our own") {
  CHECK(path_of("https://news.example/a/%E6%97%A5").starts_with("news.example/a/"));
  CHECK(path_of("https://news.example/a/b?page=2").starts_with("news.example/a/b-"));
  CHECK(path_of("https://news.example/corrections/a").starts_with("news.example/corrections-"));
  CHECK(path_of("https://news.example/Digest/a").starts_with("news.example/digest-"));
  CHECK(path_of("https://news.example/new").starts_with("news.example/new-"));
  CHECK(path_of("https://news.example/tech/new/a") == "news.example/tech/new/a.txt");
  CHECK(path_of("https://news.example/tech/gophermap") != "news.example/tech/gophermap.txt");
}

TEST_CASE("a story has further paths, of which the last is its alone") {
  const site::SiteProfile news = profile();
  const auto paths_of = [&](const std::string& url) {
    return pages::story_paths(url::parse_url(url).value(), news);
  };
  const auto one = paths_of("https://news.example/a/b");
  const auto other = paths_of("https://news.example/a/b/");
  CHECK(one.front() == other.front());
  CHECK(one.back().starts_with("news.example/a/b-"));
  CHECK(one.back() != other.back());
  CHECK(other.at(1) == "news.example/a/b/index.txt");
}

TEST_CASE("the path that a story had before is known, as mirrors have it") {
  site::SiteProfile with_rules = profile();
  with_rules.stories.links = {html::Selector::parse("a").value()};
  CHECK(former_path_of("https://news.example/world/rain/", with_rules) ==
        "news.example/world/rain/x-7d8e22484ec9.txt");
  CHECK(former_path_of("https://news.example/world/rain/") == "news.example/world/rain/index.txt");
  CHECK(former_path_of("https://news.example/a.b") == "news.example/a-b-134b66409199.txt");
}

TEST_CASE("the address of a story may be what its path was made of") {
  const std::vector<std::string> addresses = pages::addresses_of("news.example/a/b.txt", profile());
  for (const char* each : {"/a/b", "/a/b/", "/a/b.html", "/a/b.php"})
    CHECK(std::find(addresses.begin(), addresses.end(), each) != addresses.end());
}

TEST_CASE("sections are called as people call them, without a mark where that can be") {
  CHECK(section_name("Politics and elections") == "politics-and-elections");
  CHECK(section_name("Arts & Culture") == "arts-culture");
  CHECK(section_name("U.S.") == "u-s");
  CHECK(section_name("tech") == section_name("Tech"));
  CHECK(section_name("Archive") == "archive");
  CHECK(section_name("gophermap") != "gophermap");
  CHECK(section_name("\u65e5\u672c") != section_name("\u672c\u65e5"));
  CHECK(
      pages::former_section_name("Politics and elections").starts_with("politics-and-elections-"));
  for (const std::string& hostile :
       {std::string(), std::string("..."), std::string(9000, 'a'), std::string("../../x"),
        std::string("a\tb\r\n"), std::string("nul\0nul", 7)})
    CHECK(is_name(section_name(hostile)));
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

TEST_CASE("another query, origin or trailing slash is another file, as it was before") {
  const std::string plain = former_path_of("https://news.example/a/b");
  CHECK(plain == "news.example/a/b.txt");
  CHECK(former_path_of("https://news.example/a/b?page=2") != plain);
  CHECK(former_path_of("https://news.example/a/b?page=2") !=
        former_path_of("https://news.example/a/b?page=3"));
  CHECK(former_path_of("https://www.news.example/a/b") != plain);
  CHECK(former_path_of("http://news.example/a/b") != plain);
  CHECK(former_path_of("https://news.example/a/b/") != plain);
  CHECK(former_path_of("https://news.example/a//b") != plain);
  CHECK(former_path_of("https://news.example/a/b.txt") != plain);
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
  CHECK(
      path_of("https://news.example/" + std::string(80, 'b') + "/" + std::string(90, 'a'))
          .starts_with("news.example/" + std::string(80, 'b') + "/" + std::string(60, 'a') + "-"));
  CHECK(path_of(deep) != path_of(deep + "/d"));
}

TEST_CASE("a hundred thousand generated addresses have as many last paths, case folded") {
  std::mt19937 random(4266);
  std::unordered_set<std::string> urls;
  std::unordered_set<std::string> former;
  std::unordered_set<std::string> last;
  const site::SiteProfile news = profile();
  std::size_t odd = 0;
  while (urls.size() < 100'000) {
    const auto url = url::parse_url(generated_url(random));
    if (!url || !urls.insert(url->text).second) continue;
    const std::vector<std::string> paths = pages::story_paths(*url, news);
    if (!std::all_of(paths.begin(), paths.end(), is_story_path)) ++odd;
    former.insert(pages::former_story_path(*url, news));
    last.insert(paths.back());
  }
  CHECK(odd == 0);
  CHECK(former.size() == 100'000);
  CHECK(last.size() == 100'000);
}

TEST_CASE("the folder of a story's menu is called as its text, without the suffix") {
  CHECK(pages::story_folder("news.example/2025/09/19/tech/a.txt") ==
        "news.example/2025/09/19/tech/a");
}

TEST_SUITE_END();
