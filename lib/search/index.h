#pragma once
// The search index: SQLite's FTS5 over headline, byline and body of every story. Internal to this
// module: update.h writes it, reader.h reads it.
//
// A story's rowid holds its day, then a number within the day, then its site's number. So the order
// of rowids is that of time: a walk backwards gives the newest stories that match, and a rowid
// alone tells the site.
//
// The file is in WAL mode, and its -wal and -shm stay beside it as long as it does: another user,
// who may only read all three, reads on while a run writes, and after one that was killed.

#include "base/error.h"
#include "store/database.h"
#include "store/state.h"

namespace newshole::search {

/// So many bytes of a story's text are indexed.
inline constexpr std::size_t kMostIndexedText = std::size_t{256} << 10;

/// How many sites an index can hold: a rowid has bits for so many.
inline constexpr std::int64_t kMostIndexedSites = 4096;

/// A story as the index has it. All text is clean UTF-8; a field is empty where it is not
/// known.
struct IndexedStory {
  std::string path;  ///< as StoryRecord has it
  std::string headline;
  std::string section;  ///< its name for people
  std::chrono::sys_days day;
  std::string byline;
  std::string body;  ///< blocks as lines

  friend bool operator==(const IndexedStory&, const IndexedStory&) = default;
};

/// A story as the index shall have it; without one it is removed.
struct IndexChange {
  store::StoryKey key;
  std::optional<IndexedStory> story;
};

class Index {
 public:
  /// Starts an index in an empty file. It is not on the disk before it is finished, and after a
  /// failure the file is useless. Errors: Io, Internal.
  [[nodiscard]] static Result<Index> create(const std::filesystem::path& file);

  /// Opens an index to change it. No component of `file` may be a symbolic link. Errors: Io,
  /// Internal.
  [[nodiscard]] static Result<Index> open(const std::filesystem::path& file);

  [[nodiscard]] bool is_damaged() const { return database_.is_damaged(); }

  /// Reads all pages and checks how they belong together.
  [[nodiscard]] bool is_whole();

  /// The one that the last `apply` was given; 0 at first.
  [[nodiscard]] Result<std::int64_t> serial();

  [[nodiscard]] Status save_site(std::string_view name, std::string_view title);

  /// Makes all changes, or none, of stories of saved sites. They are on the disk when it returns,
  /// unless this object created the index, which has no use for `serial` either. Errors: Io.
  [[nodiscard]] Status apply(std::span<const IndexChange> changes, std::int64_t serial);

  /// Completes a created index: the file is in its final form, and closed when this returns.
  /// Errors: Io.
  [[nodiscard]] static Status finish(Index index);

 private:
  explicit Index(store::Database database) : database_(std::move(database)) {}
  Status prepare(const char* sql);
  Status change(std::span<const IndexChange> changes);
  Result<std::int64_t> site_number(std::string_view name);
  Result<std::int64_t> free_id(std::chrono::sys_days day, std::int64_t site);
  Status place(const IndexChange& change, std::map<std::int64_t, const IndexedStory*>& texts);
  Status write(std::int64_t id, const IndexedStory* story);

  store::Database database_;
  std::map<std::string, std::int64_t, std::less<>> sites_;  // numbers by name
  bool is_building_ = false;
};

}  // namespace newshole::search
