#pragma once
// The digests that a mirror has, read as its readers read them: no lock and no state is needed.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "config/config.h"

namespace newshole::mirror {

/// What it refers to outlives the call.
struct DigestsWanted {
  const config::Config& config;                   ///< its root is the mirror; its sites come first
  std::string edition;                            ///< its name
  std::optional<std::string> site;                ///< its name; nothing: all that the mirror has
  std::optional<std::chrono::sys_days> day = {};  ///< nothing: the newest that one of them has
};

/// The texts of a day, UTF-8, one for each of the sites that has one: those of the configuration by
/// its order, then others by their names. At least one. Errors (NotFound): no such edition, site or
/// digest; the message names what there is.
[[nodiscard]] Result<std::vector<std::string>> published_digests(const DigestsWanted& wanted);

}  // namespace newshole::mirror
