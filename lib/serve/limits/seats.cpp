#include "serve/limits/seats.h"

#include <algorithm>
#include <tuple>

namespace newshole::serve {
namespace {

std::chrono::seconds::rep second_of(Tick now) {
  return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

}  // namespace

std::optional<std::size_t> spare_seat(std::span<const Seat> seats) {
  auto found = std::ranges::find(seats, Seat::Use::Idle, &Seat::use);
  if (found == seats.end()) {
    found = std::ranges::find_if(seats, [](const Seat& seat) {
      return seat.use == Seat::Use::Taking && seat.taken_lately == 0;
    });
  }
  if (found == seats.end()) return std::nullopt;
  return static_cast<std::size_t>(found - seats.begin());
}

std::size_t seat_to_clear(std::span<const Seat> seats, std::size_t networks) {
  const std::size_t share = std::max<std::size_t>(seats.size() / networks, 1);
  const auto claim = [share](const Seat& seat) {
    return std::tuple(seat.of_network <= share, seat.taken_lately,
                      seat.use == Seat::Use::Answering);
  };
  return static_cast<std::size_t>(std::ranges::min_element(seats, {}, claim) - seats.begin());
}

void RecentBytes::add(std::uint64_t bytes, Tick now) {
  const auto count = static_cast<std::chrono::seconds::rep>(bytes_.size());
  const auto second = second_of(now);
  for (auto passed = std::max(last_ + 1, second - count + 1); passed <= second; ++passed) {
    bytes_.at(static_cast<std::size_t>(passed % count)) = 0;
  }
  last_ = std::max(last_, second);
  bytes_.at(static_cast<std::size_t>(last_ % count)) += bytes;
}

std::uint64_t RecentBytes::within(std::chrono::seconds seconds, Tick now) const {
  const auto count = static_cast<std::chrono::seconds::rep>(bytes_.size());
  const auto first = std::max(second_of(now) - std::min(seconds, kMost).count(), last_ - count + 1);
  std::uint64_t sum = 0;
  for (auto second = std::max<std::chrono::seconds::rep>(first, 0); second <= last_; ++second) {
    sum += bytes_.at(static_cast<std::size_t>(second % count));
  }
  return sum;
}

}  // namespace newshole::serve
