#pragma once
// One site's part of a run. Internal to this module.

#include "mirror/open_mirror.h"

namespace newshole::mirror {

/// Where the stories of a run come from.
struct Source {
  fetch::Fetcher& fetcher;
  std::vector<StoryTools>& tools;  ///< of each thread that makes stories
  UtcTime now;

  [[nodiscard]] press::Reader& reader() const { return tools.front().reader; }
  [[nodiscard]] std::vector<EditionSetter>& editions() const { return tools.front().editions; }
};

/// Refreshes the site, or rebuilds it if that is the run's task, in one transaction of the state:
/// afterwards the state is as it was, or has all that was published. The state's pending removals
/// are still to be carried out. A failure of the site or of a story is in the report; errors are
/// those of the disk (Io), which end the site's part.
[[nodiscard]] Status refresh_site(const RefreshOptions& options, const Source& source,
                                  OpenMirror& mirror, const site::SiteProfile& profile,
                                  SiteReport& report);

}  // namespace newshole::mirror
