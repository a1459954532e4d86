#pragma once
// Looks up the stories that front pages list. Internal to this module.

#include <vector>

#include "mirror/site_mirror.h"
#include "mirror/stages/front_pages.h"
#include "mirror/stages/story.h"

namespace newshole::mirror {

/// The stories with their records, in the same order. Errors: Io.
[[nodiscard]] Result<std::vector<Listed>> look_up(std::vector<extract::Story> stories,
                                                  const Remembered& remembered,
                                                  const SiteMirror& mirror);

}  // namespace newshole::mirror
