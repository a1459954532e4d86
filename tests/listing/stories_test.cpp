#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"
#include "listing/extractor.h"

using namespace newshole;
using extract::Story;
using namespace std::chrono_literals;

namespace {

Result<std::vector<Story>> stories(std::string_view html,
                                   const site::SiteProfile& profile = test::profile()) {
  const SystemClock clock;
  return listing::Extractor(clock).stories(test::page(html, "https://news.example/"), profile);
}

site::SiteProfile profile_with_marks() {
  site::SiteProfile profile = test::profile();
  profile.dates.push_back({.pattern = "MMMM d, yyyy"});
  profile.stories.section = {test::selector("h2")};
  profile.stories.date_below = {test::selector("small")};
  return profile;
}

/// A page that holds its stories whole.
site::SiteProfile profile_of_items() {
  site::SiteProfile profile = test::profile();
  profile.dates = {{.pattern = "MMMM d, yyyy"}};
  profile.stories = {};
  profile.stories.items = {test::selector("section div")};
  profile.stories.headline = {test::selector("b"), test::selector("p")};
  profile.stories.headline[1].transform = site::Transform::FirstSentence;
  profile.stories.kicker = {test::selector("h3")};
  profile.stories.section = {test::selector("h2")};
  profile.stories.date = {test::selector("h1")};
  return profile;
}

/// Counts how often a parse looked how late it was.
class CountingClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Tick tick() const override {
    ++asked_;
    return {};
  }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  mutable int asked_ = 0;
};

}  // namespace

TEST_SUITE_BEGIN("listing/stories");

TEST_CASE("stories come in the page's order, each once, with section and date") {
  const auto found = stories(
      "<ul><li><a href='/2025/12/01/politics/a'>\n   First   headline\n </a></li>"
      "<li><a href='/travel/b'>Second</a></li>"
      "<li><a href='/2025/12/01/politics/a/index.html'>First again</a></li></ul>");
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].headline == "First headline");
  CHECK((*found)[0].url.text == "https://news.example/2025/12/01/politics/a");
  CHECK((*found)[0].section == "politics");
  CHECK((*found)[0].date == 2025y / 12 / 1);
  CHECK((*found)[1].section == "travel");
  CHECK_FALSE((*found)[1].date);
}

TEST_CASE("links to other sites, to other pages and without words are no stories") {
  const auto found = stories(
      "<ul><li><a href='/travel/b'>Story</a><li><a href='https://other.example/travel/c'>Other</a>"
      "<li><a href='/'>Home</a><li><a href=''>Settings</a><li><a href='/travel/d'> </a></ul>");
  REQUIRE(found);
  CHECK(found->size() == 1);
}

TEST_CASE("the next selector is asked where the first finds no story") {
  const auto found =
      stories("<ul><li><a href='/'>Home</a></ul><p><a href='/travel/b'>Story</a></p>");
  REQUIRE(found);
  CHECK(found->front().headline == "Story");
}

TEST_CASE("a story is in the section whose name stands above it") {
  const auto found = stories(
      "<ul><li><a href='/x/a'>Before any</a></ul><h2>World</h2><ul><li><a href='/x/b'>One</a>"
      "<li><a href='/x/c'>Two</a></ul><h2>Arts</h2><ul><li><a href='/x/d'>Three</a></ul>",
      profile_with_marks());
  REQUIRE(found);
  REQUIRE(found->size() == 4);
  CHECK((*found)[0].section == "x");  // as its path says
  CHECK((*found)[1].section == "World");
  CHECK((*found)[2].section == "World");
  CHECK((*found)[3].section == "Arts");
}

TEST_CASE("a date may stand below its story, one in the path comes first") {
  const auto found = stories(
      "<li><a href='/x/a'>One</a><small>December 1, 2025</small>"
      "<li><a href='/2025/11/30/x/b'>Two</a><small>December 2, 2025</small>",
      profile_with_marks());
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].date == 2025y / 12 / 1);
  CHECK((*found)[1].date == 2025y / 11 / 30);
}

TEST_CASE("links lead from where the page's base element says") {
  const auto found = stories("<base href='https://news.example/travel/'><li><a href='b'>Story</a>");
  REQUIRE(found);
  CHECK(found->front().url.text == "https://news.example/travel/b");
}

TEST_CASE("each item of a page is a story with a key of its own") {
  const auto found = stories(
      "<h1>News of December 1, 2025</h1><section><h2>World</h2><h3>The strike</h3>"
      "<div><p>Trams stand still. Nobody knows why.</p></div>"
      "<div><p>Buses run, Gen. Roe said. So do trains.</p></div><h2>Arts</h2>"
      "<div id=opera><p><b>An opera</b></p><div><p>Inside the first.</p></div></div>"
      "<div><p><b>An opera</b></p></div><div><p><b>An opera</b></p></div></section>",
      profile_of_items());
  REQUIRE(found);
  REQUIRE(found->size() == 5);
  CHECK((*found)[0].headline == "The strike: Trams stand still");
  CHECK((*found)[0].url.text == "https://news.example/#2025/12/01/the-strike-trams-stand-still");
  CHECK((*found)[0].section == "World");
  CHECK((*found)[0].date == 2025y / 12 / 1);
  CHECK((*found)[1].headline == "The strike: Buses run, Gen. Roe said");
  CHECK((*found)[2].headline == "An opera");
  CHECK((*found)[2].section == "Arts");
  CHECK((*found)[2].url.fragment == "2025/12/01/opera");
  CHECK((*found)[3].url.fragment == "2025/12/01/an-opera");
  CHECK((*found)[4].url.fragment == "2025/12/01/an-opera-2");
}

TEST_CASE("the name of an item is short and plain, whatever its headline holds") {
  const auto found = stories("<section><div><b>Погода</b></div><div><b>" + std::string(40, 'a') +
                                 " " + std::string(40, 'b') + "</b></div><div><b>" +
                                 std::string(90, 'c') + "</b></div></section>",
                             profile_of_items());
  REQUIRE(found);
  REQUIRE(found->size() == 3);
  CHECK((*found)[0].url.fragment.starts_with("story-"));
  CHECK((*found)[1].url.fragment == std::string(40, 'a'));
  CHECK((*found)[2].url.fragment == std::string(60, 'c'));
}

TEST_CASE("a page of far too many items gives the first two hundred") {
  std::string html = "<section>";
  for (int i = 0; i < 300; ++i) html += "<div><b>Same</b></div>";
  CHECK(stories(html, profile_of_items())->size() == 200);
}

TEST_CASE("a page of far too many links gives the first thousand") {
  std::string html = "<ul>";
  for (int i = 0; i < 1200; ++i)
    html += "<li><a href='/tech/" + std::to_string(i) + "'>Story</a></li>";
  const auto found = stories(html);
  REQUIRE(found);
  CHECK(found->size() == 1000);
  CHECK(found->back().url.path == "/tech/999");
}

TEST_CASE("the items of one page are read from one parse, those of another are not") {
  const CountingClock clock;
  listing::Extractor extractor(clock);
  const site::SiteProfile profile = profile_of_items();
  const auto headline = [&](const std::string& first, const std::string& name) {
    const auto found =
        extractor.article(test::page("<h1>December 1, 2025</h1><section><div><p>" + first +
                                         ".</p></div><div><p>Buses run.</p></div></section>",
                                     "https://news.example/#2025/12/01/" + name),
                          profile);
    return found ? found->headline : found.error().message;
  };
  CHECK(headline("Trams run", "trams-run") == "Trams run");
  const int one = clock.asked();
  CHECK(headline("Trams run", "buses-run") == "Buses run");
  CHECK(headline("Trams run", "none") == "no story named 2025/12/01/none on the page");
  CHECK(clock.asked() == one);
  CHECK(headline("Trams stop", "trams-stop") == "Trams stop");
  CHECK(headline("Trams stop", "trams-run") == "no story named 2025/12/01/trams-run on the page");
  CHECK(clock.asked() > one);
}

TEST_CASE("an item's article has its own fields, and none of the whole page") {
  const SystemClock clock;
  const std::string html =
      "<html lang=en><title>All</title><meta name=author content='Ann Poe'>"
      "<h1>December 1, 2025</h1><section><h2>World</h2><div><p>Trams stand still. Nobody knows.</p>"
      "<p>More.</p></div><div><p>Buses run.</p></div></section>";
  const auto read = [&](const std::string& name) {
    return listing::Extractor(clock).article(
        test::page(html, "https://news.example/#2025/12/01/" + name), profile_of_items());
  };
  const auto found = read("trams-stand-still");
  REQUIRE_MESSAGE(found, found.error().message);
  CHECK(found->headline == "Trams stand still");
  CHECK(found->section == "World");
  CHECK(found->timestamp == "December 1, 2025");
  CHECK(found->published ==
        text::DateOrTime{std::chrono::sys_days(2025y / 12 / 1), std::chrono::minutes(0)});
  CHECK(found->authors.empty());
  REQUIRE(found->blocks.size() == 2);
  CHECK(found->blocks[0].text == "Trams stand still. Nobody knows.");
  CHECK(found->blocks[1].text == "More.");
  CHECK(read("gone").error().message == "no story named 2025/12/01/gone on the page");
}

TEST_CASE("a page without stories is an error that names the page") {
  const auto found = stories("<title>Access denied</title>");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::NotArticle);
  CHECK(found.error().message == "no stories on the page that calls itself \"Access denied\"");
}

TEST_SUITE_END();
