#pragma once
// Removing stories that are older than the configuration keeps. Internal to this module.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "mirror/refresh.h"
#include "mirror/stages/story_writer.h"
#include "store/state.h"

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

/// Removes the site's stories of before `first_day` that are not on its front page. Within a
/// transaction. Errors: Io.
[[nodiscard]] Result<Retention> remove_old_stories(store::State& state, StoryWriter& writer,
                                                   const std::string& site,
                                                   std::chrono::sys_days first_day,
                                                   Removal removal);

}  // namespace newshole::mirror
