// Conversion beside fetching: nothing is lost, and the order stays.

#include "mirror/stages/story_maker.h"

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"

using namespace newshole;

namespace {

/// Notes what a maker hands on: "0 HEADLINE", "1 not modified", "2 too-large".
class Made {
 public:
  mirror::StoryMaker::OnMade on_made() {
    return [this](std::size_t index, const mirror::Made& made) {
      told.push_back(std::to_string(index) + " " + word_for(made));
    };
  }
  std::vector<std::string> told;

 private:
  static std::string word_for(const mirror::Made& made) {
    if (!made.outcome) return std::string(reason_name(made.outcome.error().kind));
    const bool is_text = std::holds_alternative<mirror::NewText>(*made.outcome);
    return is_text ? made.printed.article.headline : "not modified";
  }
};

struct Parts {
  site::SiteProfile profile = test::made_up_profile("news.example");
  test::FakeClock clock;
  config::Edition edition;
  Tick end = Tick::max();
  std::vector<mirror::StoryTools> tools;

  explicit Parts(std::size_t threads = 1) {
    while (tools.size() < threads) {
      mirror::StoryTools& made = tools.emplace_back(mirror::StoryTools{press::Reader(clock), {}});
      made.editions.push_back(
          {&edition, press::Press::create(press::style_of({}, edition)).value()});
    }
  }

  mirror::StoryMaker maker(mirror::StoryMaker::OnMade on_made) {
    return {profile, tools, {clock, end}, std::move(on_made)};
  }
};

fetch::Answer page(const std::string& html) {
  return fetch::make_page(url::parse_url("https://news.example/2025/09/19/tech/a").value(), html,
                          "text/html")
      .value();
}

fetch::Answer story(const std::string& headline) {
  return page(test::story_html(headline, "Something happened, and it was written down."));
}

mirror::StoryToAsk at(std::size_t index) {
  mirror::StoryToAsk story;
  story.index = index;
  return story;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/story_maker");

TEST_CASE("what answers come to is handed on in their order, pages or not") {
  Parts parts;
  Made made;
  mirror::StoryMaker maker = parts.maker(made.on_made());
  maker.add(at(3), story("First"));
  maker.add(at(1), fetch::NotModified{});
  maker.add(at(2), fail(ErrorKind::TooLarge, "x"));
  maker.add(at(0), page("<p>Nothing here is an article.</p>"));
  maker.add(at(4), story("Last"));
  maker.finish();
  CHECK(made.told == std::vector<std::string>{"3 First", "1 not modified", "2 too-large",
                                              "0 not-article", "4 Last"});
}

TEST_CASE("however many threads make them, stories come in order and are those of one thread") {
  const auto files_of = [](std::size_t threads) {
    Parts parts(threads);
    std::vector<std::string> files;
    mirror::StoryMaker maker = parts.maker([&](std::size_t index, const mirror::Made& made) {
      CHECK(index == files.size());
      files.push_back(made.printed.files.front());
    });
    for (std::size_t i = 0; i < 100; ++i) maker.add(at(i), story("Story " + std::to_string(i)));
    maker.finish();
    return files;
  };
  CHECK(files_of(1).size() == 100);
  CHECK(files_of(4) == files_of(1));
}

TEST_CASE(
    "once the run's time is over pages that have come are not read, and what needs no reading is") {
  Parts parts;
  parts.end = parts.clock.tick();
  Made made;
  mirror::StoryMaker maker = parts.maker(made.on_made());
  maker.add(at(0), story("Late"));
  maker.add(at(1), fetch::NotModified{});
  maker.finish();
  CHECK(made.told == std::vector<std::string>{"0 stopped", "1 not modified"});
}

TEST_CASE("what needs no conversion is handed on at once") {
  Parts parts;
  Made made;
  mirror::StoryMaker maker = parts.maker(made.on_made());
  maker.add(at(0), fetch::NotModified{});
  CHECK(made.told == std::vector<std::string>{"0 not modified"});
}

TEST_CASE("a story brings its file and the validators of its page") {
  Parts parts;
  fetch::Answer answer = story("Rates up again");
  std::get<fetch::Page>(answer).validators = {.etag = "\"7\"", .last_modified = {}};
  std::vector<mirror::Made> stories;
  mirror::StoryMaker maker =
      parts.maker([&](std::size_t, mirror::Made made) { stories.push_back(std::move(made)); });
  maker.add(at(0), std::move(answer));
  maker.finish();
  REQUIRE(stories.size() == 1);
  CHECK(std::get<mirror::NewText>(stories[0].outcome.value()).validators.etag == "\"7\"");
  CHECK(test::has(stories[0].printed.files.front(), "\nRates up again\n"));
  CHECK(test::has(stories[0].printed.files.front(),
                  "\nSomething happened, and it was written down.\n"));
}

TEST_CASE("a page that is heavy by itself is waited for, so that heavy ones do not gather") {
  Parts parts;
  Made made;
  mirror::StoryMaker maker = parts.maker(made.on_made());
  const std::string padding = "<!--" + std::string(std::size_t{3} << 20, 'x') + "-->";
  for (std::size_t i = 0; i < 4; ++i) {
    maker.add(at(i), page(padding + test::story_html("Heavy", "Text.")));
    // It is over the limit by itself, so it was waited for.
    CHECK(made.told.size() == i + 1);
  }
}

TEST_CASE("where the system starts no thread the caller's makes all stories") {
  Parts parts(4);
  Made made;
  mirror::StoryMaker maker = parts.maker(made.on_made());
  {
    const test::NoThreads no_threads;
    for (std::size_t i = 0; i < 3; ++i) maker.add(at(i), story("Some"));
    maker.finish();
  }
  CHECK(made.told == std::vector<std::string>{"0 Some", "1 Some", "2 Some"});
}

TEST_CASE("a maker that ends early hands nothing on any more") {
  Parts parts;
  Made made;
  std::size_t before = 0;
  {
    mirror::StoryMaker maker = parts.maker(made.on_made());
    for (std::size_t i = 0; i < 50; ++i) maker.add(at(i), story("Some"));
    before = made.told.size();
  }
  CHECK(made.told.size() == before);
}

TEST_SUITE_END();
