#include "base/clock.h"

namespace newshole {

UtcTime SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Tick SystemClock::tick() const {
  return std::chrono::steady_clock::now();
}

}  // namespace newshole
