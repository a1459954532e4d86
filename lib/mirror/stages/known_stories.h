#pragma once
// The stories that the state knows, whether front pages list them or not: setting them again from
// their articles, without asking the site, and removing those that are older than the configuration
// keeps. Internal to this module.

#include "mirror/stages/failures.h"
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

/// The same of one story, whose files are staged: 1 if it was set again, else 0.
[[nodiscard]] Result<std::size_t> rebuild_story(const SiteMirror& mirror, StoryWriter& writer,
                                                std::uint64_t layout,
                                                const store::StoryRecord& record);

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

/// Removes the site's stories that say "noarchive" and are not on its front page, unless the
/// configuration keeps them, and gives their number. Within a transaction. Errors: Io.
[[nodiscard]] Result<std::size_t> remove_unlisted(const SiteMirror& mirror, StoryWriter& writer);

/// Removes the site's stories that are older than the configuration keeps and not on its front
/// page, and gives their number. Age is counted from the newest story, not by the clock, which may
/// be wrong. More than may go (may_remove) stay, and are one of `failures`. Within a transaction.
/// Errors: Io.
struct OldStories {
  UtcTime now;
  Removal removal = Removal::Careful;
  SiteFailures& failures;
};
[[nodiscard]] Result<std::size_t> remove_old_stories(const SiteMirror& mirror, StoryWriter& writer,
                                                     const OldStories& rules);

}  // namespace newshole::mirror
