#pragma once
// The columns of each table that holds records. Internal to this module.

#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/columns.h"
#include "store/records.h"

namespace newshole::store {

/// All that a StoryRecord has, its URL first. The table has three more: site, newest (the number
/// of its archive_day), position (on the front page).
extern const std::span<const Column<StoryRecord>> kStoryColumns;
/// The name first.
extern const std::span<const Column<SiteRecord>> kSiteColumns;
/// The table has one more: id.
extern const std::span<const Column<IndexMark>> kMarkColumns;

/// The stories that "SELECT ... FROM stories WHICH" gives. Errors: Io.
[[nodiscard]] Result<std::vector<StoryRecord>> stories_where(Database& database,
                                                             std::string_view which,
                                                             const Values& values);

}  // namespace newshole::store
