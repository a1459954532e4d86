#pragma once
// What is asked for again, and when.

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace newshole::fetch {

/// True for statuses that a server may not give the next time.
[[nodiscard]] bool may_pass(long status);

/// True for failures that may be gone the next time.
[[nodiscard]] bool may_pass(ErrorKind kind);

/// The longest of the growing pauses.
inline constexpr std::chrono::milliseconds kLongestPause{30'000};

/// Before the try that follows `failures` ones (at least 1): `base`, doubled with each, at most
/// kLongestPause; of that a half, and `chance` (0 to 1) of the other half, so that clients that
/// failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pause_after(int failures, std::chrono::milliseconds base,
                                                    double chance);

/// How long a Retry-After field (RFC 9110 section 10.2.3, both forms) asks to wait; nothing for the
/// past and what is neither. At most a year.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(std::string_view value, UtcTime now);

}  // namespace newshole::fetch
