#pragma once
// The words of titles and summaries. Internal to this folder.

#include <cstddef>
#include <string>

#include "listing/feeds/stated_feed.h"

namespace newshole::listing {

/// One clean line without elements and character references, whether these were written once or
/// twice; text after the first `most_bytes` is left out, and "..." says so. What only looks like an
/// element stays, and so do elements of text that states that it is no HTML.
[[nodiscard]] std::string words_of(const StatedText& stated, std::size_t most_bytes);

}  // namespace newshole::listing
