#include "site/profile.h"

#include <doctest/doctest.h>

#include "temp_folder.h"

using newshole::Result;
using newshole::site::load_profile;
using newshole::site::SiteProfile;
using newshole::test::TempFolder;

namespace {

constexpr std::string_view kMinimal = R"({
  "name": "news.example",
  "title": "Example",
  "hosts": ["news.example"],
  "web": "https://news.example/",
  "front_pages": ["https://news.example/"],
  "banner": "banner.txt",
  "stories": {"links": ["li a"], "paths": ["/{section}/{slug}"], "drop_suffixes": ["/index.html", ".html"]},
  "article": {"headline": ["h1"], "body": ["article"]}
})";

std::string fault_of(std::string_view text, std::string_view banner) {
  const TempFolder folder;
  folder.write("banner.txt", banner);
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", text));
  REQUIRE_FALSE(profile);
  return profile.error().message.substr(folder.path().string().size() + 1);
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out(text);
  out.replace(out.find(what), what.size(), with);
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("site/profile");

TEST_CASE("a profile reads its banner from beside it, blanks at line ends dropped") {
  const TempFolder folder;
  folder.write("banner.txt", " ##  \n##\n");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", kMinimal));
  REQUIRE(profile);
  CHECK(profile->banner == std::vector<std::string>{" ##", "##"});
}

TEST_CASE("a profile that somebody edited has another revision") {
  const TempFolder folder;
  (void)folder.with("banner.txt", "#");
  const auto revision = [&](std::string_view text) {
    const Result<SiteProfile> profile = load_profile(folder.with("site.json", text));
    REQUIRE(profile);
    return profile->revision;
  };
  const auto first = revision(kMinimal);
  CHECK(revision(kMinimal) == first);
  CHECK(revision(replaced(kMinimal, "\"h1\"", "\"h2\"")) != first);
}

TEST_CASE("a banner wider than the page is a fault with both widths") {
  CHECK(fault_of(kMinimal, std::string(68, '#')) ==
        "site.json:7: /banner: banner.txt: is 68 columns wide, a page has 67");
}

TEST_CASE("a banner may be a text that is drawn in a font") {
  const TempFolder folder;
  const auto draw = [](const std::string& text, const std::string& font) -> Result<std::string> {
    if (font == "none") return newshole::fail(newshole::ErrorKind::Usage, "none: no such font");
    return "  \n  " + text + " in " + font + "  \n\n";
  };
  const auto load = [&](const std::string& banner) {
    return load_profile(folder.with("site.json", replaced(kMinimal, "\"banner.txt\"", banner)),
                        draw);
  };
  const auto fault = [&](const std::string& banner) {
    const Result<SiteProfile> profile = load(banner);
    return profile ? "" : profile.error().message.substr(folder.path().string().size() + 1);
  };
  CHECK(load(R"({"text": "N", "font": "big"})").value().banner ==
        std::vector<std::string>{"  N in big"});
  CHECK(load(R"({"text": "N"})").value().banner == std::vector<std::string>{"  N in standard"});
  CHECK(fault(R"({"text": "N", "font": "none"})") == "site.json:7: /banner: none: no such font");
  CHECK(fault(R"({"font": "big"})") ==
        "site.json:7: /banner: expected the key \"text\", found none");
  CHECK(fault("{\"text\": \"" + std::string(60, 'x') + "\"}") ==
        "site.json:7: /banner: is 74 columns wide, a page has 67");
}

TEST_CASE("a selector that cannot be read is named with its place") {
  const std::string text = replaced(kMinimal, "\"h1\"", "\"h1 >\"");
  CHECK(fault_of(text, "#").starts_with("site.json:9: /article/headline/0: "));
}

TEST_CASE("a profile without a body selector is at fault") {
  const std::string text = replaced(kMinimal, ", \"body\": [\"article\"]", "");
  CHECK(fault_of(text, "#") == "site.json:9: /article: expected the key \"body\", found none");
}

TEST_CASE("a name that could leave its folder is refused") {
  const std::string text = replaced(kMinimal, "\"news.example\",\n", "\"../x\",\n");
  CHECK(fault_of(text, "#").starts_with("site.json:2: /name: expected"));
}

TEST_CASE("a story's key has no query, no fragment and no suffix") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", kMinimal));
  REQUIRE(profile);
  const auto key = [&profile](std::string_view text) {
    return newshole::site::canonical_story_url(newshole::url::parse_url(text).value(), *profile)
        ->text;
  };
  CHECK(key("https://news.example/tech/slug/index.html?x=1#top") ==
        "https://news.example/tech/slug");
  CHECK(key("https://news.example/tech/slug.html") == "https://news.example/tech/slug");
  CHECK(key("https://news.example/tech/slug") == "https://news.example/tech/slug");
}

TEST_CASE("all hosts of a site share a story's key, its query counts where the profile says so") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const std::string text = replaced(kMinimal, "\"paths\"", "\"query\": \"keep\", \"paths\"");
  const std::string hosts =
      replaced(text, "[\"news.example\"]", "[\"news.example\", \"old.example\"]");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", hosts));
  REQUIRE(profile);
  const auto url = newshole::url::parse_url("http://old.example/tech/slug?id=7#x").value();
  CHECK(newshole::site::canonical_story_url(url, *profile)->text ==
        "https://news.example/tech/slug?id=7");
}

TEST_CASE("a profile that could never match anything is refused") {
  CHECK(fault_of(replaced(kMinimal, "[\"news.example\"]", "[\"NEWS.example\"]"), "#") ==
        "site.json:4: /hosts: expected at least one host name, all in lower case");
  CHECK(fault_of(replaced(kMinimal, "[\"https://news.example/\"]", "[]"), "#") ==
        "site.json:6: /front_pages: expected at least one address");
}

TEST_CASE("every shipped profile loads") {
  const Result<SiteProfile> profile = load_profile(NEWSHOLE_CONFIG_DIR "/sites/lite.cnn.com.json");
  CHECK_MESSAGE(profile, profile.error().message);
}

TEST_SUITE_END();
