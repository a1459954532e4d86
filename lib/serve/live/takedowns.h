#pragma once
// What the operator of the mirror took down is not read on demand either.

#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_set>

#include "base/descriptor.h"
#include "serve/live/sites.h"

namespace newshole::serve {

/// Follows the list of a mirror (store/takedowns.h): it is read again when its file has changed. A
/// list that cannot be read later leaves the former one. For any thread.
class LiveTakedowns {
 public:
  /// Opens the mirror's root, which need not be there: the rights that the process has now count.
  /// `sites` must outlive it.
  LiveTakedowns(const std::filesystem::path& root, const LiveSites& sites);

  /// The target, unless it was taken down. Errors: TakenDown.
  [[nodiscard]] Result<LiveTarget> allowed(LiveTarget target);

 private:
  void read_if_changed();

  const LiveSites* sites_;
  Descriptor root_;
  std::mutex mutex_;
  std::string version_;  // of the file
  std::unordered_set<std::string> keys_;
};

}  // namespace newshole::serve
