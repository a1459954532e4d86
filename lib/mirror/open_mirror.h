#pragma once
// The mirror that a run works on. Internal to this module.

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "config/config.h"
#include "mirror/output.h"
#include "mirror/refresh.h"
#include "mirror/tools.h"
#include "store/fresh_articles.h"
#include "store/state.h"

namespace newshole::mirror {

/// Its objects outlive the run.
struct OpenMirror {
  const config::Config* config = nullptr;
  std::vector<std::string> sites;  ///< that the root leads to; see sites_of_mirror
  store::State* state = nullptr;
  store::FreshArticles* fresh = nullptr;  ///< of the site whose turn it is
  Output* output = nullptr;
};

/// The sites whose front pages the root leads to, each once: the configuration's, in its order. A
/// run of a site that the configuration does not name adds that site, and leaves out those of the
/// configuration that are not in the mirror. Errors: Io.
[[nodiscard]] Result<std::vector<std::string>> sites_of_mirror(const RefreshOptions& options,
                                                               store::State& state);

/// Removes the files that no menu names any more (State::pending_removals). Not within a
/// transaction. Errors: Io.
[[nodiscard]] Status remove_pending(const OpenMirror& mirror);

/// Publishes the files above the sites: the menu that leads to each if there are several, and the
/// server's own, which are removed where the root is not the server's. Not within a transaction.
/// Errors: Io.
[[nodiscard]] Status publish_root(const OpenMirror& mirror, std::vector<EditionSetter>& editions);

}  // namespace newshole::mirror
