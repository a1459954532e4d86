#pragma once
// What a page lists on its way from a worker (sandbox/workers.h), read as a stranger's bytes.

#include <optional>

#include "listing/extractor.h"
#include "sandbox/message.h"

namespace newshole::listing {

void write(sandbox::MessageWriter& message, const Listing& list);
void write(sandbox::MessageWriter& message, const FeedText& text);

/// Nothing: the message holds no stories with addresses and clean texts. Other texts are cleaned.
[[nodiscard]] std::optional<Listing> read_listing(sandbox::MessageReader& message);

[[nodiscard]] FeedText read_feed_text(sandbox::MessageReader& message);

}  // namespace newshole::listing
