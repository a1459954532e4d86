#pragma once
// What a worker gives up before it sees the first request. Internal to this module.

#include "sandbox/workers.h"

namespace newshole::sandbox {

// A sanitizer's shadow takes terabytes of addresses, and its findings are for a person.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kIsSanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool kIsSanitized = false;
#endif

/// Puts the walls around this process, as far as the kernel has them, and the limit of its memory.
[[nodiscard]] Walls lock_in(const Limits& limits);

/// Gives this process the limit's processor time from now on; past it, SIGXCPU ends the process.
void limit_processor_time(const Limits& limits);

}  // namespace newshole::sandbox
