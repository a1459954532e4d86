#pragma once
// Dates as feeds write them. Internal to this folder.

#include <optional>
#include <string_view>

#include "text/dates/dates.h"

namespace newshole::listing {

/// RFC 822 and RFC 3339, and all forms near them or for people ("September 19, 2025 12:15 PM"). A
/// zone that is not stated is not made up: then the day alone is known. Nothing where `text` names
/// no `text::plausible_day`. `language` (BCP 47, may be empty) is the feed's.
[[nodiscard]] std::optional<text::DateOrTime> feed_date(std::string_view text,
                                                        std::string_view language);

}  // namespace newshole::listing
