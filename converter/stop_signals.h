#pragma once
// SIGTERM, SIGINT and SIGHUP as the wish that a run end soon.

#include "base/stop.h"

namespace newshole::converter {

/// From now on these signals ask for a stop; those that are ignored (nohup) stay so. A process that
/// is still there a second later, or gets another signal, ends at once with status 75: only for
/// what is whole at any moment.
[[nodiscard]] const Stop& stop_on_signals();

}  // namespace newshole::converter
