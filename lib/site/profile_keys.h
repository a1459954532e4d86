#pragma once
// The keys of a site profile, in a file of its own or among the sites of a configuration. Internal
// to this module.

#include <cstdint>
#include <filesystem>

#include "base/fingerprint.h"
#include "site/json_file.h"
#include "site/profile.h"

namespace newshole::site {

/// The folder of files that banners and other lines are in, and the function that draws a text.
struct BannerSource {
  std::filesystem::path folder;
  const DrawBanner* draw;
};

/// Reads all keys but "name" and those that say which profile it changes, and finishes the object.
/// What the object does not name stays as it is, or is filled in from the front pages and the
/// title.
void read_profile_keys(JsonObject& object, const BannerSource& banners, SiteProfile& profile);

/// In a FIGfont, the largest that fits. A banner that somebody named stays.
void set_banner_from_title(SiteProfile& profile, const DrawBanner& draw);

[[nodiscard]] constexpr std::uint64_t combined(std::uint64_t base, std::uint64_t change) {
  Fingerprinter both;
  both.add(static_cast<std::int64_t>(base));
  both.add(static_cast<std::int64_t>(change));
  return both.value();
}

}  // namespace newshole::site
