#pragma once
// Which connection gives way to a new one. Pure: the server looks at its connections and acts.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"

namespace newshole::serve {

/// What a connection holds.
struct Seat {
  enum class Use {
    Idle,       ///< it has not asked yet, or has its answer
    Answering,  ///< its answer is being made
    Taking      ///< it takes its answer
  };
  Use use = Use::Idle;
  std::size_t of_network = 1;      ///< the connections of its network
  std::uint64_t taken_lately = 0;  ///< bytes of its answer; 0 if it is idle
};

/// The seat of a network, of which these are all, that a new connection of the same network gets:
/// the oldest that is idle, else the oldest that takes nothing. `seats` stand in the order in which
/// they came.
[[nodiscard]] std::optional<std::size_t> spare_seat(std::span<const Seat> seats);

/// The seat, of all of a full server, that a new connection gets. Networks that have more than
/// their share, which is the same for each of `networks`, lose first; of theirs, or else of all,
/// the seat that has taken fewest bytes, an answer that is being made after others, the oldest
/// first. `seats`, never empty, stand in the order in which they came.
[[nodiscard]] std::size_t seat_to_clear(std::span<const Seat> seats, std::size_t networks);

/// How many bytes came in the last seconds, to the second.
class RecentBytes {
 public:
  void add(std::uint64_t bytes, Tick now);

  /// In the last `seconds`, at most kMost, and the part of the second that has begun.
  [[nodiscard]] std::uint64_t within(std::chrono::seconds seconds, Tick now) const;

  static constexpr std::chrono::seconds kMost{15};

 private:
  std::array<std::uint64_t, kMost.count() + 1> bytes_{};
  std::chrono::seconds::rep last_ = 0;  // the second of the newest bytes
};

}  // namespace newshole::serve
