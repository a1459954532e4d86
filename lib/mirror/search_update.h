#pragma once
// Keeping the search index (search_index.h) as the state is. Internal to this module.
//
// The state notes which stories the index has not seen as they are now, in the transaction that
// changes them; a run tells the index once that is on the disk, and only then strikes them off. So
// a run that is killed anywhere leaves a note, and an index that at worst is behind: it names no
// story whose file is not published, and files are removed only when it names them no more. An
// index that is missing, or not the file that the last run left, is made anew from the state.

#include "mirror/run.h"

namespace newshole::mirror {

/// Tells the index what changed; where nothing did, it is looked at by name, size and time alone.
/// Not within a transaction, behind `commit` and before `remove_pending`. An index that cannot be
/// written is a failure in the report, and is removed if files are to go that it may name. A dry
/// run does nothing. Errors: Io, those of the state.
[[nodiscard]] Status update_search(const Run& run);

/// The same, with an index made anew.
[[nodiscard]] Status rebuild_search(const Run& run);

}  // namespace newshole::mirror
