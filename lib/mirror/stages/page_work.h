#pragma once
// Reads the pages of a site: in a worker where there are some, else in the caller's thread.
// Internal to this module.

#include <map>

#include "mirror/open_mirror.h"
#include "mirror/stages/plan.h"

namespace newshole::mirror {

/// A story after the answer to its request.
struct Made {
  Outcome outcome;
  Printed printed;  ///< of a NewText
};

/// Of what is published of an article the texts and their unknown characters.
[[nodiscard]] Printed set_story(const extract::Article& article, const site::SiteProfile& profile,
                                const std::optional<UtcTime>& text_changed,
                                std::vector<EditionSetter>& editions);

/// What a front page lists. Errors: those of press::Reader; TooComplex, too, of workers.
[[nodiscard]] Result<listing::Listing> read_front_page(const fetch::Page& page,
                                                       const site::SiteProfile& profile,
                                                       StoryTools& tools);

/// What there is of a story.
struct StoryToRead {
  /// Or why there is none; nothing: it was not asked for, since its list has the whole text.
  std::optional<Result<fetch::Page>> page;
  listing::ListedText listed;  ///< as its list has it; null, or empty: it has no text
  KnownText known;
};

/// What a story comes to: the longer of its page and of its feed's text (listing::longer_text),
/// where the feed has one. A text that is not the known one changed at `now`. Where there is a copy
/// from elsewhere, no feed's text stands in for a page that cannot be read.
[[nodiscard]] Made read_story(StoryToRead story, UtcTime now, const site::SiteProfile& profile,
                              StoryTools& tools);

/// Tools for one thread. Errors: Internal.
[[nodiscard]] Result<StoryTools> make_story_tools(const config::Config& config,
                                                  sandbox::Workers* workers, const Clock& clock);

}  // namespace newshole::mirror
