#pragma once
// Shows the progress of a refresh on standard error.

#include <memory>
#include <string>

#include "base/clock.h"
#include "mirror/refresh.h"

namespace newshole::converter {

enum class Verbosity { Quiet, Normal, Verbose };

/// Verbose: a line for each site and each story that comes, changes or goes, with the time in UTC.
/// Normal: on a terminal one line, redrawn at most ten times a
/// second and erased at the end. In other cases it shows nothing.
[[nodiscard]] std::unique_ptr<mirror::Progress> make_progress(Verbosity verbosity,
                                                              const Clock& clock);

/// The run's summary, a line for each site, where `verbosity` has lines: Verbose, or Normal on a
/// terminal. Then `hint`, unless it is empty.
void show_summary(Verbosity verbosity, const mirror::Report& report, const std::string& hint);

}  // namespace newshole::converter
