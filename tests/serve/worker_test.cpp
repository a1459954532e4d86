#include "serve/worker.h"

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include <doctest/doctest.h>

using namespace newshole;

TEST_SUITE_BEGIN("serve/worker");

TEST_CASE("tasks are done in their order, in another thread") {
  const auto worker = serve::WorkerThread::create().value();
  std::string order;
  std::thread::id where;
  std::promise<void> done;
  worker->post([&] { order += "a"; });
  worker->post([&] {
    order += "b";
    where = std::this_thread::get_id();
  });
  worker->post([&] { done.set_value(); });
  done.get_future().wait();
  CHECK(order == "ab");
  CHECK(where != std::this_thread::get_id());
}

TEST_CASE("a worker that ends finishes its task and drops the others") {
  auto worker = serve::WorkerThread::create().value();
  std::promise<void> began;
  std::promise<void> may_end;
  std::atomic<int> finished = 0;
  worker->post([&] {
    began.set_value();
    may_end.get_future().wait();
    ++finished;
  });
  worker->post([&] { ++finished; });
  began.get_future().wait();
  std::thread ending([&] { worker.reset(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  may_end.set_value();
  ending.join();
  CHECK(finished == 1);
}
