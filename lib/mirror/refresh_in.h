#pragma once
// A refresh of a mirror whose lock the caller holds. Internal to this module.

#include "mirror/disk/workspace.h"
#include "mirror/refresh.h"

namespace newshole::mirror {

/// As `refresh`.
[[nodiscard]] Result<Report> refresh_in(const Workspace& workspace, const RefreshOptions& options,
                                        fetch::Fetcher& fetcher, const Clock& clock,
                                        Progress& progress);

}  // namespace newshole::mirror
