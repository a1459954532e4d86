#pragma once
// One site's part of a run. Internal to this module.

#include "mirror/open_mirror.h"
#include "mirror/stages/front_page_turn.h"
#include "store/takedowns.h"

namespace newshole::mirror {

/// A run, whichever state it finds.
struct Run {
  const RefreshOptions& options;
  fetch::Fetcher& fetcher;
  const Clock& clock;
  Progress& progress;
  std::vector<StoryTools>& tools;  ///< of each thread that makes stories
  UtcTime now;
  Tick end;                                     ///< see RefreshOptions::max_run
  const store::Takedowns* takedowns = nullptr;  ///< null until the state is open

  [[nodiscard]] RunTime time() const { return {clock, end}; }
  /// Of front pages that are read by these rules (Fingerprints::rules).
  [[nodiscard]] Turns turns(std::uint64_t rules) const {
    const bool is_of_folder = options.source == PageSource::Folder;
    return {rules, is_of_folder ? Visit::Now : options.visit, now};
  }
  [[nodiscard]] bool is_dry() const { return options.mode == Mode::DryRun; }
  [[nodiscard]] std::vector<EditionSetter>& editions() const { return tools.front().editions; }
};

/// Refreshes the site, or rebuilds it if that is the run's task, in one transaction of the state:
/// afterwards the state is as it was, or has all that was published. The state's pending removals
/// are still to be carried out. A failure of the site or of a story is in the report; errors are
/// those of the disk (Io), which end the site's part.
[[nodiscard]] Status refresh_site(const Run& run, OpenMirror& mirror,
                                  const site::SiteProfile& profile, SiteReport& report);

}  // namespace newshole::mirror
