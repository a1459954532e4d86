#include "site/profile.h"

#include <filesystem>

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

TEST_CASE("a page that is too narrow for the banner has the narrow one, or none") {
  const TempFolder folder;
  folder.write("banner.txt", "####\n####\n");
  folder.write("narrow.txt", "##\n");
  const Result<SiteProfile> profile = load_profile(folder.with(
      "site.json",
      replaced(kMinimal, R"("banner.txt",)", R"("banner.txt", "narrow_banner": "narrow.txt",)")));
  REQUIRE(profile);
  CHECK(newshole::site::banner_for(*profile, 4) == std::vector<std::string>{"####", "####"});
  CHECK(newshole::site::banner_for(*profile, 3) == std::vector<std::string>{"##"});
  CHECK(newshole::site::banner_for(*profile, 1).empty());
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

TEST_CASE("the lines of header and footer are clean, and their blanks and blank lines are kept") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  folder.write("header.txt", "\xef\xbb\xbf\r\n  Caf\u00e9\tnews \r\n\r\na\x1b[2J\u202eb\r\n\n");
  folder.write("footer.txt", "");
  const std::string text =
      replaced(kMinimal, R"("banner.txt",)",
               R"("banner.txt", "header": "header.txt", "footer": "footer.txt",)");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", text));
  REQUIRE_MESSAGE(profile, profile.error().message);
  CHECK(profile->header == std::vector<std::string>{"  Caf\u00e9  news", "", "a [2Jb"});
  CHECK(profile->footer.empty());
}

TEST_CASE("a header that is none is a fault with its file and its cause") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const auto fault = [&](const std::string& header) {
    folder.write("header.txt", header);
    const Result<SiteProfile> profile = load_profile(folder.with(
        "site.json",
        replaced(kMinimal, R"("banner.txt",)", R"("banner.txt", "header": "header.txt",)")));
    return profile ? "" : profile.error().message.substr(folder.path().string().size() + 1);
  };
  const auto lines = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "x\n";
    return text;
  };
  CHECK(fault(lines(100)).empty());
  CHECK(fault(lines(101)) == "site.json:7: /header: header.txt: has more than 100 lines");
  CHECK(fault(std::string(16 << 10, 'x')).empty());
  CHECK(fault(std::string((16 << 10) + 1, 'x')) ==
        "site.json:7: /header: header.txt: is larger than 16 KB");
  CHECK(fault("Caf\xe9") == "site.json:7: /header: header.txt: is no UTF-8");
  std::filesystem::remove(folder.path() / "header.txt");
  CHECK(fault_of(replaced(kMinimal, R"("banner.txt",)", R"("banner.txt", "footer": "none.txt",)"),
                 "#") ==
        "site.json:7: /footer: none.txt: cannot be read: no such file or directory");
  CHECK(fault_of(replaced(kMinimal, R"("banner.txt",)", R"("banner.txt", "footer": ".",)"), "#") ==
        "site.json:7: /footer: .: cannot be read");
}

TEST_CASE("a pause is a whole number of seconds, a minute at most") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const auto with_pause = [](const std::string& pause) {
    return replaced(kMinimal, R"("banner.txt",)", R"("banner.txt", "pause": )" + pause + ",");
  };
  const auto pause = [&](const std::string& number) {
    return load_profile(folder.with("site.json", with_pause(number))).value().pause;
  };
  CHECK(pause("60") == std::chrono::seconds(60));
  CHECK(pause("0") == std::chrono::seconds(0));
  CHECK_FALSE(load_profile(folder.with("site.json", kMinimal)).value().pause);
  CHECK(fault_of(with_pause("61"), "#") ==
        "site.json:7: /pause: expected a whole number from 0 to 60, found 61");
  CHECK(fault_of(with_pause("0.5"), "#") ==
        "site.json:7: /pause: expected a whole number from 0 to 60, found 0.5");
}

TEST_CASE("a selector that cannot be read is named with its place") {
  const std::string text = replaced(kMinimal, "\"h1\"", "\"h1 >\"");
  CHECK(fault_of(text, "#").starts_with("site.json:9: /article/headline/0: "));
}

TEST_CASE("a profile needs no more than a name and a page that lists stories") {
  const TempFolder folder;
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", R"({
    "name": "news", "front_pages": ["https://www.news.example/feed.xml", "https://b.example/"]})"));
  REQUIRE(profile);
  CHECK_FALSE(newshole::site::has_story_rules(*profile));
  CHECK_FALSE(newshole::site::has_article_rules(*profile));
  CHECK(profile->title == "news");
  CHECK(profile->hosts == std::vector<std::string>{"www.news.example", "b.example"});
  CHECK(profile->web == "https://www.news.example/");
}

TEST_CASE("a profile that names fields of an article but no body leaves the body to others") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const Result<SiteProfile> profile =
      load_profile(folder.with("site.json", replaced(kMinimal, ", \"body\": [\"article\"]", "")));
  REQUIRE(profile);
  CHECK_FALSE(newshole::site::has_article_rules(*profile));
}

TEST_CASE("rules for stories without links or paths are at fault") {
  CHECK(fault_of(replaced(kMinimal, "\"links\": [\"li a\"], ", ""), "#") ==
        "site.json:8: /stories: expected the key \"links\", found none");
  CHECK(fault_of(replaced(kMinimal, "\"paths\": [\"/{section}/{slug}\"], ", ""), "#") ==
        "site.json:8: /stories: expected the key \"paths\", found none");
}

TEST_CASE("a site without a banner has its title as one, as large as fits, unless it wants none") {
  const TempFolder folder;
  const auto draw = [](const std::string& text, const std::string& font) -> Result<std::string> {
    return std::string(font == "standard" ? 68 : 5, '#') + text;
  };
  const auto banner = [&](const std::string& more) {
    return load_profile(
               folder.with("site.json",
                           R"({"name": "n", "title": "T", "front_pages": ["https://n.example/"])" +
                               more + "}"),
               draw)
        .value();
  };
  CHECK(banner("").banner == std::vector<std::string>{"#####T"});
  CHECK(banner("").banner_origin == newshole::site::BannerOrigin::Title);
  CHECK(banner(R"(, "banner": "")").banner.empty());
  CHECK(banner(R"(, "banner": {"text": "X", "font": "big"})").banner ==
        std::vector<std::string>{"#####X"});
}

TEST_CASE("without rules any path may be a story's, and its day and section are what it states") {
  const SiteProfile any{.name = "any"};
  const auto facts = [&any](const std::string& path) {
    return newshole::site::story_path_facts(
               newshole::url::parse_url("https://any.example" + path).value(), any)
        .value();
  };
  CHECK(facts("/2025/09/19/tech/a-b").section == "tech");
  CHECK(facts("/tech/2025/9/19/a-b").section == "tech");
  CHECK(facts("/tech/2025/09/19/a-b").date == std::chrono::year(2025) / 9 / 19);
  CHECK(facts("/news/world/a-b").section == "world");
  CHECK_FALSE(facts("/a-b").section);
  CHECK_FALSE(facts("/").date);
  CHECK_FALSE(facts("/2025/13/19/a").date);
  const auto key = [&any](std::string_view text) {
    return newshole::site::canonical_story_url(newshole::url::parse_url(text).value(), any)->text;
  };
  CHECK(key("https://any.example/?p=12&utm_source=x#top") == "https://any.example/?p=12");
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
  CHECK(key("https://news.example/tech/slug.html/index.html") == "https://news.example/tech/slug");
}

TEST_CASE("all hosts of a site share a story's key, its query counts where the profile keeps it") {
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

TEST_CASE("a field's alternative may take a part of an element's text") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const std::string text = replaced(
      kMinimal, "\"h1\"",
      R"({"select": "p", "starts_with": "A", "after": ":", "before": "|", "transform": "first_sentence"}, "h1")");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", text));
  REQUIRE_MESSAGE(profile, profile.error().message);
  const newshole::site::Field& headline = profile->article.headline;
  REQUIRE(headline.size() == 2);
  CHECK(headline[0].selector.text() == "p");
  CHECK(headline[0].starts_with == "A");
  CHECK(headline[0].after == ":");
  CHECK(headline[0].before == "|");
  CHECK(headline[0].transform == newshole::site::Transform::FirstSentence);
  CHECK_FALSE(headline[1].takes_part());
}

TEST_CASE("an alternative that cannot be followed is a fault with its place") {
  const auto fault = [](const std::string& alternative) {
    return fault_of(replaced(kMinimal, "\"h1\"", alternative), "#");
  };
  CHECK(fault(R"({"after": "x"})") ==
        "site.json:9: /article/headline/0: expected the key \"select\", found none");
  CHECK(fault(R"({"select": "p", "transform": "first_sentense"})") ==
        "site.json:9: /article/headline/0/transform: expected one of first_sentence, found "
        "\"first_sentense\"; did you mean first_sentence?");
  CHECK(fault(R"({"select": "p >"})").starts_with("site.json:9: /article/headline/0/select: "));
  CHECK(fault("3") == "site.json:9: /article/headline/0: expected a string, found 3");
}

TEST_CASE("a date that could never be read is a fault when the profile is loaded") {
  const auto fault = [](const std::string& date) {
    return fault_of(replaced(kMinimal, "\"stories\"", "\"dates\": [" + date + "], \"stories\""),
                    "#");
  };
  CHECK(fault(R"({"pattern": "MMMM d"})") ==
        "site.json:8: /dates/0/pattern: expected a year, found none");
  CHECK(fault(R"({"pattern": "d M y", "zone": "Eastern"})") ==
        "site.json:8: /dates/0/zone: expected a zone of the IANA database, found \"Eastern\"");
  CHECK(fault(R"({"pattern": "d M y", "language": "xx"})") ==
        "site.json:8: /dates/0/language: expected the tag of a language, found \"xx\"");
}

TEST_CASE("stories are links and paths, or items") {
  const std::string items =
      replaced(kMinimal, R"("links": ["li a"], "paths": ["/{section}/{slug}"])",
               R"("items": ["section > div"])");
  const TempFolder folder;
  folder.write("banner.txt", "#");
  CHECK(load_profile(folder.with("site.json", items)));
  CHECK(fault_of(replaced(kMinimal, R"("links": ["li a"], )", ""), "#") ==
        "site.json:8: /stories: expected the key \"links\", found none");
}

TEST_CASE("what a profile requires must be fields of an article") {
  CHECK(fault_of(replaced(kMinimal, "\"body\"", R"("required": ["bylines"], "body")"), "#") ==
        "site.json:9: /article/required: expected some of headline, byline, timestamp, source, "
        "section, published, updated, full_url, found \"bylines\"");
}

TEST_CASE("a base of links is an address or an attribute") {
  CHECK(fault_of(replaced(kMinimal, "\"body\"", R"("base": ["link"], "body")"), "#") ==
        "site.json:9: /article/base/0: expected an address, or a selector that ends in @ATTRIBUTE");
}

TEST_CASE("addresses that lead to one story are one key") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const std::string text =
      replaced(kMinimal, "\"paths\"",
               R"("rewrite": [{"from": "/s?id={number}", "to": "/x/{number}"}], "paths")");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", text));
  REQUIRE_MESSAGE(profile, profile.error().message);
  const auto key = [&profile](std::string_view address) {
    return newshole::site::canonical_story_url(newshole::url::parse_url(address).value(), *profile)
        ->text;
  };
  CHECK(key("https://news.example/s?id=7") == "https://news.example/x/7");
  CHECK(key("https://news.example/x/7") == "https://news.example/x/7");
}

TEST_CASE("an item's key is its page's, with the day and its name as the fragment") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const Result<SiteProfile> profile = load_profile(folder.with("site.json", kMinimal));
  REQUIRE(profile);
  const auto page = newshole::url::parse_url("https://news.example/?x=1").value();
  using namespace std::chrono_literals;
  CHECK(newshole::site::item_url(page, "rain", 2025y / 12 / 1, *profile)->text ==
        "https://news.example/#2025/12/01/rain");
  CHECK(newshole::site::item_url(page, "rain", std::nullopt, *profile)->text ==
        "https://news.example/#rain");
}

TEST_CASE("an item's key holds its day") {
  const TempFolder folder;
  folder.write("banner.txt", "#");
  const Result<SiteProfile> profile = load_profile(folder.with(
      "site.json", replaced(kMinimal, R"("links": ["li a"], "paths": ["/{section}/{slug}"])",
                            R"("items": ["section > div"])")));
  REQUIRE(profile);
  using namespace std::chrono_literals;
  const auto facts = [&](const std::string& url) {
    return newshole::site::story_path_facts(newshole::url::parse_url(url).value(), *profile);
  };
  CHECK(facts("https://news.example/#2025/12/01/rain")->date == 2025y / 12 / 1);
  CHECK_FALSE(facts("https://news.example/#2025/13/01/rain")->date);
  CHECK_FALSE(facts("https://news.example/#rain")->date);
  CHECK_FALSE(facts("https://news.example/rain"));
}

TEST_CASE("every shipped profile loads") {
  for (const auto& entry : std::filesystem::directory_iterator(NEWSHOLE_CONFIG_DIR "/sites")) {
    if (entry.path().extension() != ".json") continue;
    const Result<SiteProfile> profile = load_profile(entry.path());
    CHECK_MESSAGE(profile, profile.error().message);
  }
}

TEST_SUITE_END();
