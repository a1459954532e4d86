#pragma once
// The files of the search index: ROOT/.newshole/search/VERSION-GENERATION.sqlite, with SQLite's
// -wal and -shm beside it. An index that is built anew is another generation, so that readers go on
// with the old one that they have open, and no log is taken for another file's. Internal to this
// module.
//
// Everybody may read the folder and its files; the mode of .newshole says whether users other than
// the mirror's own reach them.

#include "base/error.h"
#include "store/state.h"

namespace newshole::search {

/// Version of the index's tables and tokens; an index of another version is built anew.
inline constexpr std::int64_t kIndexVersion = 2;

struct IndexFile {
  std::filesystem::path path;
  store::IndexMark mark;  ///< as far as the file system knows: without `serial`
};

/// The folder of the mirror at `root`.
[[nodiscard]] std::filesystem::path index_folder(const std::filesystem::path& root);

/// The file of the newest generation; nothing where there is none. Errors: Io (the folder cannot be
/// read).
[[nodiscard]] Result<std::optional<IndexFile>> newest_index(const std::filesystem::path& folder);

/// Of the newest generation: its file and what has been written behind it; it differs from what it
/// was before if the index has changed since. Empty where there is none.
[[nodiscard]] std::string version_of(const std::filesystem::path& folder);

/// Creates the folder where it is missing, and in it an empty file to build an index in; a file
/// that a killed run left is replaced. Gives its path. Errors: Io.
[[nodiscard]] Result<std::filesystem::path> begin_index(const std::filesystem::path& folder);

/// Renames a built index, which no object has open any more, to that of `generation`, on the disk.
/// Errors: Io.
[[nodiscard]] Result<IndexFile> place_index(const std::filesystem::path& built,
                                            std::int64_t generation);

/// Removes all files of the folder but those of `generation`; all files without one. A file
/// that cannot be removed stays.
void remove_indexes_but(const std::filesystem::path& folder,
                        std::optional<std::int64_t> generation);

}  // namespace newshole::search
