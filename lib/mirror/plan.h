#pragma once
// Which stories of a front page to fetch (DESIGN.md section 6). Pure.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"

namespace newshole::mirror {

/// What is known of a listed story; nothing of a new one.
struct KnownStory {
  std::string headline;  ///< as it was listed last
  UtcTime first_seen;
  std::optional<UtcTime> last_fetched;  ///< nothing: it must be fetched again
};

struct ListedStory {
  std::string headline;
  std::optional<KnownStory> known;
};

/// Runs come a little early or late; a look that falls due within this counts as due.
inline constexpr std::chrono::minutes kPunctuality{5};

/// The indices of the stories to fetch, in order: those that are new, or marked to be fetched
/// again, whose headline changed, or whose next look is due. A story seen first less than
///   2 hours ago is looked at in each run,  12 hours: 1 hour after the last look,
///   2 days: 6 hours after it,              7 days: 1 day after it;
/// an older one not at all. A last look in the future (the clock was set back) is no look.
[[nodiscard]] std::vector<std::size_t> stories_to_fetch(std::span<const ListedStory> stories,
                                                        UtcTime now);

}  // namespace newshole::mirror
