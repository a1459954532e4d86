#pragma once
// Fingerprints of what shapes a site's pages. A mirror keeps them beside its stories, and sees by
// them which were made by another configuration, profile or version of this program.

#include <cstdint>

#include "config/config.h"
#include "site/profile.h"

namespace newshole::config {

struct Fingerprints {
  std::uint64_t layout = 0;       ///< of how the site's stories are set
  std::uint64_t menu_layout = 0;  ///< of `layout`, and of what its front page shows besides
  std::uint64_t rules = 0;        ///< of how its pages are read

  friend bool operator==(const Fingerprints&, const Fingerprints&) = default;
};

/// The same on every machine. Pure.
[[nodiscard]] Fingerprints fingerprints_of(const Config& config, const site::SiteProfile& profile);

}  // namespace newshole::config
