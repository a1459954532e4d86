#pragma once
// The first page that a reader sees: of a site, and of a mirror of several. Pure.

#include "pages/stories/story_list.h"

namespace newshole::pages {

/// The lines by which these menus are known: that above the stories of a site, or above the sites;
/// and what the time of the last change begins with, in a wide menu and in a narrow one.
inline constexpr std::string_view kLatestStories = "Latest stories";
inline constexpr std::string_view kNewsSites = "News sites";
inline constexpr std::string_view kLastChange = "Last change";
inline constexpr std::string_view kChanged = "Changed";

struct FrontPage {
  std::span<const ListedStory> stories;         ///< in the site's order
  std::span<const std::string> sections;        ///< the folder of each of these stories' sections
  const SectionNames* section_names = nullptr;  ///< never null
  std::int64_t new_stories = 0;  ///< that came with the last run that brought something
  std::int64_t all_stories = 0;  ///< that the mirror has of the site
  Ways ways = Ways::There;
  MoreFacts more = {};
  UtcTime last_change;
};

/// Banner, tagline and a line of counts; the ways to what is new, to the sections, the search and
/// the rest; the operator's header; the stories; below a long list the first two ways again; the
/// other editions, the way to the web; the operator's footer.
[[nodiscard]] gopher::Outline front_menu(const SiteScope& scope, const FrontPage& page);

/// A site of the menu above several.
struct SiteOfRoot {
  store::SiteRecord record;
  std::int64_t listed = 0;       ///< stories of its front page
  std::int64_t new_stories = 0;  ///< that came with its last news
};

struct RootPage {
  std::span<const SiteOfRoot> sites;
  std::span<const ListedStory> newest;  ///< of all of them
  Ways ways = Ways::There;
};

/// The menu above several sites: each with its counts, the search of all, the newest stories of
/// all, the feed of all, the other editions.
[[nodiscard]] gopher::Outline root_menu(const EditionScope& scope, const RootPage& page);

}  // namespace newshole::pages
