#pragma once
// URLs that are canonical as they stand. Internal to this folder.

#include <optional>
#include <string_view>

#include "url/url.h"

namespace newshole::url {

/// The parts of an absolute URL that parse_url would give back as it is: a host name in lower case
/// without a port, a path, and nothing that is decoded, escaped or removed. Nothing for all others,
/// and for some that are canonical.
[[nodiscard]] std::optional<Url> plain_url(std::string_view text);

}  // namespace newshole::url
