#pragma once
// From what a feed states to stories. Internal to this folder.

#include "listing/feeds/feed.h"
#include "listing/feeds/stated_feed.h"
#include "url/url.h"

namespace newshole::listing {

/// `address` is the feed's.
[[nodiscard]] Feed made_feed(StatedFeed stated, const url::Url& address);

}  // namespace newshole::listing
