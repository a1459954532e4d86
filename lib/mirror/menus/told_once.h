#pragma once
// Stories that several sites have, as lists of all sites name them. Internal to this module.

#include "extract/text_sketch.h"
#include "mirror/menus/feed_files.h"

namespace newshole::mirror {

/// A story and the sketch of its text.
struct SketchedStory {
  StoryOfSite story;
  extract::TextSketch sketch;  ///< without shingles: it is compared with none
};

/// Of stories that are one story, one a site, the one that came first, with the titles of the other
/// sites; of one time that of the first site. Both lists are ordered as `newest_of_all` orders
/// them; sites come by their place in memory, which is that of the configuration. Pure.
[[nodiscard]] std::vector<StoryOfSite> told_once(std::vector<SketchedStory> stories);

/// The newest stories of all sites, each told once, at most `limit`. Costs grow with the limit
/// alone. Errors: Io.
[[nodiscard]] Result<std::vector<StoryOfSite>> newest_told_once(
    store::State& state, std::span<const store::SiteRecord> sites, std::size_t limit);

}  // namespace newshole::mirror
