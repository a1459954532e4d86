#pragma once
// A wish from outside that a run end soon, at a whole state.

#include <atomic>

namespace newshole {

/// Asked for once, seen by all that look. A signal handler may ask.
class Stop {
 public:
  void request() noexcept { is_requested_.store(true); }
  [[nodiscard]] bool is_requested() const noexcept { return is_requested_.load(); }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free);
  std::atomic<bool> is_requested_ = false;
};

}  // namespace newshole
