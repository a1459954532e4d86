#pragma once
// Threads that do tasks, one after another each, in the order in which tasks come.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace newshole {

/// A thread is started when a task comes that would have to wait. If one cannot be started (a limit
/// of the system), the pool goes on with the threads that it has; without any, `post` does the task
/// in its caller's thread. asio::thread_pool has neither: where its second thread cannot be
/// started, its constructor waits for ever for the first.
class ThreadPool {
 public:
  /// `thread` is the number of the thread, from 0: each thread can have tools of its own. Tasks
  /// that are done in their callers' threads have the number 0 and are done one at a time. A task
  /// must not throw. One that posts another in its caller's thread waits for it.
  using Task = std::function<void(std::size_t thread)>;
  /// Runs its argument in a new thread. Throws std::system_error, as std::thread does.
  using StartThread = std::function<std::thread(std::function<void()>)>;

  /// `most_threads` may be 0. `start` is for tests.
  explicit ThreadPool(
      std::size_t most_threads,
      StartThread start = [](std::function<void()> run) { return std::thread(std::move(run)); });
  ~ThreadPool() { close(); }

  /// May be called from any thread. After `close` the task is dropped.
  void post(Task task);
  /// The number of tasks that no thread has begun.
  [[nodiscard]] std::size_t waiting() const;
  /// Drops the tasks that no thread has begun, then waits for the others. Not for a task to call.
  void close();

 private:
  void start_another();
  void work(std::size_t thread);

  std::size_t most_threads_;
  StartThread start_;
  std::recursive_mutex by_caller_;  // held while a task is done in its caller's thread
  mutable std::mutex mutex_;        // of all below
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::size_t idle_ = 0;  // threads that wait for a task
  bool is_closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace newshole
