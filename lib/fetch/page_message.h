#pragma once
// Pages on their way to a worker (sandbox/workers.h).

#include "fetch/page.h"
#include "sandbox/message.h"

namespace newshole::fetch {

/// All that tells how it is to be read: not `max_age` and `redirects`.
void write(sandbox::MessageWriter& message, const Page& page);

void write(sandbox::MessageWriter& message, const Preferences& preferences);
[[nodiscard]] Preferences read_preferences(sandbox::MessageReader& message);

/// Decoded. Errors: those of url::parse_url.
[[nodiscard]] Result<Page> read_page(sandbox::MessageReader& message);

}  // namespace newshole::fetch
