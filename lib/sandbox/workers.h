#pragma once
// Work on strangers' bytes in processes that can do nothing else: they have no network, no files,
// no other processes, and an end of their time and memory. A fault in the work takes one answer
// with it, not the program.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::sandbox {

/// What one request may cost.
struct Limits {
  std::chrono::seconds processor_time{10};
  std::chrono::milliseconds wall_time{60'000};  ///< for a processor that others use, too
  std::size_t memory = std::size_t{256} << 20;  ///< bytes, beside what a new worker has
  std::size_t answer = std::size_t{64} << 20;   ///< bytes
};

/// What a worker does. `prepare` is called once, before any worker begins: whatever opens files or
/// takes long belongs there. `answer` gives the answer to a request; an exception ends the worker.
struct Work {
  std::function<void()> prepare;
  std::function<std::string(std::string_view request)> answer;
};

struct NurseryRequest;
struct NurseryReply;

/// Which walls the kernel has put around workers.
struct Walls {
  bool system_calls = false;  ///< seccomp: others than those that computing needs end the worker
  bool files = false;         ///< Landlock: it can open no file
};

/// How many requests are to come: one needs no process that makes new workers.
enum class Requests { One, Many };

/// Processes that do work. They end with their owner, and at once where it is killed.
class Workers {
 public:
  /// Forks: the caller has one thread (with Requests::One, `work.prepare` is called in the worker).
  /// `work` and all that it refers to is what it is at this moment. `clock` must outlive the
  /// workers. Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<Workers>> start(const Work& work,
                                                              const Limits& limits,
                                                              const Clock& clock,
                                                              Requests requests = Requests::Many);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// The answer to a request. Threads may call it at once: each has a worker of its own meanwhile.
  /// Errors: TooComplex (the work passed a limit or failed: the message says how; its worker is
  /// gone and another takes its place), Internal (no worker can be started).
  [[nodiscard]] Result<std::string> answer(std::string_view request);

  /// Of the first worker, which it starts where there is none. Errors: Internal.
  [[nodiscard]] Result<Walls> walls();

 private:
  struct Worker;
  Workers(const Limits& limits, const Clock& clock);
  [[nodiscard]] bool start_nursery(const Work& work);
  [[nodiscard]] bool start_worker(const Work& work);
  [[nodiscard]] Result<std::unique_ptr<Worker>> take();
  [[nodiscard]] std::unique_ptr<Worker> fork_worker();
  [[nodiscard]] NurseryReply ask_nursery(const NurseryRequest& request, Descriptor& socket);
  [[nodiscard]] std::string end(std::unique_ptr<Worker> worker);

  Descriptor nursery_;  // closed with one worker alone
  int process_ = -1;    // of the nursery, or of that worker
  Limits limits_;
  const Clock* clock_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

}  // namespace newshole::sandbox
