#pragma once
// JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/). Internal to this folder.

#include <string_view>

#include "listing/feeds/stated_feed.h"

namespace newshole::listing {

/// Reads a feed in valid UTF-8 up to its end or its first fault.
[[nodiscard]] StatedFeed read_json_feed(std::string_view utf8);

}  // namespace newshole::listing
