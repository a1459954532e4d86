#include "fetch/robots/robots_filter.h"

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("fetch/robots/robots_filter");

namespace {

using Names = std::vector<std::string>;

url::Url parsed(const std::string& text) {
  return url::parse_url(text).value();
}

class HandClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Tick tick() const override { return tick_; }
  void move(std::chrono::seconds time) { tick_ += time; }

 private:
  Tick tick_;
};

/// Answers when the test says so.
class Server final : public fetch::Fetcher {
 public:
  struct Asked {
    fetch::Request request;
    OnAnswer on_answer;
  };
  explicit Server(std::list<Asked>& asked) : asked_(&asked) {}
  void ask(fetch::Request request, OnAnswer on_answer) override {
    asked_->push_back({std::move(request), std::move(on_answer)});
  }
  void wait_until(const std::function<bool()>&) override {}

 private:
  std::list<Asked>* asked_;
};

class Scene {
 public:
  Scene() : robot(std::make_unique<Server>(asked), clock) {}

  void ask(const std::string& address) {
    robot.ask({.url = parsed(address)}, [this](const Result<fetch::Answer>& answer) {
      outcomes.push_back(answer ? "page" : answer.error().message);
    });
  }
  [[nodiscard]] Names waiting() const {
    Names names;
    for (const Server::Asked& each : asked) names.push_back(each.request.url.text);
    return names;
  }
  /// To the question that has waited longest.
  void answer(Result<fetch::Answer> answer) {
    const Server::Asked first = std::move(asked.front());
    asked.pop_front();
    first.on_answer(std::move(answer));
  }
  void answer_text(const std::string& text) {
    const url::Url at = asked.front().request.url;
    answer(fetch::make_page(at, text, "text/plain").value());
  }
  void answer_status(long status) {
    answer(
        tl::unexpected(Error{ErrorKind::HttpStatus, "answered " + std::to_string(status), status}));
  }
  /// Leads the question that has waited longest elsewhere.
  void redirect(const std::string& target) {
    const Status may = asked.front().request.may_follow(parsed(target));
    REQUIRE_FALSE(may);
    answer(tl::unexpected(may.error()));
  }

  HandClock clock;
  std::list<Server::Asked> asked;
  Names outcomes;
  fetch::RobotsFilter robot;
};

constexpr const char* kRobots = "https://news.example/robots.txt";

}  // namespace

TEST_CASE("the first page of an origin waits for its rules, and others ask for them no more") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.ask("https://news.example/b");
  CHECK(scene.waiting() == Names{kRobots});
  scene.answer_text("User-agent: *\nDisallow: /b\n");
  CHECK(scene.waiting() == Names{"https://news.example/a"});
  CHECK(scene.outcomes == Names{"its robots.txt asks to leave it alone"});
  scene.ask("https://news.example/c");
  CHECK(scene.waiting() == Names{"https://news.example/a", "https://news.example/c"});
}

TEST_CASE("rules are asked for again after a day") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.answer_text("");
  scene.clock.move(24h - 1s);
  scene.ask("https://news.example/b");
  scene.clock.move(1s);
  scene.ask("https://news.example/c");
  CHECK(scene.waiting() == Names{"https://news.example/a", "https://news.example/b", kRobots});
}

TEST_CASE("an origin whose rules cannot be reached is left alone for a minute") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.answer_status(503);
  scene.ask("https://news.example/b");
  CHECK(scene.waiting().empty());
  CHECK(scene.outcomes == Names{"its robots.txt cannot be reached: answered 503",
                                "its robots.txt cannot be reached: answered 503"});
  scene.clock.move(60s);
  scene.ask("https://news.example/c");
  CHECK(scene.waiting() == Names{kRobots});
}

TEST_CASE("a request keeps the Crawl-delay of its origin") {
  Scene scene;
  scene.ask("https://news.example/a");
  CHECK_FALSE(scene.asked.front().request.pause);
  scene.answer_text("User-agent: *\nCrawl-delay: 5\n");
  CHECK(scene.asked.front().request.pause == 5s);
}

TEST_CASE(
    "a request keeps its own pause where the Crawl-delay is shorter, and that where it is not") {
  const auto pause = [](std::chrono::seconds own) {
    Scene scene;
    scene.robot.ask({.url = parsed("https://news.example/a"), .pause = own}, [](const auto&) {});
    scene.answer_text("User-agent: *\nCrawl-delay: 5\n");
    return scene.asked.front().request.pause;
  };
  CHECK(pause(9s) == 9s);
  CHECK(pause(2s) == 5s);
}

TEST_CASE("a page has what its site's robots.txt states of its use") {
  Scene scene;
  fetch::Preferences stated;
  scene.robot.ask({.url = parsed("https://news.example/a")}, [&](Result<fetch::Answer> answer) {
    stated = fetch::page_of(std::move(answer)).value().site_preferences;
  });
  scene.answer_text("License: https://l.example/\nUser-agent: *\nContent-Usage: /a train-ai=n\n");
  scene.answer_text("A");
  CHECK(stated ==
        fetch::Preferences{.content_usage = "train-ai=n", .license = "https://l.example/"});
}

TEST_CASE("an origin without rules allows all") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.answer_status(404);
  CHECK(scene.waiting() == Names{"https://news.example/a"});
}

TEST_CASE("a redirect within an origin is held to its rules") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.answer_text("User-agent: newshole\nDisallow: /private/\n");
  CHECK(scene.asked.front().request.may_follow(parsed("https://news.example/public/a")));
  scene.redirect("https://news.example/private/a");
  CHECK(scene.outcomes == Names{"a redirect: its robots.txt asks to leave it alone"});
}

TEST_CASE("a redirect to another origin is held to the rules of that one") {
  Scene scene;
  scene.ask("https://news.example/a");
  scene.answer_status(404);
  scene.redirect("https://www.news.example/a");
  CHECK(scene.waiting() == Names{"https://www.news.example/robots.txt"});
  scene.answer_text("User-agent: *\nDisallow: /\n");
  CHECK(scene.outcomes == Names{"its robots.txt asks to leave it alone"});
}

TEST_CASE("redirects from origin to origin end") {
  Scene scene;
  scene.ask("https://h0.example/");
  for (int i = 1; i <= 6; ++i) {
    scene.answer_status(404);
    scene.redirect("https://h" + std::to_string(i) + ".example/");
  }
  CHECK(scene.waiting().empty());
  CHECK(scene.outcomes == Names{"more than 5 redirects to other servers"});
}

TEST_CASE("a page has moved for good if all redirects are permanent, to other servers too") {
  struct Case {
    long first;               // of the redirect to another server
    fetch::Redirects second;  // of those there
    fetch::Redirects all;
  };
  using fetch::Redirects;
  for (const Case& each : {Case{fetch::kMovedForGood, Redirects::None, Redirects::Permanent},
                           Case{fetch::kMovedForGood, Redirects::Permanent, Redirects::Permanent},
                           Case{fetch::kMovedForGood, Redirects::Temporary, Redirects::Temporary},
                           Case{0, Redirects::None, Redirects::Temporary},
                           Case{0, Redirects::Permanent, Redirects::Temporary}}) {
    Scene scene;
    auto seen = Redirects::None;
    scene.robot.ask({.url = parsed("https://news.example/a")},
                    [&](const Result<fetch::Answer>& answer) {
                      REQUIRE(answer);
                      seen = std::get<fetch::NotModified>(*answer).redirects;
                    });
    scene.answer_status(404);
    REQUIRE_FALSE(scene.asked.front().request.may_follow(parsed("https://other.example/b")));
    scene.answer(tl::unexpected(Error{ErrorKind::RedirectRefused, "x", each.first}));
    scene.answer_status(404);
    scene.answer(fetch::NotModified{.redirects = each.second});
    CHECK(seen == each.all);
  }
}

TEST_CASE("what the asker does not want to be led to is not followed") {
  Scene scene;
  std::string outcome;
  scene.robot.ask({.url = parsed("https://news.example/a"),
                   .may_follow = [](const url::Url&) { return fail(ErrorKind::Usage, "no"); }},
                  [&](const Result<fetch::Answer>& answer) { outcome = answer.error().message; });
  scene.answer_status(404);
  scene.redirect("https://other.example/");
  CHECK(outcome == "no");
  CHECK(scene.waiting().empty());
}

TEST_CASE("rules of many origins do not pile up: the oldest are asked for again") {
  Scene scene;
  for (int i = 0; i < 30; ++i) {
    scene.ask("https://h" + std::to_string(i) + ".example/");
    scene.answer_text("# " + std::string(100'000, 'x'));
    scene.answer_status(404);
    scene.clock.move(1s);
  }
  scene.ask("https://h29.example/b");
  scene.ask("https://h0.example/b");
  CHECK(scene.waiting() == Names{"https://h29.example/b", "https://h0.example/robots.txt"});
}
