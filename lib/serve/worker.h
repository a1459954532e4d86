#pragma once
// Work that is done beside the server's thread, one piece after another.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/error.h"

namespace newshole::serve {

class Worker {
 public:
  using Task = std::function<void()>;

  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  Worker(Worker&&) = delete;
  Worker& operator=(Worker&&) = delete;
  /// Waits for the task that is being done; those behind it are dropped.
  virtual ~Worker() = default;

  /// For any thread. `task` must not throw.
  virtual void post(Task task) = 0;
};

/// In a thread of its own.
class WorkerThread final : public Worker {
 public:
  /// Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<WorkerThread>> create();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;
  WorkerThread(WorkerThread&&) = delete;
  WorkerThread& operator=(WorkerThread&&) = delete;
  ~WorkerThread() override;

  void post(Task task) override;

 private:
  WorkerThread() = default;
  void run();
  [[nodiscard]] Task next();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace newshole::serve
