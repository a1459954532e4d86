#pragma once
// Reads the pages of a site: in a worker where there are some, else in the caller's thread.
// Internal to this module.

#include <map>

#include "mirror/open_mirror.h"
#include "mirror/stages/plan.h"
#include "press/story_parts.h"

namespace newshole::mirror {

/// A story after the answer to its request.
struct Made {
  Outcome outcome;
  Printed printed;  ///< of a NewText
};

/// Of what is published of an article the texts, without their feet, and their unknown characters.
/// `marks` are those of
/// each edition; empty: it has none.
[[nodiscard]] Printed set_story(const extract::Article& article, const site::SiteProfile& profile,
                                std::span<const format::Marks> marks,
                                std::vector<EditionSetter>& editions);

/// What a front page lists; `before` is that of listing::Extractor. Errors: those of press::Reader;
/// TooComplex, too, of workers.
[[nodiscard]] Result<listing::Listing> read_front_page(const fetch::Page& page,
                                                       const site::SiteProfile& profile,
                                                       listing::Before before, StoryTools& tools);

struct StoryToRead {
  press::StoryParts parts;
  KnownText known;
};

/// What a story comes to (press::read_story).
[[nodiscard]] Made read_story(StoryToRead story, const site::SiteProfile& profile,
                              StoryTools& tools);

/// What sets the pages of each edition, for one thread. Errors: Internal.
[[nodiscard]] Result<std::vector<EditionSetter>> make_setters(const config::Config& config);

/// Tools for one thread. Errors: Internal.
[[nodiscard]] Result<StoryTools> make_story_tools(const config::Config& config,
                                                  sandbox::Workers* workers, const Clock& clock);

}  // namespace newshole::mirror
