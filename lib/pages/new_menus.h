#pragma once
// What came to a mirror of a site with the last runs. Pure.

#include "pages/stories/story_list.h"

namespace newshole::pages {

/// Stories of one such menu; of more the menu says how many there are.
inline constexpr int kNewStories = 200;

/// A menu of what came in a span of time that ends with the last news.
struct NewSpan {
  std::string_view folder;    ///< below the folder of what is new; empty: itself
  std::chrono::hours length;  ///< 0: the last run that brought something, alone
};
inline constexpr std::array<NewSpan, 3> kNewSpans = {{{"", std::chrono::hours(0)},
                                                      {"3-hours", std::chrono::hours(3)},
                                                      {"12-hours", std::chrono::hours(12)}}};

struct NewStories {
  std::span<const ListedStory> stories;                    ///< the last to come first
  std::array<std::int64_t, kNewSpans.size()> counts = {};  ///< of stories of each span
  std::size_t span = 0;                                    ///< of kNewSpans, the menu's own
  UtcTime last_news;
  std::optional<std::chrono::sys_days> day_before;  ///< of the archive; nothing: there is none
};

/// The stories of a span, and the ways to the other spans and to the day before the newest.
[[nodiscard]] gopher::Outline new_menu(const SiteScope& scope, const NewStories& page);

/// "SITE/new", relative to the edition's folder; of a span "SITE/new/3-hours".
[[nodiscard]] std::string new_folder(std::string_view site, std::string_view span = {});

}  // namespace newshole::pages
