#pragma once
// Work that waits for a place, taken in turn from each network that has some, not in the order in
// which it came: who brings much waits longer, and nobody else does.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <utility>

namespace newshole::serve {

struct QueueLimits {
  std::size_t places = 1;  ///< for work that is being done
  std::size_t most = 1;    ///< work that waits or is being done
  /// Of it, that of one network. Once half of `most` is there, a network that has some gets no
  /// more: the other half is for networks without any.
  std::size_t most_of_network = 1;
};

/// Not thread-safe.
template <typename Work>
class FairQueue {
 public:
  enum class Room { Free, FullOfNetwork, Full };
  struct Turn {
    std::string network;
    Work work;
  };

  explicit FairQueue(QueueLimits limits) : limits_(limits) {}

  [[nodiscard]] Room room_for(const std::string& network) const {
    const auto line = find(network);
    const std::size_t own = line == lines_.end() ? 0 : line->waiting.size() + line->at_work;
    if (own >= limits_.most_of_network || (own > 0 && size() >= limits_.most / 2))
      return Room::FullOfNetwork;
    return size() >= limits_.most ? Room::Full : Room::Free;
  }

  void push(const std::string& network, Work work) {
    auto line = find(network);
    if (line == lines_.end()) line = lines_.insert(lines_.end(), Line{network, {}, 0});
    line->waiting.push_back(std::move(work));
    ++waiting_;
  }

  /// The work that is to be done next, until `finish` for its network. Networks without work that
  /// is being done come first; of the places, one half is for them alone.
  [[nodiscard]] std::optional<Turn> next() {
    if (at_work_ >= limits_.places) return std::nullopt;
    auto line = std::ranges::find_if(
        lines_, [](const Line& each) { return each.at_work == 0 && !each.waiting.empty(); });
    if (line == lines_.end() && at_work_ < limits_.places / 2)
      line = std::ranges::find_if(lines_, [](const Line& each) { return !each.waiting.empty(); });
    if (line == lines_.end()) return std::nullopt;
    Turn turn{line->network, std::move(line->waiting.front())};
    line->waiting.pop_front();
    ++line->at_work;
    --waiting_;
    ++at_work_;
    lines_.splice(lines_.end(), lines_, line);
    return turn;
  }

  void finish(const std::string& network) {
    const auto line = find(network);
    --line->at_work;
    --at_work_;
    if (line->at_work == 0 && line->waiting.empty()) {
      lines_.erase(line);
    } else {
      lines_.splice(lines_.end(), lines_, line);
    }
  }

  /// All that waits, which waits no longer.
  [[nodiscard]] std::deque<Work> take_all() {
    std::deque<Work> all;
    for (Line& line : lines_) {
      std::ranges::move(std::exchange(line.waiting, {}), std::back_inserter(all));
    }
    waiting_ = 0;
    std::erase_if(lines_, [](const Line& line) { return line.at_work == 0; });
    return all;
  }

 private:
  struct Line {
    std::string network;
    std::deque<Work> waiting;
    std::size_t at_work = 0;
  };
  [[nodiscard]] std::size_t size() const { return waiting_ + at_work_; }
  [[nodiscard]] auto find(const std::string& network) {
    return std::ranges::find(lines_, network, &Line::network);
  }
  [[nodiscard]] auto find(const std::string& network) const {
    return std::ranges::find(lines_, network, &Line::network);
  }

  QueueLimits limits_;
  std::list<Line> lines_;  // the one that had its turn last stands last
  std::size_t waiting_ = 0;
  std::size_t at_work_ = 0;
};

}  // namespace newshole::serve
