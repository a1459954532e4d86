#pragma once
// The language and the time zone that ICU uses where a call names none. The whole process has one
// of each.

#include "base/error.h"

namespace newshole::text {

/// Sets them to the root and to UTC, whatever the environment is: the same page gives the same text
/// on every machine. Call it before other threads start. Without it ICU reads the environment when
/// it first opens a table, and then crashes or never returns where memory is refused. Errors
/// (Internal): memory is refused.
[[nodiscard]] Status leave_machine_language();

}  // namespace newshole::text
