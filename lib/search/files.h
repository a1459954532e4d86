#pragma once
// Where the search index is: ROOT/.newshole/search/VERSION-GENERATION.sqlite, with SQLite's -wal
// and -shm beside it. An index that is made anew is another generation, so that whoever has the old
// one open goes on with it, and no log can be taken for another file's. Internal to this module.
//
// The folder and its files may be read by everybody who gets as far: whether others than the
// mirror's own user do, .newshole's mode says.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/error.h"
#include "store/state.h"

namespace newshole::search {

/// Of what stands in an index and how its text became tokens: another version's is made anew.
inline constexpr std::int64_t kIndexVersion = 1;

struct IndexFile {
  std::filesystem::path path;
  store::IndexMark mark;  ///< as far as the file system knows: without `serial`
};

/// The folder of the mirror at `root`.
[[nodiscard]] std::filesystem::path index_folder(const std::filesystem::path& root);

/// The file of the newest generation; nothing where there is none. Errors: Io (the folder cannot be
/// read).
[[nodiscard]] Result<std::optional<IndexFile>> newest_index(const std::filesystem::path& folder);

/// Makes the folder where it is missing, and a new, empty file in it to build an index in; one that
/// a killed run left is replaced. Gives its path. Errors: Io.
[[nodiscard]] Result<std::filesystem::path> begin_index(const std::filesystem::path& folder);

/// Puts what was built, closed and not open any more, in its place as `generation`, on the disk.
/// Errors: Io.
[[nodiscard]] Result<IndexFile> place_index(const std::filesystem::path& built,
                                            std::int64_t generation);

/// Removes all files of the folder but those of `generation`; of all generations without one. What
/// cannot be removed stays.
void remove_indexes_but(const std::filesystem::path& folder,
                        std::optional<std::int64_t> generation);

}  // namespace newshole::search
