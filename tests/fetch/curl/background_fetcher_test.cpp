#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "base/clock.h"
#include "fetch/curl/curl_fetcher.h"
#include "fetch/local_server.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::answer;
using test::Connection;
using test::empty_answer;
using test::LocalServer;

TEST_SUITE_BEGIN("fetch/curl/background_fetcher");

namespace {

const std::string kPage = "<html><body><p>News.</p></body></html>";
const SystemClock kClock;

/// What came, by the path that was asked for.
class Mailbox {
 public:
  void put(const std::string& path, const Result<fetch::Answer>& answer) {
    const std::scoped_lock lock(mutex_);
    came_[path] += answer ? "page" : std::string(reason_name(answer.error().kind));
    errors_[path] = answer ? "" : answer.error().message;
    changed_.notify_all();
  }
  /// Waits a minute for it.
  std::string outcome(const std::string& path) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 1min, [&] { return came_.contains(path); });
    return came_[path];
  }
  std::string error(const std::string& path) {
    static_cast<void>(outcome(path));
    const std::scoped_lock lock(mutex_);
    return errors_[path];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::string> came_;
  std::map<std::string, std::string> errors_;
};

std::unique_ptr<fetch::BackgroundFetcher> fetcher(fetch::NetworkOptions options = {}) {
  options.private_hosts.emplace_back("127.0.0.1");
  options.retry_pause = 4ms;
  auto made = fetch::BackgroundFetcher::create(
      options, kClock, [] { return 0.5; }, fetch::Life::Service);
  REQUIRE(made);
  return *std::move(made);
}

void ask(fetch::Fetcher& robot, const LocalServer& server, const std::string& path,
         Mailbox& mailbox, std::optional<std::chrono::milliseconds> time = std::nullopt) {
  fetch::Request request{.url = url::parse_url(server.url(path)).value()};
  if (time) request.deadline = kClock.tick() + *time;
  robot.ask(std::move(request),
            [&mailbox, path](const Result<fetch::Answer>& answer) { mailbox.put(path, answer); });
}

}  // namespace

TEST_CASE("a page that is asked for while another hangs does not wait for it") {
  const LocalServer server([](std::string_view target, Connection& client) {
    if (target == "/hangs") return client.hang();
    static_cast<void>(client.send(answer(kPage)));
  });
  Mailbox mailbox;
  const auto robot = fetcher();
  ask(*robot, server, "/hangs", mailbox, 1s);
  ask(*robot, server, "/first", mailbox);
  CHECK(mailbox.outcome("/first") == "page");
  ask(*robot, server, "/second", mailbox);
  CHECK(mailbox.outcome("/second") == "page");
  CHECK(mailbox.outcome("/hangs") == "timeout");
}

TEST_CASE("a fetcher that has slept is woken by the next request") {
  const LocalServer server(answer(kPage));
  Mailbox mailbox;
  const auto robot = fetcher();
  for (int i = 0; i < 20; ++i) {
    const std::string path = "/" + std::to_string(i);
    ask(*robot, server, path, mailbox);
    CHECK(mailbox.outcome(path) == "page");
  }
}

TEST_CASE("a request that gets no turn before its deadline is answered all the same") {
  const LocalServer server([](std::string_view, Connection& client) { client.hang(); });
  Mailbox mailbox;
  const auto robot = fetcher({.max_per_host = 1});
  ask(*robot, server, "/hangs", mailbox, 2s);
  ask(*robot, server, "/waits", mailbox, 300ms);
  CHECK(mailbox.outcome("/waits") == "timeout");
  CHECK(mailbox.error("/waits") == "it did not get its turn in time");
  CHECK(mailbox.outcome("/hangs") == "timeout");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a rest that a server asks for is kept, and nobody made to wait for it") {
  const LocalServer server(empty_answer("429 Too Many Requests", "Retry-After: 3600\r\n"));
  Mailbox mailbox;
  const auto robot = fetcher();
  ask(*robot, server, "/first", mailbox, 1min);
  CHECK(mailbox.error("/first") == "answered 429 and asks for a rest of 3600 s");
  ask(*robot, server, "/second", mailbox, 1min);
  CHECK(mailbox.outcome("/second") == "rate-limited");
  CHECK(mailbox.error("/second").starts_with(
      "the host failed or asked for a rest; it is left alone for "));
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a host that keeps failing is left alone for a while, not asked again and again") {
  const LocalServer server(empty_answer("503 Service Unavailable"));
  Mailbox mailbox;
  const auto robot = fetcher({.max_retries = 0});
  for (const std::string path : {"/1", "/2", "/3", "/4", "/5"}) {
    ask(*robot, server, path, mailbox, 30s);
    CHECK(mailbox.outcome(path) == "http-status");
  }
  ask(*robot, server, "/6", mailbox, 30s);
  CHECK(mailbox.outcome("/6") == "rate-limited");
  CHECK(server.requests().size() == 5);
}

TEST_CASE("pages that fail, which anybody may ask for, do not cost others their host") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const std::string error = empty_answer("500 Internal Server Error");
    static_cast<void>(client.send(target == "/good" ? answer(kPage) : error));
  });
  Mailbox mailbox;
  const auto robot = fetcher({.max_retries = 0});
  for (const std::string path : {"/1", "/2", "/3", "/4", "/5", "/6"}) {
    ask(*robot, server, path, mailbox, 1min);
    CHECK(mailbox.outcome(path) == "http-status");
  }
  ask(*robot, server, "/good", mailbox, 1min);
  CHECK(mailbox.outcome("/good") == "page");
}

TEST_CASE("a fetcher that ends answers what is under way, and soon") {
  const LocalServer server([](std::string_view, Connection& client) { client.hang(); });
  Mailbox mailbox;
  auto robot = fetcher({.max_time = 10min});
  ask(*robot, server, "/hangs", mailbox);
  REQUIRE(server.gets(1));
  const Tick before = kClock.tick();
  robot.reset();
  CHECK(mailbox.outcome("/hangs") == "stopped");
  CHECK(kClock.tick() - before < 1min);
}

TEST_CASE("many threads may ask at once, and each gets its answer once") {
  const LocalServer server([](std::string_view, Connection& client) {
    client.keep_open();
    static_cast<void>(client.send(answer(kPage)));
  });
  Mailbox mailbox;
  const auto robot = fetcher();
  std::vector<std::thread> askers;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&, i] {
      for (int j = 0; j < 5; ++j) {
        ask(*robot, server, "/" + std::to_string(i) + "-" + std::to_string(j), mailbox);
      }
    });
  }
  for (std::thread& asker : askers) asker.join();
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 5; ++j) {
      CHECK(mailbox.outcome("/" + std::to_string(i) + "-" + std::to_string(j)) == "page");
    }
  }
}

TEST_CASE("limits hold for all threads that use one fetcher") {
  std::atomic<int> in_flight = 0;
  std::atomic<int> most = 0;
  const LocalServer server([&](std::string_view, Connection& client) {
    most = std::max(most.load(), ++in_flight);
    // Long enough for another request to come, if any may.
    std::this_thread::sleep_for(20ms);
    --in_flight;
    static_cast<void>(client.send(answer(kPage)));
  });
  const auto robot = fetcher({.max_per_host = 1});
  std::vector<std::thread> threads;
  std::atomic<int> pages = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      const auto url = url::parse_url(server.url("/" + std::to_string(i))).value();
      if (robot->fetch(url)) ++pages;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(pages == 6);
  CHECK(most == 1);
}
