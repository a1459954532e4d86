#pragma once
// Bringing the search index to what the state knows.
//
// The state notes which stories the index lacks or has in an older form, in the transaction that
// changes them; the update reads the notes once they are on the disk, and removes them once the
// index is. So a run that is killed anywhere leaves notes, and an index that is at worst behind: it
// names no story whose file is not published, and files are removed only when it names them no
// more. An index that is missing, or is not the file that the last run left, is built from the
// state.

#include "base/clock.h"
#include "base/error.h"
#include "base/stop.h"
#include "config/config.h"
#include "store/fresh_articles.h"
#include "store/state.h"

namespace newshole::search {

/// What an update works with; all outlives the call.
struct UpdateSources {
  std::filesystem::path root;  ///< of the mirror
  store::State* state = nullptr;
  const store::FreshArticles* fresh = nullptr;
  const config::Edition* edition = nullptr;  ///< its files give the text that the state lacks
  const Clock* clock = nullptr;
  const Stop* stop = nullptr;  ///< may be null; ends the building of an index
};

/// What an update came to. An index that could not be written is no error of the state: it is
/// behind, or removed where it may name files that are about to go.
struct UpdateOutcome {
  std::filesystem::path folder;  ///< of the index
  Status index;
};

/// Gives the index all changes that the state has noted; where there are none, the index is checked
/// by name, size and time alone. Not within a transaction, before pending removals are carried out.
/// Errors: Io, those of the state.
[[nodiscard]] Result<UpdateOutcome> update_index(const UpdateSources& sources);

/// The same, with an index that is built anew.
[[nodiscard]] Result<UpdateOutcome> rebuild_index(const UpdateSources& sources);

}  // namespace newshole::search
