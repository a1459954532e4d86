#pragma once
// Work on many threads, with the results in the order of the jobs.

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "base/thread_pool.h"

namespace newshole {

/// Does jobs on a ThreadPool and gives each result to `on_done`, in the caller's thread, in the
/// order in which the jobs were added. For one caller at a time. Its destructor drops the results
/// that were not given, and waits for the jobs that were begun.
template <typename Value>
class OrderedWork {
 public:
  /// `index` is the one that the job was added with.
  using OnDone = std::function<void(std::size_t index, Value value)>;

  /// `threads` as ThreadPool has them: with 0 each job is done by `add`. Jobs and results of more
  /// than `most_weight` in all make `add` wait.
  OrderedWork(std::size_t threads, std::size_t most_weight, OnDone on_done)
      : most_weight_(most_weight), on_done_(std::move(on_done)), pool_(threads) {}

  /// `job(thread)` gives the value; `thread` is ThreadPool's. Gives `on_done` the results that are
  /// done. An exception of a job is thrown again, by `add` or `finish`, in place of its result.
  template <typename Job>
  void add(std::size_t index, std::size_t weight, Job job) {
    if (is_stopped_) return;
    // Shared, since the pool's tasks are copied and a packaged_task is not.
    auto task = std::make_shared<std::packaged_task<Value(std::size_t)>>(std::move(job));
    wait_for(index, weight, task->get_future());
    pool_.post([task = std::move(task)](std::size_t thread) { (*task)(thread); });
    hand_on_done();
  }
  /// A result that needs no job, in its place among the others.
  void add_done(std::size_t index, Value value) {
    if (is_stopped_) return;
    std::promise<Value> promise;
    promise.set_value(std::move(value));
    wait_for(index, 0, promise.get_future());
    hand_on_done();
  }
  /// Waits for all jobs and gives their results.
  void finish() {
    while (!waiting_.empty()) hand_on();
  }
  /// Gives no result any more, does no job that is not begun, and waits for those that are; jobs
  /// added later are dropped. `on_done` may call it.
  void stop() {
    is_stopped_ = true;
    waiting_.clear();
    pool_.close();
  }
  [[nodiscard]] bool is_stopped() const { return is_stopped_; }

 private:
  struct Waiting {
    std::size_t index;
    std::size_t weight;
    std::future<Value> value;
  };

  void wait_for(std::size_t index, std::size_t weight, std::future<Value> value) {
    waiting_.push_back({index, weight, std::move(value)});
    weight_ += weight;
  }
  void hand_on_done() {
    while (!waiting_.empty() && (weight_ > most_weight_ || is_ready(waiting_.front()))) hand_on();
  }
  static bool is_ready(const Waiting& waiting) {
    return waiting.value.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  void hand_on() {
    Waiting first = std::move(waiting_.front());
    waiting_.pop_front();
    weight_ -= first.weight;
    on_done_(first.index, first.value.get());
  }

  std::size_t most_weight_;
  OnDone on_done_;
  std::deque<Waiting> waiting_;
  std::size_t weight_ = 0;  // of those that wait
  bool is_stopped_ = false;
  ThreadPool pool_;  // last, so that its threads end first
};

}  // namespace newshole
