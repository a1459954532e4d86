#pragma once
// A request from outside (a signal, for example) that a run end soon.

#include <atomic>

namespace newshole {

/// Once requested it stays so. A signal handler may request it; any thread may look.
class Stop {
 public:
  void request() noexcept { is_requested_.store(true); }
  [[nodiscard]] bool is_requested() const noexcept { return is_requested_.load(); }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free);
  std::atomic<bool> is_requested_ = false;
};

}  // namespace newshole
