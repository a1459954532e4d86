#pragma once
// The clock that callers hand to the library. The library never reads the system's by itself, so
// that the same input gives the same bytes on any day.

#include <chrono>

namespace newshole {

/// A moment in UTC, to the second.
using UtcTime = std::chrono::sys_seconds;

/// A moment on the monotonic clock, for limits; it says nothing about the date.
using Tick = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;

  [[nodiscard]] virtual UtcTime now() const = 0;
  [[nodiscard]] virtual Tick tick() const = 0;
};

/// The machine's own clock. Only the program makes one.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override;
  [[nodiscard]] Tick tick() const override;
};

}  // namespace newshole
