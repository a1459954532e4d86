#include "press/reader.h"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "sandbox/workers.h"
#include "temp_folder.h"

using namespace newshole;

namespace {

class StillClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Tick tick() const override { return {}; }
};

fetch::Page page(const std::string& host) {
  const std::string sentence =
      "<p>The bank said on Friday that its rates would go up again, by a quarter of a point, and "
      "that it saw no reason to wait until the spring.</p>";
  return fetch::make_page(url::parse_url("https://" + host + "/a").value(),
                          "<!doctype html><title>Rates</title><h2>By the profile</h2>"
                          "<article><h1>Rates up again</h1>" +
                              sentence + sentence + sentence + "</article>",
                          "text/html")
      .value();
}

site::Catalog catalog() {
  const test::TempFolder folder;
  folder.write("news.example.json", R"({
    "name": "news.example", "title": "News", "hosts": ["news.example"],
    "web": "https://news.example/", "front_pages": ["https://news.example/"], "tagline": "news",
    "stories": {"links": ["li > a[href]@href"], "paths": ["/{slug}"]},
    "article": {"headline": ["h2"], "body": ["article"]}})");
  const std::vector<std::filesystem::path> folders = {folder.path()};
  return site::Catalog::load(folders).value();
}

}  // namespace

TEST_SUITE_BEGIN("press/reader");

TEST_CASE("a page of a site with a profile is read by it, any other without one") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(sites, clock);
  CHECK(reader.article(page("news.example")).value().headline == "By the profile");
  CHECK(reader.article(page("other.example")).value().headline == "Rates up again");
}

TEST_CASE("a reader without profiles reads by the one that it is handed") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(clock);
  CHECK(reader.profile_for(page("news.example").url) == nullptr);
  CHECK(reader.article(page("news.example")).value().headline == "Rates up again");
  CHECK(reader.article(page("news.example"), &sites.profiles().front()).value().headline ==
        "By the profile");
}

TEST_CASE("however a page is read, how each field was found can be asked for") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(sites, clock);
  for (const site::SiteProfile* profile : {reader.profile_for(page("news.example").url),
                                           reader.profile_for(page("other.example").url)}) {
    std::vector<extract::FieldTrace> trace;
    CHECK(reader.article(page("news.example"), profile, &trace).has_value());
    CHECK_FALSE(trace.empty());
  }
}

TEST_CASE("a reader made before its process shuts itself in reads a time of any zone") {
  const SystemClock clock;
  std::unique_ptr<press::Reader> reader;
  const sandbox::Work work = {
      .prepare = [&] { reader = std::make_unique<press::Reader>(clock); },
      .answer =
          [&](std::string_view request) {
            const auto url = url::parse_url("https://news.example/2026/03/05/rates").value();
            const auto page =
                fetch::make_page(url, std::string(request), "text/html; charset=utf-8");
            return std::string(reader->article(*page) ? "read" : "not read");
          }};
  const auto workers = sandbox::Workers::start(work, {}, clock);
  REQUIRE(workers);
  std::string html = page("news.example").html;
  html.insert(html.find("</h1>") + 5, "<p class=date>March 5, 2026 2:30 PM ET</p>");
  CHECK((*workers)->answer(html) == "read");
  // Names of months that only another language has, in another calendar.
  html.replace(html.find("March 5, 2026 2:30 PM ET"), 24, "14 \u0627\u0633\u0641\u0646\u062f 1404");
  CHECK((*workers)->answer(html) == "read");
}

TEST_CASE("a profile without rules for an article leaves it to the generic extractor") {
  const StillClock clock;
  press::Reader reader(clock);
  site::SiteProfile profile{.name = "news", .title = "News"};
  const extract::Article plain = reader.article(page("news.example"), &profile).value();
  CHECK(plain.headline == "Rates up again");
  CHECK(plain.site == "news");
  CHECK(plain.blocks.size() == 3);
  profile.article.headline = {html::Selector::parse("h2").value()};
  profile.article.section = {html::Selector::parse(".none").value()};
  std::vector<extract::FieldTrace> trace;
  const extract::Article changed = reader.article(page("news.example"), &profile, &trace).value();
  CHECK(changed.headline == "By the profile");
  CHECK(changed.blocks == plain.blocks);
  CHECK(trace.back().field == "section");
  CHECK(trace.back().origin.empty());
  profile.article.body = {html::Selector::parse("article > p").value()};
  profile.fallback = site::Fallback::None;
  CHECK(reader.article(page("news.example"), &profile)->blocks.size() == 1);
  profile.article.body = {html::Selector::parse(".none").value()};
  profile.article.headline.clear();
  CHECK(reader.article(page("news.example"), &profile)->blocks == plain.blocks);
}

TEST_CASE("a story of a site without rules whose page is the front page is gone") {
  const StillClock clock;
  press::Reader reader(clock);
  site::SiteProfile profile{.name = "news"};
  profile.front_pages = {url::parse_url("https://news.example/feed").value()};
  for (const char* address : {"https://news.example/", "https://news.example/feed"}) {
    fetch::Page front = page("news.example");
    front.url = url::parse_url(address).value();
    const auto article = reader.article(front, &profile);
    REQUIRE_FALSE(article);
    CHECK(article.error().message == std::string("it is the front page of the site: ") + address);
    CHECK(reader.article(front, nullptr));
  }
}

TEST_CASE("a byline and a time that a profile selects are shown as they are printed") {
  const StillClock clock;
  press::Reader reader(clock);
  fetch::Page story = page("news.example");
  story.html.insert(story.html.find("<article>"),
                    "<p class=by>By Ann Poe and Bo Ek</p><p class=at>Posted 3 May 2025</p>");
  site::SiteProfile profile{.name = "news", .dates = {{.pattern = "d MMMM yyyy"}}};
  profile.article.byline = {html::Selector::parse(".by").value()};
  CHECK(reader.article(story, &profile)->reading == extract::Reading::Generic);
  profile.article.timestamp = {html::Selector::parse(".at").value()};
  profile.article.published = {html::Selector::parse(".at").value()};
  const extract::Article article = reader.article(story, &profile).value();
  CHECK(article.reading == extract::Reading::ByProfile);
  CHECK(article.authors == std::vector<std::string>{"Ann Poe", "Bo Ek"});
  CHECK(article.timestamp == "Posted 3 May 2025");
  REQUIRE(article.published);
  CHECK(text::to_rfc3339(*article.published).starts_with("2025-05-03"));
}

TEST_CASE("a feed is a list whatever its media type, and never an article") {
  const StillClock clock;
  press::Reader reader(clock);
  const std::string feed =
      "<rss version='2.0'><channel><item><title>Rain in the west</title>"
      "<link>https://news.example/world/rain</link></item><item><title>Elsewhere</title>"
      "<link>https://other.example/world/x</link></item></channel></rss>";
  for (const char* type : {"text/html", "application/rss+xml", ""}) {
    const auto page =
        fetch::make_page(url::parse_url("https://news.example/feed").value(), feed, type).value();
    CHECK(reader.stories(page, nullptr)->size() == 2);
    CHECK(reader.article(page, nullptr).error().message == "it is a list of stories, no story");
  }
  // With rules, only what they take for a story.
  const site::Catalog sites = catalog();
  const site::SiteProfile& rules = sites.profiles().front();
  const auto page =
      fetch::make_page(url::parse_url("https://news.example/feed").value(), feed, "").value();
  CHECK(reader.stories(page, &rules).error().message == "a feed without stories of this site");
  const auto data =
      fetch::make_page(url::parse_url("https://news.example/x").value(), "{}", "application/json")
          .value();
  CHECK(reader.article(data, nullptr).error().message == "no web page but application/json");
}

TEST_CASE("a list states its title, and a feed why it was read in part") {
  const StillClock clock;
  press::Reader reader(clock);
  const auto listed = [&reader](const std::string& bytes) {
    const auto url = url::parse_url("https://news.example/").value();
    return reader.story_list(fetch::make_page(url, bytes, "").value(), nullptr).value();
  };
  const std::string feed =
      "<rss version='2.0'><channel><title>Harbour &amp;amp; <![CDATA[News]]></title>"
      "<item><title>Rain</title><link>https://news.example/rain</link></item>";
  CHECK(listed(feed + "</channel></rss>").title == "Harbour & News");
  CHECK_FALSE(listed(feed + "</channel></rss>").damage);
  CHECK(listed(feed + "<item>").damage == "line 1: the feed ends in the middle of an item");
  std::string cards;
  for (const char* name : {"amber", "birch", "cedar", "delta", "ember", "fjord"})
    cards += std::string("<div><h3><a href=/world/the-ferry-of-") + name +
             "-runs-again>The ferry of " + name + " runs again</a></h3></div>";
  const std::string page = "<title>Front page</title><main>" + cards + "</main>";
  CHECK(listed(page).title == "Front page");
  CHECK(listed("<meta property=og:site_name content='The\nNews'>" + page).title == "The News");
  CHECK_FALSE(listed("<main>" + cards + "</main>").title);
}

TEST_CASE("a page without a story says why its links are none") {
  const StillClock clock;
  press::Reader reader(clock);
  const auto page =
      fetch::make_page(url::parse_url("https://news.example/").value(),
                       "<nav><a href=/world>World</a><a href=/about>About us</a></nav>", "")
          .value();
  const auto stories = reader.stories(page, nullptr);
  REQUIRE_FALSE(stories);
  CHECK(stories.error().kind == ErrorKind::NotArticle);
  CHECK(stories.error().message.starts_with("no stories: of its"));
}

TEST_SUITE_END();
