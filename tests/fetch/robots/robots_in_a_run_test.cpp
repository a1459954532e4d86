#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "fetch/robots/robots.h"
#include "fetch/robots/robots_filter.h"

using namespace newshole;
using namespace std::chrono_literals;
using fetch::StoredRobots;

namespace {

using Names = std::vector<std::string>;

constexpr const char* kRobots = "https://news.example/robots.txt";

url::Url url(const std::string& text) {
  return url::parse_url(text).value();
}

class FakeClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Tick tick() const override { return {}; }
  void advance(std::chrono::seconds time) { now_ += time; }

 private:
  UtcTime now_ = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19);
};

/// Answers 404 where it was not told otherwise.
class Server final : public fetch::Fetcher {
 public:
  void set(const std::string& at, std::string text) {
    answers_.insert_or_assign(at, fetch::make_page(url(at), std::move(text), "text/plain"));
  }
  void fail_at(const std::string& at, Error error) {
    answers_.insert_or_assign(at, tl::unexpected(std::move(error)));
  }
  /// What is asked for at `from` is led to `to`.
  void redirect(const std::string& from, const std::string& to) { led_.insert_or_assign(from, to); }
  Names take_asked() { return std::exchange(asked_, {}); }

  void ask(fetch::Request request, OnAnswer on_answer) override {
    asked_.push_back(request.url.text);
    waiting_.emplace_back(std::move(request), std::move(on_answer));
  }
  void wait_until(const std::function<bool()>& is_done) override {
    while (!is_done()) {
      const auto [request, on_answer] = std::move(waiting_.front());
      waiting_.pop_front();
      on_answer(answer_to(request));
    }
  }
  [[nodiscard]] fetch::Traffic traffic() const override { return {.requests = 7}; }

 private:
  Result<fetch::Answer> answer_to(const fetch::Request& request) {
    const auto led = led_.find(request.url.text);
    const std::string at = led == led_.end() ? request.url.text : led->second;
    if (led != led_.end() && request.may_follow) {
      if (const Status may = request.may_follow(url(at)); !may) {
        return tl::unexpected(may.error());
      }
    }
    const auto known = answers_.find(at);
    if (known != answers_.end()) return known->second;
    return tl::unexpected(Error{ErrorKind::HttpStatus, "answered 404", 404});
  }

  std::map<std::string, Result<fetch::Page>> answers_;
  std::map<std::string, std::string> led_;
  std::deque<std::pair<fetch::Request, OnAnswer>> waiting_;
  Names asked_;
};

class Store final : public fetch::RobotsStore {
 public:
  std::optional<StoredRobots> load(const std::string& origin) override {
    const auto known = kept.find(origin);
    return known == kept.end() ? std::nullopt : std::optional(known->second);
  }
  void save(const std::string& origin, const StoredRobots& robots) override {
    kept.insert_or_assign(origin, robots);
  }

  std::map<std::string, StoredRobots> kept;
};

struct Run {
  FakeClock clock;
  Server server;
  Store store;

  /// A run of the program: what it fetched says the text, or the reason and the message.
  Names fetch(const Names& addresses) {
    fetch::RobotsFilter fetcher(server, clock, {&store, 24h});
    return fetch_with(fetcher, addresses);
  }

  static Names fetch_with(fetch::RobotsFilter& fetcher, const Names& addresses) {
    std::vector<fetch::Request> requests;
    for (const std::string& address : addresses) requests.push_back({.url = url(address)});
    Names outcomes(addresses.size(), "no answer");
    fetcher.fetch_all(requests, [&](std::size_t index, const Result<fetch::Answer>& answer) {
      CHECK(outcomes[index] == "no answer");
      outcomes[index] =
          answer ? std::get<fetch::Page>(*answer).html
                 : std::string(reason_name(answer.error().kind)) + ": " + answer.error().message;
    });
    return outcomes;
  }
};

/// What becomes of a page when its origin's robots.txt fails so.
std::string after(Error error) {
  Run run;
  run.server.set("https://news.example/a", "A");
  run.server.fail_at(kRobots, std::move(error));
  return run.fetch({"https://news.example/a"}).at(0);
}

}  // namespace

TEST_SUITE_BEGIN("fetch/robots/robots_in_a_run");

TEST_CASE("a redirect does not lead around robots.txt") {
  Run run;
  run.server.set(kRobots, "User-agent: *\nDisallow: /private\n");
  run.server.redirect("https://news.example/a", "https://news.example/private/a");
  run.server.redirect("https://news.example/b", "https://news.example/public/b");
  run.server.set("https://news.example/public/b", "B");
  run.server.redirect("https://news.example/c", "https://other.example/c");
  run.server.set("https://other.example/c", "C");
  CHECK(run.fetch({"https://news.example/a", "https://news.example/b", "https://news.example/c"}) ==
        Names{"disallowed: a redirect: its robots.txt asks to leave it alone", "B", "C"});
}

TEST_CASE("the filter asks the caller, too, where a redirect may lead") {
  Run run;
  run.server.set(kRobots, "");
  run.server.redirect("https://news.example/a", "https://news.example/b");
  run.server.set("https://news.example/b", "B");
  fetch::RobotsFilter fetcher(run.server, run.clock, {&run.store, 24h});
  const fetch::Request request{
      .url = url::parse_url("https://news.example/a").value(),
      .may_follow = [](const auto&) { return fail(ErrorKind::RedirectRefused, "not there"); }};
  fetcher.fetch_all({&request, 1}, [](std::size_t, const Result<fetch::Answer>& answer) {
    REQUIRE_FALSE(answer);
    CHECK(answer.error().message == "not there");
  });
}

TEST_CASE("a redirect to another origin is held to the rules of that one in a run, too") {
  Run run;
  run.server.set("https://other.example/robots.txt", "User-agent: *\nDisallow: /c\n");
  run.server.redirect("https://news.example/c", "https://other.example/c");
  run.server.set("https://other.example/c", "C");
  CHECK(run.fetch({"https://news.example/c"}) ==
        Names{"disallowed: its robots.txt asks to leave it alone"});
}

TEST_CASE("what robots.txt disallows is not asked for, the rest is") {
  Run run;
  run.server.set(kRobots, "User-agent: *\nDisallow: /private\n");
  run.server.set("https://news.example/a", "A");
  run.server.set("https://news.example/b", "B");
  CHECK(run.fetch({"https://news.example/a", "https://news.example/private/x",
                   "https://news.example/b"}) ==
        Names{"A", "disallowed: its robots.txt asks to leave it alone", "B"});
  CHECK(run.server.take_asked() ==
        Names{kRobots, "https://news.example/a", "https://news.example/b"});
}

TEST_CASE("the query counts, and a group named newshole is ours") {
  Run run;
  run.server.set(kRobots, "User-agent: *\nDisallow: /\n\nUser-agent: NewsHole\nDisallow: /a?q=\n");
  run.server.set("https://news.example/a?p=1", "P");
  CHECK(run.fetch({"https://news.example/a?p=1", "https://news.example/a?q=1"}) ==
        Names{"P", "disallowed: its robots.txt asks to leave it alone"});
}

TEST_CASE("each origin is asked once, by scheme, host and port") {
  Run run;
  fetch::RobotsFilter fetcher(run.server, run.clock, {&run.store, 24h});
  Run::fetch_with(fetcher, {"https://a.example/1", "https://a.example/2", "http://a.example/1",
                            "https://a.example:8443/1"});
  CHECK(run.server.take_asked() ==
        Names{"https://a.example/robots.txt", "http://a.example/robots.txt",
              "https://a.example:8443/robots.txt", "https://a.example/1", "https://a.example/2",
              "http://a.example/1", "https://a.example:8443/1"});
  Run::fetch_with(fetcher, {"https://a.example/3"});
  CHECK(run.server.take_asked() == Names{"https://a.example/3"});
}

TEST_CASE("an answer is kept for a day, then asked for anew") {
  Run run;
  run.server.set(kRobots, "User-agent: *\nDisallow: /a\n");
  run.fetch({"https://news.example/a"});
  run.server.take_asked();
  run.clock.advance(24h - 1s);
  CHECK(run.fetch({"https://news.example/a"}).at(0).starts_with("disallowed"));
  CHECK(run.server.take_asked().empty());
  run.clock.advance(1s);
  run.server.set(kRobots, "");
  run.server.set("https://news.example/a", "A");
  CHECK(run.fetch({"https://news.example/a"}) == Names{"A"});
  CHECK(run.server.take_asked() == Names{kRobots, "https://news.example/a"});
}

TEST_CASE("that there is no robots.txt is kept as well") {
  Run run;
  run.fetch({"https://news.example/a"});
  CHECK(run.store.kept.at("https://news.example") ==
        StoredRobots{StoredRobots::Outcome::Missing, run.clock.now(), ""});
  run.server.take_asked();
  run.fetch({"https://news.example/a"});
  CHECK(run.server.take_asked() == Names{"https://news.example/a"});
}

TEST_CASE("an answer of the future, from before the clock was set back, is not trusted") {
  Run run;
  run.fetch({"https://news.example/a"});
  run.clock.advance(-1h);
  run.server.take_asked();
  run.fetch({"https://news.example/a"});
  CHECK(run.server.take_asked() == Names{kRobots, "https://news.example/a"});
}

TEST_CASE("an origin without robots.txt allows all, whichever way it says so") {
  CHECK(after({ErrorKind::HttpStatus, "answered 404", 404}) == "A");
  CHECK(after({ErrorKind::HttpStatus, "answered 403", 403}) == "A");
  CHECK(after({ErrorKind::HttpStatus, "answered 204", 204}) == "A");
  CHECK(after({ErrorKind::RedirectRefused, "more than 5 redirects"}) == "A");
  CHECK(after({ErrorKind::NotArticle, "no web page but image/png"}) == "A");
  CHECK(after({ErrorKind::NotFound, "no saved page"}) == "A");
}

TEST_CASE("a robots.txt that cannot be reached allows nothing and is named as the cause") {
  CHECK(after({ErrorKind::HttpStatus, "answered 500", 500}) ==
        "http-status: its robots.txt cannot be reached: answered 500");
  CHECK(after({ErrorKind::HttpStatus, "answered 429", 429}).starts_with("http-status: "));
  CHECK(after({ErrorKind::Timeout, "no answer"}) ==
        "timeout: its robots.txt cannot be reached: no answer");
  CHECK(after({ErrorKind::RateLimited, "answered 429"}).starts_with("rate-limited: "));
  CHECK(after({ErrorKind::Truncated, "cut"}).starts_with("truncated: "));
  CHECK(after({ErrorKind::TooLarge, "8 MB"}).starts_with("too-large: "));
}

TEST_CASE("an origin that cannot be reached is asked once in a run, and again in the next") {
  Run run;
  run.server.fail_at(kRobots, {ErrorKind::Unreachable, "refused"});
  fetch::RobotsFilter fetcher(run.server, run.clock, {&run.store, 24h});
  Run::fetch_with(fetcher, {"https://news.example/a"});
  Run::fetch_with(fetcher, {"https://news.example/b"});
  CHECK(run.server.take_asked() == Names{kRobots});
  CHECK(run.store.kept.empty());
  run.server.set(kRobots, "");
  run.server.set("https://news.example/a", "A");
  CHECK(run.fetch({"https://news.example/a"}) == Names{"A"});
}

TEST_CASE("one origin's silence costs no other origin") {
  Run run;
  run.server.fail_at(kRobots, {ErrorKind::Unreachable, "refused"});
  run.server.set("https://other.example/a", "A");
  CHECK(run.fetch({"https://news.example/a", "https://other.example/a"}).at(1) == "A");
}

TEST_CASE("a robots.txt over the limit is cut before it is kept, and reads the same again") {
  Run run;
  std::string text = "User-agent: *\nDisallow: /a\n";
  text += std::string(fetch::kMaxRobotsBytes - text.size() - 11, '#');
  run.server.set(kRobots, text + "\nDisallow: /private\n" + std::string(100'000, '#'));
  run.server.set("https://news.example/b", "B");
  const Names pages = {"https://news.example/a", "https://news.example/b"};
  const Names want = {"disallowed: its robots.txt asks to leave it alone", "B"};
  CHECK(run.fetch(pages) == want);
  CHECK(run.store.kept.at("https://news.example").text.size() < fetch::kMaxRobotsBytes + 2);
  CHECK(run.fetch(pages) == want);
}

TEST_CASE("what the other fetcher needed is told on") {
  Run run;
  CHECK(fetch::RobotsFilter(run.server, run.clock, {&run.store, 24h}).traffic().requests == 7);
}

TEST_SUITE_END();
