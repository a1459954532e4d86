#pragma once
// The banner of a profile: a text file beside it, or a text to be drawn. Internal to this module.

#include <filesystem>

#include "site/json_file.h"
#include "site/profile.h"

namespace newshole::site {

/// Where the profile lies, and who draws what it only names.
struct BannerSource {
  std::filesystem::path folder;
  const DrawBanner* draw;
};

/// Reads the key "banner" of a profile; faults are noted in its file.
void read_banner(JsonObject& object, const BannerSource& source, SiteProfile& profile);

}  // namespace newshole::site
