#pragma once
// The language that ICU takes where none is named. The whole process has one.

#include "base/error.h"

namespace newshole::text {

/// From now on it is the root, whatever the environment says: the same page gives the same text on
/// every machine. Call it before other threads start. Left alone, ICU asks the environment when it
/// first opens a table, and then crashes or never returns where memory is refused.
/// Errors (Internal): memory is refused.
[[nodiscard]] Status leave_machine_language();

}  // namespace newshole::text
