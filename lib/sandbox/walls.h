#pragma once
// What a worker gives up before it sees the first request. Internal to this module.

#include "sandbox/workers.h"

namespace newshole::sandbox {

/// Puts the walls around this process, as far as the kernel has them, and the limit of its memory.
[[nodiscard]] Walls lock_in(const Limits& limits);

/// Gives this process the limit's processor time from now on; past it, SIGXCPU ends the process.
void limit_processor_time(const Limits& limits);

}  // namespace newshole::sandbox
