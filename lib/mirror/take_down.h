#pragma once
// Taking stories down for good, at the word of the mirror's operator, and taking that back.

#include "base/clock.h"
#include "config/config.h"
#include "mirror/refresh.h"
#include "site/catalog.h"
#include "store/takedowns.h"

namespace newshole::mirror {

/// What it refers to outlives the call.
struct TakedownOptions {
  const config::Config& config;
  const site::Catalog& catalog;  ///< with the profiles of the configuration's sites
};

/// What became of a story that was named.
struct TakenDownStory {
  enum class Outcome {
    Removed,   ///< from the mirror
    NotThere,  ///< the mirror did not have it, and will not
    Known,     ///< it was taken down before
    Listed,    ///< it is on the list; the mirror could not be written, and the next run removes it
    Allowed,   ///< it is on the list no more
  };
  std::string url;  ///< as the list has it
  Outcome outcome = Outcome::NotThere;
  std::size_t files = 0;  ///< removed, in all editions
};

struct TakedownReport {
  std::vector<TakenDownStory> stories;  ///< in the order in which they were named
  std::vector<Failure> failures;
};

/// Takes down the stories that `names` are: http or https URLs, or paths of their texts or menus,
/// relative to the root. A name that is neither is a failure in the report, and nothing is done to
/// it. The list is on the disk first; then the stories go from the mirror: from menus, feeds and
/// the search index, then their files. Whoever is killed meanwhile leaves the rest to the next run.
/// Nothing is fetched. Errors: Busy, Io, Usage (a site of the configuration has no profile).
[[nodiscard]] Result<TakedownReport> take_down(const TakedownOptions& options,
                                               std::span<const std::string> names,
                                               const Clock& clock);

/// Takes the stories at these URLs from the list: the next run that finds them listed fetches
/// them. One that is not on the list is a failure in the report. Errors: as above.
[[nodiscard]] Result<TakedownReport> take_back(const TakedownOptions& options,
                                               std::span<const std::string> urls);

/// The list of the mirror at `root`. Errors: Io.
[[nodiscard]] Result<store::Takedowns> taken_down(const std::filesystem::path& root);

}  // namespace newshole::mirror
