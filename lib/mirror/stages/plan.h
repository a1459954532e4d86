#pragma once
// Which stories of a site's front pages a refresh asks for, and with what. Pure. Internal to this
// module.

#include <span>

#include "mirror/stages/story.h"

namespace newshole::mirror {

/// Runs come a little early or late; a story that falls due within this counts as due.
inline constexpr std::chrono::minutes kPunctuality{5};

/// The time after which a story of this age is looked at again; nothing: it is not.
[[nodiscard]] std::optional<std::chrono::seconds> time_between_looks(std::chrono::seconds age);

struct StoryToAsk {
  std::size_t index = 0;  ///< among the listed stories
  url::Url url;
  KnownText known;
  listing::ListedText listed;  ///< as its list has it; that must outlive the plan
};

/// A page to ask for. It is one story, or holds several as items; of a Text nothing is asked for,
/// since its list has it whole.
struct PageToAsk {
  enum class Kind { Story, Items, Text };
  Kind kind = Kind::Story;
  fetch::Request request;
  std::vector<StoryToAsk> stories;
  /// Whether "not modified" says enough of each of its stories: all are as the page was.
  bool may_be_not_modified = false;
};

struct Plan {
  std::vector<PageToAsk> pages;  ///< each address once, in the order of its first story
  std::size_t stories = 0;       ///< that these pages hold
  std::size_t texts = 0;         ///< of these the stories that nothing is asked for
};

/// Asks for the stories that are new, are not up to date (is_up_to_date) or are marked to be
/// fetched again, whose headline changed, or that are due. A story that was first seen less than
///   2 hours ago is due in each run,                     12 hours: 1 hour after it was last
///   fetched, 2 days: 6 hours after that,                         7 days: 1 day after that;
/// an older one never. Whole texts of a feed that came are read, whatever their age; a story that
/// is known from a feed which did not change is not due. One that was last fetched in the future
/// (the clock was set back) is due. One that failed and rests is not asked for.
[[nodiscard]] Plan plan(std::span<const Listed> stories, const Rules& rules, UtcTime now);

}  // namespace newshole::mirror
