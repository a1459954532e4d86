#pragma once
// A banner of a profile: a text file beside it, or a text to be drawn. Internal to this module.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "site/json_file.h"
#include "site/profile.h"

namespace newshole::site {

/// The folder of the profile, and the function that draws a text.
struct BannerSource {
  std::filesystem::path folder;
  const DrawBanner* draw;
};

/// Reads the banner below `key`; faults are noted in the file.
void read_banner(JsonObject& object, std::string_view key, const BannerSource& source,
                 std::vector<std::string>& banner);

}  // namespace newshole::site
