#include "base/thread_pool.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

/// Starts as many threads as `room` says; the system refuses the next.
ThreadPool::StartThread starter_of(int room) {
  return [room](std::function<void()> run) mutable {
    if (room-- <= 0) {
      throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    }
    return std::thread(std::move(run));
  };
}

}  // namespace

TEST_SUITE_BEGIN("base/thread_pool");

TEST_CASE("one thread does tasks in their order, beside the caller") {
  ThreadPool pool(1);
  std::string order;
  std::thread::id where;
  std::promise<void> done;
  pool.post([&](std::size_t) { order += "a"; });
  pool.post([&](std::size_t) {
    order += "b";
    where = std::this_thread::get_id();
  });
  pool.post([&](std::size_t) { done.set_value(); });
  done.get_future().wait();
  CHECK(order == "ab");
  CHECK(where != std::this_thread::get_id());
}

TEST_CASE("tasks that wait for each other are done on threads of different numbers") {
  ThreadPool pool(2);
  std::promise<std::size_t> first;
  std::promise<std::size_t> second;
  auto of_second = second.get_future().share();
  pool.post([&](std::size_t thread) {
    of_second.wait();
    first.set_value(thread);
  });
  pool.post([&](std::size_t thread) { second.set_value(thread); });
  CHECK(first.get_future().get() + of_second.get() == 1);
}

TEST_CASE("a pool without threads does a task before post returns") {
  ThreadPool pool(0);
  std::thread::id where;
  pool.post([&](std::size_t thread) {
    CHECK(thread == 0);
    where = std::this_thread::get_id();
  });
  CHECK(where == std::this_thread::get_id());
}

TEST_CASE("where the second thread cannot be started the first does all tasks") {
  std::atomic<int> finished = 0;
  std::promise<void> begin;
  std::promise<void> done;
  ThreadPool pool(4, starter_of(1));
  pool.post([&](std::size_t) { begin.get_future().wait(); });
  for (int i = 0; i < 3; ++i) pool.post([&](std::size_t thread) { finished += thread == 0; });
  pool.post([&](std::size_t) { done.set_value(); });
  CHECK(pool.waiting() >= 3);
  begin.set_value();
  done.get_future().wait();
  CHECK(finished == 3);
}

TEST_CASE("where no thread can be started the caller does all tasks") {
  ThreadPool pool(4, starter_of(0));
  int finished = 0;
  for (int i = 0; i < 3; ++i) pool.post([&](std::size_t thread) { finished += thread == 0; });
  CHECK(finished == 3);
}

TEST_CASE("tasks of two callers without a thread are done one at a time") {
  ThreadPool pool(0);
  std::promise<void> began;
  std::promise<void> may_end;
  std::atomic<int> at_work = 0;
  std::thread other([&] {
    pool.post([&](std::size_t) {
      ++at_work;
      began.set_value();
      may_end.get_future().wait();
      --at_work;
    });
  });
  began.get_future().wait();
  std::thread ending([&] { may_end.set_value(); });
  pool.post([&](std::size_t) { CHECK(at_work == 0); });
  ending.join();
  other.join();
}

TEST_CASE("a pool that ends finishes its task and drops the others") {
  auto pool = std::make_unique<ThreadPool>(1);
  std::promise<void> began;
  std::promise<void> may_end;
  std::atomic<int> finished = 0;
  pool->post([&](std::size_t) {
    began.set_value();
    may_end.get_future().wait();
    ++finished;
  });
  began.get_future().wait();
  std::promise<void> dropped;
  const auto set = [&](int* /*mark*/) { dropped.set_value(); };
  std::shared_ptr<int> mark(nullptr, set);
  pool->post([&finished, mark = std::move(mark)](std::size_t) { ++finished; });
  std::thread ending([&] { pool.reset(); });
  dropped.get_future().wait();
  may_end.set_value();
  ending.join();
  CHECK(finished == 1);
}

TEST_CASE("a pool that is closed drops what comes") {
  ThreadPool pool(0);
  pool.close();
  pool.post([](std::size_t) { FAIL("a task was done"); });
}

TEST_SUITE_END();
