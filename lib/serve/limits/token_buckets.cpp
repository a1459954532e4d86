#include "serve/limits/token_buckets.h"

#include <algorithm>

namespace newshole::serve {
namespace {

constexpr std::size_t kMostNames = 10'000;

}  // namespace

bool TokenBuckets::take(const std::string& name, Tick now) {
  if (pace_.interval.count() == 0) return true;
  if (full_at_.size() >= next_look_) forget_full(now);
  Tick& full_at = full_at_.try_emplace(name, now).first->second;
  const Tick then = std::max(full_at, now) + pace_.interval;
  if (then - now > pace_.interval * pace_.burst) return false;
  full_at = then;
  return true;
}

void TokenBuckets::forget_full(Tick now) {
  std::erase_if(full_at_, [now](const auto& bucket) { return bucket.second <= now; });
  if (full_at_.size() >= kMostNames) full_at_.clear();
  next_look_ = std::clamp(full_at_.size() * 2, std::size_t{64}, kMostNames);
}

}  // namespace newshole::serve
