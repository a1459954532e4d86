#pragma once
// Shows the progress of a refresh on standard error.

#include <memory>

#include "base/clock.h"
#include "mirror/refresh.h"

namespace newshole::converter {

enum class Verbosity { Quiet, Normal, Verbose };

/// Verbose: a line for each event. Normal: on a terminal one line, redrawn at most ten times a
/// second and erased at the end. In other cases it shows nothing.
[[nodiscard]] std::unique_ptr<mirror::Progress> make_progress(Verbosity verbosity,
                                                              const Clock& clock);

}  // namespace newshole::converter
