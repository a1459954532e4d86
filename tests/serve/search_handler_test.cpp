#include "serve/search_handler.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "search/files.h"
#include "search/index.h"
#include "serve/answer_bytes.h"
#include "serve/running_server.h"

using namespace newshole;
using namespace std::chrono_literals;
using serve::Answer;
using serve::Outcome;
using serve::SearchHandler;
using test::bytes_of;

namespace {

const std::chrono::sys_days kDay = std::chrono::year(2025) / 9 / 19;

/// A mirror of one story that is there and one whose file is not.
class Mirror {
 public:
  Mirror() {
    folder_.write("news.example/rain.txt", "Rain\n");
    const auto place = search::index_folder(folder_.path());
    std::filesystem::create_directories(place.parent_path());
    const auto file = search::begin_index(place);
    REQUIRE(file);
    auto index = search::Index::create(*file);
    REQUIRE(index);
    REQUIRE(index->save_site("news.example", "News"));
    REQUIRE(
        index->apply(std::vector{story("rain", "Rain expected"), story("gone", "Rain ended")}, 0));
    REQUIRE(search::Index::finish(*std::move(index)));
    REQUIRE(search::place_index(*file, 1));
  }

  /// As a run does that finds another story.
  void change() const {
    const auto file = search::newest_index(search::index_folder(folder_.path()));
    REQUIRE(file);
    REQUIRE(*file);
    auto index = search::Index::open((*file)->path);
    REQUIRE(index);
    REQUIRE(index->apply(std::vector{story("late", "Rain late")}, 1));
  }

  [[nodiscard]] config::Config config() const {
    config::Config config;
    config.root = folder_.path();
    return config;
  }

 private:
  static search::IndexChange story(const std::string& name, const std::string& headline) {
    return {{"news.example", "https://news.example/" + name},
            search::IndexedStory{
                .path = "news.example/" + name + ".txt", .headline = headline, .day = kDay}};
  }

  test::ServedFolder folder_;
};

const serve::Asker kAsker = {{"::1", 7070}, "192.0.2.1"};

Answer answer_to(SearchHandler& handler, const serve::Request& request) {
  auto promise = std::make_shared<std::promise<Answer>>();
  auto answer = promise->get_future();
  handler.answer(request, kAsker, [promise](Answer it) { promise->set_value(std::move(it)); });
  REQUIRE(answer.wait_for(1min) == std::future_status::ready);
  return answer.get();
}

const serve::Request kRain = {.selector = "/search", .words = "rain"};

/// Keeps a handler's only thread at work until it is released.
class BusyThread {
 public:
  void occupy(SearchHandler& handler) {
    handler.answer(kRain, kAsker, [this](const Answer&) {
      began_.set_value();
      may_end_.get_future().wait();
    });
    began_.get_future().wait();
  }
  void release() { may_end_.set_value(); }

 private:
  std::promise<void> began_;
  std::promise<void> may_end_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("serve/search_handler");

TEST_CASE("a search is a menu whose items are on this server, as it is to be named") {
  const Mirror mirror;
  const test::HandClock clock;
  SearchHandler handler(mirror.config(), clock);
  const Answer answer = answer_to(handler, {.selector = "/news.example/search", .words = "rain"});
  CHECK(answer.outcome == Outcome::Menu);
  CHECK(has(bytes_of(answer), "\r\n0Rain expected\t/news.example/rain.txt\t::1\t7070\r\n"));
  CHECK(has(bytes_of(answer), "\r\n7Another search\t/news.example/search\t::1\t7070\r\n"));
  CHECK(bytes_of(answer).ends_with("\r\n.\r\n"));
}

TEST_CASE("a story without a file is not in the answer") {
  const Mirror mirror;
  const test::HandClock clock;
  SearchHandler handler(mirror.config(), clock);
  CHECK_FALSE(
      has(bytes_of(answer_to(handler, {.selector = "/search", .words = "rain"})), "gone.txt"));
}

TEST_CASE("only selectors of searches are taken") {
  const Mirror mirror;
  const test::HandClock clock;
  const SearchHandler handler(mirror.config(), clock);
  CHECK(handler.takes({.selector = "/search", .words = "rain"}));
  CHECK(handler.takes({.selector = "/news.example/search"}));
  CHECK(handler.takes({.selector = "/news.example/search/2/rain"}));
  CHECK_FALSE(handler.takes({.selector = "", .words = "rain"}));
  CHECK_FALSE(handler.takes({.selector = "/news.example/rain.txt"}));
  CHECK_FALSE(handler.takes({.selector = "/news.example/search/rain.txt"}));
}

TEST_CASE("what no site's search is, and a mirror without an index, is an error line") {
  const Mirror mirror;
  const test::HandClock clock;
  SearchHandler handler(mirror.config(), clock);
  const Answer unknown = answer_to(handler, {.selector = "/other.example/search", .words = "rain"});
  CHECK(unknown.outcome == Outcome::NotFound);
  CHECK(bytes_of(unknown).starts_with("3There is nothing to search here\t"));
  std::filesystem::remove_all(mirror.config().root / ".newshole");
  const Answer none = answer_to(handler, {.selector = "/search", .words = "rain"});
  CHECK(none.outcome == Outcome::NotFound);
  CHECK_FALSE(has(bytes_of(none), mirror.config().root.string()));
}

TEST_CASE("what a Gopher+ client adds is no word") {
  const Mirror mirror;
  const test::HandClock clock;
  SearchHandler handler(mirror.config(), clock);
  CHECK(has(bytes_of(answer_to(handler, {.selector = "/search", .words = "rain\t+"})), "rain.txt"));
}

TEST_CASE("more searches than may wait are told to come later") {
  const Mirror mirror;
  const test::HandClock clock;
  BusyThread busy;
  SearchHandler handler(mirror.config(), clock, {.threads = 1, .max_waiting = 1});
  busy.occupy(handler);
  handler.answer(kRain, {{}, "192.0.2.2"}, [](const Answer&) {});
  handler.answer(kRain, {{}, "192.0.2.3"},
                 [](const Answer& answer) { CHECK(answer.outcome == Outcome::Busy); });
  busy.release();
}

TEST_CASE("of one network two searches wait or are made, and another's goes before its second") {
  const Mirror mirror;
  const test::HandClock clock;
  BusyThread busy;
  SearchHandler handler(mirror.config(), clock, {.threads = 1});
  busy.occupy(handler);
  std::string order;
  std::promise<void> done;
  handler.answer(kRain, kAsker, [&](const Answer&) {
    order += "second";
    done.set_value();
  });
  handler.answer(kRain, kAsker,
                 [](const Answer& answer) { CHECK(answer.outcome == Outcome::TooMany); });
  handler.answer(kRain, {{}, "192.0.2.2"}, [&](const Answer&) { order += "other, "; });
  busy.release();
  done.get_future().wait();
  CHECK(order == "other, second");
}

TEST_CASE("an equal search within a minute gets the same bytes, unless the index has changed") {
  const Mirror mirror;
  test::HandClock clock;
  SearchHandler handler(mirror.config(), clock);
  const Answer first = answer_to(handler, kRain);
  CHECK(answer_to(handler, kRain).shared == first.shared);
  CHECK(bytes_of(answer_to(handler, {.selector = "/search", .words = "none"})) != bytes_of(first));
  clock.move(1min);
  CHECK(answer_to(handler, kRain).shared != first.shared);
  const Answer second = answer_to(handler, kRain);
  mirror.change();
  CHECK(answer_to(handler, kRain).shared != second.shared);
}

TEST_CASE("a search that has waited too long is told to come later") {
  const Mirror mirror;
  test::HandClock clock;
  BusyThread busy;
  SearchHandler handler(mirror.config(), clock, {.threads = 1});
  busy.occupy(handler);
  std::promise<Outcome> outcome;
  handler.answer(kRain, kAsker, [&](const Answer& answer) { outcome.set_value(answer.outcome); });
  clock.move(11s);
  busy.release();
  CHECK(outcome.get_future().get() == Outcome::Busy);
}

TEST_CASE("without a thread a search is answered all the same") {
  const Mirror mirror;
  const test::HandClock clock;
  SearchHandler handler(mirror.config(), clock, {.threads = 0});
  CHECK(answer_to(handler, kRain).outcome == Outcome::Menu);
}

TEST_CASE("when the handler has ended nobody is answered any more") {
  const Mirror mirror;
  const test::HandClock clock;
  BusyThread busy;
  SearchHandler handler(mirror.config(), clock, {.threads = 1});
  busy.occupy(handler);
  std::atomic<int> answers = 0;
  std::promise<void> dropped;
  std::shared_ptr<int> mark(nullptr, [&](int* /*mark*/) { dropped.set_value(); });
  handler.answer(kRain, kAsker, [&answers, mark = std::move(mark)](const Answer&) { ++answers; });
  std::thread closing([&] { handler.close(); });
  dropped.get_future().wait();
  busy.release();
  closing.join();
  handler.answer(kRain, kAsker, [&](const Answer&) { ++answers; });
  CHECK(answers == 0);
}

TEST_CASE("a server answers searches beside its mirror") {
  const Mirror mirror;
  const test::HandClock clock;
  const test::RunningServer server({}, std::make_unique<SearchHandler>(mirror.config(), clock));
  test::Client client(server.port());
  client.send("/news.example/search\train\r\n");
  const std::string answer = client.rest();
  CHECK(has(answer, "0Rain expected\t/news.example/rain.txt\t127.0.0.1\t" +
                        std::to_string(server.port()) + "\r\n"));
}

TEST_SUITE_END();
