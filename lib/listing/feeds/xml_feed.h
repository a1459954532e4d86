#pragma once
// Feeds and sitemaps in XML, by libxml2's SAX interface. Internal to this folder.

#include <string_view>

#include "listing/feeds/stated_feed.h"
#include "url/url.h"

namespace newshole::listing {

/// Reads a feed of `kind` at `address`, in valid UTF-8; goes on behind markup that is not well
/// formed where that can be done.
[[nodiscard]] StatedFeed read_xml_feed(std::string_view utf8, FeedKind kind,
                                       const url::Url& address);

}  // namespace newshole::listing
