#pragma once
// How often something may happen: a token bucket for each name, of a client's network or of a site.

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace newshole::serve {

struct Pace {
  std::chrono::nanoseconds interval{};  ///< in which one more may happen; 0: there is no limit
  int burst = 1;                        ///< how many may happen at once after a rest
};

/// Not thread-safe.
class TokenBuckets {
 public:
  explicit TokenBuckets(Pace pace) : pace_(pace) {}

  /// False if it happens too often, and then nothing is taken. Where there are too many names, all
  /// buckets are full again.
  [[nodiscard]] bool take(const std::string& name, Tick now);

  /// Of the buckets that are not known to be full.
  [[nodiscard]] std::size_t size() const { return full_at_.size(); }

 private:
  void forget_full(Tick now);

  Pace pace_;
  std::unordered_map<std::string, Tick> full_at_;  // a bucket that is full needs no entry
  std::size_t next_look_ = 64;
};

}  // namespace newshole::serve
