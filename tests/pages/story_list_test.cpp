#include "pages/stories/story_list.h"

#include <doctest/doctest.h>

#include "pages/news_site.h"

using namespace newshole;
using namespace std::chrono_literals;
using pages::ListFacts;
using test::kTime;
using test::News;

namespace {

const std::chrono::sys_days kListDay = std::chrono::floor<std::chrono::days>(kTime);

store::StoryRecord told_story() {
  store::StoryRecord record = test::story("Rates up", "us/rates");
  record.section = "us";
  record.words = 719;
  record.instant = kTime;
  record.first_seen = kTime + 1h;
  return record;
}

std::string facts(const News& news, const store::StoryRecord& story, const ListFacts& list) {
  return pages::story_facts(news.scope(), story, list);
}

}  // namespace

TEST_SUITE_BEGIN("pages/story_list");

TEST_CASE("the facts of a story are its section, its time and the minutes that it takes") {
  const News news;
  const pages::SectionNames sections = {{"us", "US"}};
  CHECK(facts(news, told_story(), {.sections = &sections, .day = kListDay}) ==
        "US, 18:04, 3\u00a0min");
}

TEST_CASE("a story of another day than the list's shows its date, of another year that too") {
  const News news;
  store::StoryRecord story = told_story();
  story.instant = kTime - std::chrono::days(2);
  CHECK(facts(news, story, {.day = kListDay}) == "29 Nov, 18:04, 3\u00a0min");
  story.instant = kTime - std::chrono::days(400);
  CHECK(facts(news, story, {.day = kListDay}) == "27 Oct 2024, 18:04, 3\u00a0min");
  CHECK(facts(news, story, {}) == "27 Oct 2024, 18:04, 3\u00a0min");
}

TEST_CASE("a time that the site does not tell is not made up") {
  const News news;
  store::StoryRecord story = told_story();
  story.instant.reset();
  story.date = kListDay;
  CHECK(facts(news, story, {.day = kListDay}) == "3\u00a0min");
  story.date = kListDay - std::chrono::days(1);
  CHECK(facts(news, story, {.day = kListDay}) == "30 Nov, 3\u00a0min");
}

TEST_CASE("a time to come is none that a site can tell") {
  const News news;
  store::StoryRecord story = told_story();
  story.first_seen = kTime;
  story.instant = kTime + std::chrono::days(400);
  CHECK(facts(news, story, {.day = kListDay}) == "3\u00a0min");
}

TEST_CASE("times are those of clocks in the configuration's zone") {
  News news;
  news.config.zone = *text::ClockZone::named("Asia/Kolkata");
  CHECK(facts(news, told_story(), {.day = kListDay}) == "23:34, 3\u00a0min");
}

TEST_CASE("a configuration chooses the facts") {
  News news;
  const pages::SectionNames sections = {{"us", "US"}};
  news.config.menu_facts = {config::MenuFact::Length};
  CHECK(facts(news, told_story(), {.sections = &sections}) == "3\u00a0min");
  news.config.menu_facts.clear();
  CHECK(facts(news, told_story(), {.sections = &sections}).empty());
}

TEST_CASE("a reader is told of a text that changed and of a story that its site took down") {
  News news;
  news.config.menu_facts.clear();
  store::StoryRecord story = told_story();
  story.text_changed = kTime + 1h;
  story.gone = kTime + 2h;
  CHECK(facts(news, story, {.day = kListDay}) == "changed 19:04, no longer on the site");
}

TEST_CASE("a story that other sites have names them behind all else") {
  News news;
  news.config.menu_facts = {config::MenuFact::Length};
  CHECK(facts(news, told_story(), {.site = "News", .also = {"The Gazette", "The Herald"}}) ==
        "News, 3\u00a0min, also: The Gazette, The Herald");
}

TEST_CASE("sections have names for people") {
  CHECK(pages::section_name_for_people("us") == "US");
  CHECK(pages::section_name_for_people("middleeast") == "Middle East");
  CHECK(pages::section_name_for_people("real-estate") == "Real Estate");
  CHECK(pages::section_name_for_people("arts_and_ai") == "Arts and AI");
  CHECK(pages::section_name_for_people("World News") == "World News");
  CHECK(pages::section_name_for_people("\u00e9conomie") == "\u00e9conomie");
  CHECK(pages::section_name_for_people("--") == "--");
}

TEST_CASE("a new story is marked, and facts stand below all lines of a headline") {
  const News news;
  const store::StoryRecord story = test::story(
      "A headline of so many words that no line of a menu in any client of gopher has room", "a");
  gopher::Outline outline;
  pages::add_stories(outline, news.scope(),
                     std::vector<pages::ListedStory>{{news.item(story), "US, 3 min", true}});
  CHECK(news.set(outline) ==
        gopher::Menu{{gopher::ItemType::Text,
                      "* A headline of so many words that no line of a menu in any client",
                      "/news.example/a.txt"},
                     {gopher::ItemType::Info, "  of gopher has room", ""},
                     {gopher::ItemType::Info, "    US, 3 min", ""}});
}

TEST_CASE("a star that a site begins its headline with is none of ours") {
  const News news;
  gopher::Outline outline;
  pages::add_stories(
      outline, news.scope(),
      std::vector<pages::ListedStory>{{news.item(test::story("* Breaking: rain", "a")), {}},
                                      {news.item(test::story("**", "b")), {}}});
  const gopher::Menu menu = news.set(outline);
  CHECK(menu.at(0).display == "Breaking: rain");
  CHECK(menu.at(1).display == "**");
}

TEST_CASE("a headline is cut to its line where the configuration says so") {
  News news({.width = 30});
  news.config.menu_headlines = config::MenuHeadlines::Cut;
  gopher::Outline outline;
  pages::add_stories(outline, news.scope(),
                     std::vector<pages::ListedStory>{
                         {news.item(test::story("Rain on the roofs of the old town", "a")), {}},
                         {news.item(test::story("Rain", "b")), {}}});
  const gopher::Menu menu = news.set(outline);
  REQUIRE(menu.size() == 2);
  CHECK(menu[0].display == "Rain on the roofs of the ol...");
  CHECK(menu[1].display == "Rain");
}

TEST_CASE("a headline that leads to the web is cut before it says so") {
  News news({.width = 40});
  news.config.menu_headlines = config::MenuHeadlines::Cut;
  gopher::Outline outline;
  pages::add_stories(
      outline, news.scope(),
      std::vector<pages::ListedStory>{
          {{gopher::ItemType::Html, "https://news.example/a", "Rain on the roofs of the old town"},
           {}},
          {{gopher::ItemType::Html, "https://news.example/b", "x\t/y\thole.example\t70\r\n1y"},
           {}}});
  const gopher::Menu menu = news.set(outline);
  REQUIRE(menu.size() == 2);
  CHECK(menu[0] == gopher::MenuItem{gopher::ItemType::Html,
                                    "Rain on the roofs of the... (on the web)",
                                    "URL:https://news.example/a"});
  const std::string bytes = news.bytes(outline);
  CHECK(std::ranges::count(bytes, '\n') == 2);
  CHECK(std::ranges::count(bytes, '\t') == 6);
}

TEST_CASE("no headline becomes an item, a line or a field of a list") {
  News news;
  for (const auto headlines : {config::MenuHeadlines::Whole, config::MenuHeadlines::Cut}) {
    news.config.menu_headlines = headlines;
    gopher::Outline outline;
    pages::add_stories(
        outline, news.scope(),
        std::vector<pages::ListedStory>{
            {news.item(test::story("x\t/secret\thole.example\t70\r\n1y\t/\th\t70", "a")), "f"}});
    const std::string bytes = news.bytes(outline);
    CHECK(std::ranges::count(bytes, '\n') == 2);
    CHECK(std::ranges::count(bytes, '\t') == 6);
  }
}

TEST_CASE("numbers of thousands are grouped") {
  CHECK(pages::grouped(0) == "0");
  CHECK(pages::grouped(999) == "999");
  CHECK(pages::grouped(2607) == "2,607");
  CHECK(pages::grouped(1'234'567) == "1,234,567");
  CHECK(pages::stories_in_words(1) == "1 story");
}

TEST_SUITE_END();
