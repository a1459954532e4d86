#include <string>

#include <doctest/doctest.h>

#include "extract/pages.h"
#include "listing/extractor.h"

using namespace newshole;

namespace {

constexpr const char* kStoryUrl = "https://news.example/2025/09/19/tech/ferry";

std::string ferry_sentences(int count, int first = 0) {
  std::string text;
  for (int i = first; i < first + count; ++i)
    text += "<p>The ferry of morning " + std::to_string(i) +
            " left the harbour late, since a gull slept on its rope and nobody woke the bird.</p>";
  return text;
}

/// A story in markup that the profile of extract/pages.h does not know.
std::string redesigned(const std::string& body) {
  return "<!doctype html><html lang=en><title>A ferry waits for a gull | Example</title><main><h1>"
         "A ferry waits for a gull</h1><p>By Ann Poe</p><div class=q7>" +
         body + "</div></main>";
}

Result<extract::Article> article(const std::string& html,
                                 const site::SiteProfile& profile = test::profile(),
                                 extract::FieldTraces* trace = nullptr) {
  const SystemClock clock;
  return listing::Extractor(clock).article(test::page(html, kStoryUrl), profile, trace);
}

/// The profile's body is the first part.
std::string two_parts(int lead, int rest) {
  return "<!doctype html><html lang=en><title>A ferry waits for a gull | Example</title><main><h1 "
         "class=headline>A ferry waits for a gull</h1><p>By Ann Poe</p><div><div class=lead>" +
         ferry_sentences(lead) + "</div><div class=rest>" + ferry_sentences(rest, lead) +
         "</div></div></main>";
}

site::SiteProfile profile_of_lead() {
  site::SiteProfile profile = test::profile();
  profile.article.body = {test::selector(".lead")};
  return profile;
}

/// Headings in boxes; those in `<li>` are found by the profile's rules.
std::string front_page(int by_rules, int others) {
  std::string html = "<!doctype html><title>Example</title><main>";
  const auto link = [](const std::string& name) {
    return "<a href='/2025/09/19/tech/" + name + "'>The council moves " + name +
           " and twelve benches to the river</a>";
  };
  for (int i = 0; i < by_rules; ++i) html += "<li>" + link("tree-" + std::to_string(i)) + "</li>";
  for (int i = 0; i < others; ++i)
    html += "<div class=z><h3>" + link("clock-" + std::to_string(i)) + "</h3></div>";
  return html + "</main><footer><a href='/about/us'>About us and all that we do here</a></footer>";
}

Result<listing::Listing> listed(const std::string& html,
                                const site::SiteProfile& profile = test::profile()) {
  const SystemClock clock;
  return listing::Extractor(clock).list(test::page(html, "https://news.example/"), profile);
}

}  // namespace

TEST_SUITE_BEGIN("listing/redesign");

TEST_CASE("a story in whose page no selector matches is read without the profile") {
  extract::FieldTraces trace;
  const auto read = article(redesigned(ferry_sentences(12)), test::profile(), &trace);
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->headline == "A ferry waits for a gull");
  CHECK(read->byline == "By Ann Poe");
  CHECK(read->blocks.size() == 12);
  CHECK(read->site == "news.example");
  CHECK(read->section == "tech");
  CHECK(read->full_url == kStoryUrl);
  CHECK(read->origin == extract::TextOrigin::PageWithoutRules);
  CHECK(read->overruled == extract::Overruled{0, extract::count_words(*read)});
  CHECK(trace.back().origin == "without the profile");
}

TEST_CASE("the byline of a redesigned page is the line that it prints, whomever it names") {
  const auto byline = [](const std::string& line) {
    std::string html = redesigned(ferry_sentences(12));
    html.replace(
        html.find("<p>By Ann Poe</p>"), 17,
        "<p class=k>" + line + "</p><p class=l>Updated: 4:33 AM EDT, Fri September 19, 2025</p>");
    return article(html)->byline;
  };
  for (const char* line : {"By Ann Poe, Harbour staff", "Story by the Harbour Agency",
                           "By Harbour staff", "Harbour Agency"})
    CHECK(byline(line) == line);
  CHECK_FALSE(byline("The gull did not wake up, and nobody minded."));
}

TEST_CASE("a story of which the profile finds less than 60 % is read without it") {
  const auto read = article(two_parts(5, 5), profile_of_lead());
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->blocks.size() == 10);
  REQUIRE(read->overruled);
  CHECK(read->overruled->by_rules * 2 == read->overruled->without_rules);
}

TEST_CASE("a story of which the profile finds more than 60 % stays as the profile has it") {
  const auto read = article(two_parts(7, 3), profile_of_lead());
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->blocks.size() == 7);
  CHECK_FALSE(read->overruled);
}

TEST_CASE("a short story beside a line of another stays as the profile has it") {
  const std::string page =
      "<title>A ferry waits | Example</title><main><h1 class=headline>A ferry waits</h1><div><div "
      "class=lead><p>It still waits there, and the gull sleeps.</p></div>" +
      ferry_sentences(1) + "</div></main>";
  const auto read = article(page, profile_of_lead());
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->blocks.size() == 1);
  CHECK_FALSE(read->overruled);
}

TEST_CASE("a profile that leaves much out on purpose is not overruled") {
  site::SiteProfile narrow = profile_of_lead();
  CHECK(article(two_parts(2, 9), narrow)->overruled);
  narrow.fallback = site::Fallback::None;
  CHECK(article(two_parts(2, 9), narrow)->blocks.size() == 2);
  CHECK_FALSE(article(redesigned(ferry_sentences(12)), narrow));
  CHECK_FALSE(listed(front_page(0, 12), narrow));
}

TEST_CASE("what a profile removes is no sign that it finds too little") {
  site::SiteProfile profile = profile_of_lead();
  profile.article.remove = {test::selector(".rest")};
  CHECK_FALSE(article(two_parts(2, 9), profile)->overruled);
}

TEST_CASE("a page on which the profile finds what it found before is as it was") {
  const SystemClock clock;
  listing::Extractor extractor(clock);
  const fetch::Page page = test::page(two_parts(5, 7), kStoryUrl);
  const std::size_t words =
      extract::count_words(article(two_parts(5, 0), profile_of_lead()).value());
  CHECK_FALSE(extractor.article(page, profile_of_lead(), nullptr, {words})->overruled);
  CHECK(extractor.article(page, profile_of_lead(), nullptr, {words * 2})->overruled);
  const fetch::Page front = test::page(front_page(5, 7), "https://news.example/");
  CHECK_FALSE(extractor.list(front, test::profile(), nullptr, {5})->overruled);
  CHECK(extractor.list(front, test::profile(), nullptr, {12})->overruled);
}

TEST_CASE("a page that is no story to anybody keeps the error of the profile") {
  const auto read = article("<title>One moment</title><p>Please prove that you are human.</p>");
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::NotArticle);
  CHECK(read.error().message.find("nothing matches article") != std::string::npos);
}

TEST_CASE(
    "a front page on which the rules find fewer than half of its story links is listed by those") {
  const auto list = listed(front_page(5, 7));
  REQUIRE_MESSAGE(list, list.error().message);
  CHECK(list->stories.size() == 12);
  CHECK(list->overruled == extract::Overruled{5, 12});
  CHECK(list->stories.front().url.path == "/2025/09/19/tech/tree-0");
  CHECK(list->stories.front().section == "tech");
  CHECK(list->stories.front().date);
}

TEST_CASE("a front page on which the rules find half of its story links is listed by the rules") {
  const auto list = listed(front_page(6, 6));
  REQUIRE_MESSAGE(list, list.error().message);
  CHECK(list->stories.size() == 6);
  CHECK_FALSE(list->overruled);
}

TEST_CASE("links that are no stories by the profile's paths do not overrule its rules") {
  site::SiteProfile narrow = test::profile();
  narrow.stories.paths = {site::PathTemplate::parse("/2025/09/19/tech/tree-{slug}").value()};
  const auto list = listed(front_page(3, 12), narrow);
  REQUIRE_MESSAGE(list, list.error().message);
  CHECK(list->stories.size() == 3);
  CHECK_FALSE(list->overruled);
}

TEST_SUITE_END();
