#pragma once
// Removing stories that are older than the configuration keeps. Internal to this module.

#include "mirror/stages/story_writer.h"

namespace newshole::mirror {

/// The first day whose stories stay: `keep_days` before that of the newest story, which counts as
/// no later than `now`, since the clock may be wrong. Pure.
[[nodiscard]] std::chrono::sys_days first_day_to_keep(const store::StoryRecord& newest,
                                                      int keep_days, UtcTime now);

/// Whether so many stories may go; the error (Config) says why not. Pure.
struct StoryCounts {
  std::int64_t old = 0;
  std::int64_t all = 0;
};
[[nodiscard]] Status may_remove(const StoryCounts& counts, Removal removal);

/// The result for a site's old stories.
struct Retention {
  std::size_t removed = 0;
  std::optional<Error> refused;  ///< see may_remove; nothing was removed
};

/// Removes the site's stories that are older than the configuration keeps and not on its front
/// page. Age is counted from the newest story, not by the clock, which may be wrong. Within a
/// transaction. Errors: Io.
[[nodiscard]] Result<Retention> remove_old_stories(const SiteMirror& mirror, StoryWriter& writer,
                                                   UtcTime now, Removal removal);

}  // namespace newshole::mirror
