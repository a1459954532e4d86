#pragma once
// The digests of the days of a site's archive, in all editions. Internal to this module.

#include <set>

#include "mirror/menus/menu_files.h"

namespace newshole::mirror {

/// Stages the digests of these days, or adds those of days without a story to the pending removals.
/// Publishes full batches and what is left. Errors: Io.
[[nodiscard]] Status put_digests(MenuFiles& files, const std::set<std::chrono::sys_days>& days);

/// Whether the edition has the digest of the day.
[[nodiscard]] bool has_digest(const MenuFiles& files, const EditionSetter& setter,
                              std::chrono::sys_days day);

}  // namespace newshole::mirror
