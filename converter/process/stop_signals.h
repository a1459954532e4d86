#pragma once
// SIGTERM, SIGINT and SIGHUP request a stop.

#include "base/stop.h"

namespace newshole::converter {

/// From now on these signals request the stop; ignored ones (nohup) stay ignored. A process that
/// still runs a second later, or gets another signal, ends at once with status 75: the command must
/// leave everything whole at any moment.
[[nodiscard]] const Stop& stop_on_signals();

}  // namespace newshole::converter
