#pragma once
// When a mirror last saw a site, and how many stories it has.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace newshole::store {

struct LastSeen {
  UtcTime change;           ///< when a story or the list of stories last changed
  std::size_t stories = 0;  ///< on the front page
};

/// Reads the state of the mirror at `root` and writes nothing. Nothing where there is no mirror, or
/// it has not seen the site. Errors (Io, with the path): there is one that cannot be read.
[[nodiscard]] Result<std::optional<LastSeen>> last_seen(const std::filesystem::path& root,
                                                        std::string_view site);

}  // namespace newshole::store
