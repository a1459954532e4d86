#pragma once
// What a mirror has of sites and editions that the configuration names no more: found by its state
// and by the names of its folders, and removed where that is asked for.

#include "base/error.h"
#include "config/config.h"
#include "mirror/refresh.h"
#include "store/state.h"

namespace newshole::mirror {

/// What a run says of a folder that is left over.
inline constexpr std::string_view kLeftOverNotice =
    "no site or edition of the configuration owns it any more; newshole mirror --prune removes it";

/// A folder of the mirror, relative to its root: SITE, EDITION/SITE or EDITION.
struct LeftOver {
  std::string folder;
  std::vector<std::string> files;    ///< that newshole made, relative to the root
  std::vector<std::string> foreign;  ///< others, which stay
};

/// Of each site of the state that is not among `config`'s, in all editions, and of each edition
/// that is not among them: a folder that holds the front page of a site of the state. To be called
/// after a run, so that no menu names them. In a dry run all stays; else the files are removed, and
/// what the state knows of these sites. Errors: Busy, Io, Config (the mirror has none of the
/// configuration's sites: it is another one's).
[[nodiscard]] Result<std::vector<LeftOver>> prune(const config::Config& config, Mode mode);

/// The folders alone, of a mirror whose state is open. Errors: Io.
[[nodiscard]] Result<std::vector<std::string>> left_over_folders(const config::Config& config,
                                                                 store::State& state);

}  // namespace newshole::mirror
