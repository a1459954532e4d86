#pragma once
// What stands where a mirror's files belong. Internal to this module.
//
// A file that something else stands in the place of is a failure; the operator's own files above
// the sites stay, which is none. Either is told once, and again if it is another one now.

#include "mirror/open_mirror.h"
#include "mirror/stages/failures.h"

namespace newshole::mirror {

/// Makes those failures of the report Known that an earlier run told, and adds a notice of each of
/// the operator's own files that no run has told of; remembers both for the runs to come, and
/// forgets what is out of the way. To be called at the end of a run, not within a transaction; with
/// Ignored all are told and none is remembered. Errors: Io.
[[nodiscard]] Status tell_obstacles(OpenMirror& mirror, UtcTime now, Memory memory);

}  // namespace newshole::mirror
