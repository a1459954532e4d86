#pragma once
// Work on all cores, results in order.

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace newshole::converter {

/// Calls `make_worker()` once a thread and the worker with each index below `count`; hands the
/// results to `consume(index, result)` in the caller's thread, in order, each as soon as it and
/// those before it are done. `consume` gives false to stop early. At most a few results a thread
/// wait at any time.
template <typename Value, typename MakeWorker, typename Consume>
class InOrder {
 public:
  InOrder(std::size_t count, MakeWorker make_worker, Consume consume)
      : count_(count), make_worker_(std::move(make_worker)), consume_(std::move(consume)) {}

  void run() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threads = std::min(count_, cores);
    window_ = threads * kResultsAhead;
    if (threads <= 1) return run_here();
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < threads; ++i) workers.emplace_back([this] { work(); });
    hand_on();
  }

 private:
  static constexpr std::size_t kResultsAhead = 8;
  using Outcome = std::variant<Value, std::exception_ptr>;

  void run_here() {
    auto worker = make_worker_();
    for (std::size_t i = 0; i < count_; ++i) {
      if (!consume_(i, worker(i))) return;
    }
  }

  void work() {
    auto worker = make_worker_();
    std::unique_lock lock(mutex_);
    while (true) {
      room_.wait(lock,
                 [this] { return next_ >= count_ || stopped_ || next_ < handed_on_ + window_; });
      if (stopped_ || next_ >= count_) return;
      const std::size_t index = next_++;
      lock.unlock();
      Outcome outcome = attempt(worker, index);
      lock.lock();
      done_.emplace(index, std::move(outcome));
      ready_.notify_one();
    }
  }

  /// What a worker throws is thrown again where its result would be handed on.
  template <typename Worker>
  static Outcome attempt(Worker& worker, std::size_t index) {
    try {
      return worker(index);
    } catch (...) {
      return std::current_exception();
    }
  }

  static Value value_of(Outcome outcome) {
    if (const auto* thrown = std::get_if<std::exception_ptr>(&outcome))
      std::rethrow_exception(*thrown);
    return std::get<Value>(std::move(outcome));
  }

  /// However `hand_on` is left, the workers stop: they are waited for.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
  }

  void hand_on() {
    struct Stop {
      InOrder& all;
      ~Stop() { all.stop(); }
    } const at_end{*this};
    std::unique_lock lock(mutex_);
    while (handed_on_ < count_) {
      ready_.wait(lock, [this] { return done_.contains(handed_on_); });
      auto result = done_.extract(handed_on_);
      lock.unlock();
      if (!consume_(result.key(), value_of(std::move(result.mapped())))) return;
      lock.lock();
      ++handed_on_;
      room_.notify_all();
    }
  }

  std::size_t count_;
  MakeWorker make_worker_;
  Consume consume_;
  std::size_t window_ = 1;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::condition_variable room_;
  std::map<std::size_t, Outcome> done_;
  std::size_t next_ = 0;
  std::size_t handed_on_ = 0;
  bool stopped_ = false;
};

}  // namespace newshole::converter
