#include "mirror/plan.h"

#include <algorithm>
#include <array>

namespace newshole::mirror {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

struct Interval {
  seconds age_below;
  seconds between_looks;
};

constexpr std::array kIntervals = {
    Interval{hours(2), seconds(0)},
    Interval{hours(12), hours(1)},
    Interval{hours(48), hours(6)},
    Interval{hours(7 * 24), hours(24)},
};

bool is_due(const KnownStory& story, UtcTime last_fetched, UtcTime now) {
  const seconds age = now - story.first_seen;
  const auto* interval = std::find_if(kIntervals.begin(), kIntervals.end(),
                                      [age](const Interval& each) { return age < each.age_below; });
  if (interval == kIntervals.end()) return false;
  return now - last_fetched + kPunctuality >= interval->between_looks;
}

bool is_to_be_fetched(const ListedStory& story, UtcTime now) {
  if (!story.known || !story.known->last_fetched) return true;
  if (story.known->headline != story.headline) return true;
  const UtcTime last_fetched = *story.known->last_fetched;
  return last_fetched > now + kPunctuality || is_due(*story.known, last_fetched, now);
}

}  // namespace

std::vector<std::size_t> stories_to_fetch(std::span<const ListedStory> stories, UtcTime now) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (is_to_be_fetched(stories[i], now)) indices.push_back(i);
  }
  return indices;
}

}  // namespace newshole::mirror
