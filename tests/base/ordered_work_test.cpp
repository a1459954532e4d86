#include "base/ordered_work.h"

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

constexpr std::size_t kRoom = 100;

/// The results as they were given: "INDEX=VALUE ".
struct Given {
  std::string text;
  auto taker() {
    return [this](std::size_t index, int value) {
      text += std::to_string(index) + "=" + std::to_string(value) + " ";
    };
  }
};

}  // namespace

TEST_SUITE_BEGIN("base/ordered_work");

TEST_CASE("results come in the order of the jobs, whichever is done first") {
  Given given;
  OrderedWork<int> work(2, kRoom, given.taker());
  std::promise<void> second_is_done;
  work.add(7, 1, [&](std::size_t) {
    second_is_done.get_future().wait();
    return 1;
  });
  work.add(3, 1, [&](std::size_t) {
    second_is_done.set_value();
    return 2;
  });
  work.add_done(5, 3);
  work.finish();
  CHECK(given.text == "7=1 3=2 5=3 ");
}

TEST_CASE("results are given in the caller's thread") {
  bool is_here = false;
  const std::thread::id here = std::this_thread::get_id();
  OrderedWork<int> work(1, kRoom,
                        [&](std::size_t, int) { is_here = std::this_thread::get_id() == here; });
  work.add(0, 1, [](std::size_t) { return 0; });
  work.finish();
  CHECK(is_here);
}

TEST_CASE("without threads each result is given by the time that its job is added") {
  Given given;
  OrderedWork<int> work(0, kRoom, given.taker());
  work.add(0, 1, [](std::size_t thread) { return static_cast<int>(thread); });
  CHECK(given.text == "0=0 ");
}

TEST_CASE("what a job throws comes in place of its result, and later results after it") {
  Given given;
  OrderedWork<int> work(2, kRoom, given.taker());
  std::promise<void> may_begin;
  auto begin = may_begin.get_future().share();
  work.add(0, 1, [begin](std::size_t) {
    begin.wait();
    return 0;
  });
  work.add(1, 1, [](std::size_t) -> int { throw std::runtime_error("it failed"); });
  work.add(2, 1, [](std::size_t) { return 2; });
  may_begin.set_value();
  CHECK_THROWS_WITH(work.finish(), "it failed");
  CHECK(given.text == "0=0 ");
  work.finish();
  CHECK(given.text == "0=0 2=2 ");
}

TEST_CASE("only so much waits: the next job waits for the first result") {
  std::vector<std::size_t> given;
  OrderedWork<int> work(1, 2, [&](std::size_t index, int) { given.push_back(index); });
  for (std::size_t i = 0; i < 10; ++i) {
    work.add(i, 1, [](std::size_t) { return 0; });
    CHECK(i + 1 - given.size() <= 2);
  }
  work.add(10, kRoom, [](std::size_t) { return 0; });
  CHECK(given.size() == 11);
}

TEST_CASE("after a stop no job is begun and no result is given") {
  std::atomic<int> done = 0;
  int given = 0;
  OrderedWork<int>* all = nullptr;
  OrderedWork<int> work(1, kRoom, [&](std::size_t, int) {
    ++given;
    all->stop();
  });
  all = &work;
  std::promise<void> may_begin;
  auto begin = may_begin.get_future().share();
  for (std::size_t i = 0; i < 20; ++i) {
    work.add(i, 1, [&, begin](std::size_t) {
      begin.wait();
      return ++done;
    });
  }
  may_begin.set_value();
  work.finish();
  CHECK(given == 1);
  CHECK(work.is_stopped());
  const int at_stop = done;
  work.add(20, 1, [&](std::size_t) { return ++done; });
  work.add_done(21, 0);
  work.finish();
  CHECK(done == at_stop);
  CHECK(given == 1);
}

TEST_CASE("work that is left unfinished ends") {
  Given given;
  std::promise<void> may_begin;
  auto begin = may_begin.get_future().share();
  {
    OrderedWork<int> work(1, kRoom, given.taker());
    for (std::size_t i = 0; i < 3; ++i) {
      work.add(i, 1, [begin](std::size_t) {
        begin.wait();
        return 0;
      });
    }
    may_begin.set_value();
  }
  CHECK(given.text.empty());
}

TEST_SUITE_END();
