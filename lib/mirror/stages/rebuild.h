#pragma once
// Setting a site's stories again from their articles in the state, without asking the site.
// Internal to this module.

#include "mirror/stages/story_writer.h"

namespace newshole::mirror {

/// Which stories are set again: all, or those that were set with another layout than today's.
enum class Stories { All, Stale };

/// The number of stories that were set again, with `layout`, and published. A story without an
/// article (of a state of an older version) stays as it is; one whose article cannot be read, or
/// whose file something stands in the way of, stays too and is a failure in the report. Within a
/// transaction. Errors: Io.
[[nodiscard]] Result<std::size_t> rebuild_stories(const SiteMirror& mirror, StoryWriter& writer,
                                                  std::uint64_t layout, Stories which);

}  // namespace newshole::mirror
