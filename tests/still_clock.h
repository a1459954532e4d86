#pragma once
// A clock whose ticks stand still, for tests that a busy machine must not fail: no limit of time is
// ever reached.

#include "base/clock.h"

namespace newshole::test {

class StillClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return SystemClock().now(); }
  [[nodiscard]] Tick tick() const override { return {}; }
};

}  // namespace newshole::test
