#pragma once
// The search index: SQLite's FTS5 over headline, byline and body of every story. Internal to this
// module: update.h writes it, reader.h reads it.
//
// A story's rowid holds its day, then a number within the day, then its site's number. So the order
// of rowids is that of time, the newest stories that match come by walking backwards, and whose
// they are is seen without looking them up.
//
// The file is in WAL mode and its -wal and -shm are never removed: whoever may only read them
// (another user's server) reads on while a run writes, and after one that was killed.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "store/database.h"
#include "store/state.h"

namespace newshole::search {

/// Of a story's text so much is found: bytes.
inline constexpr std::size_t kMostIndexedText = std::size_t{256} << 10;

/// How many sites an index can tell apart, and the bits of a rowid that do.
inline constexpr std::int64_t kMostIndexedSites = 4096;

/// A story as the index has it. All text is clean UTF-8; what is not known is empty.
struct IndexedStory {
  std::string path;  ///< as StoryRecord has it
  std::string headline;
  std::string section;  ///< its name for people
  std::chrono::sys_days day;
  std::string byline;
  std::string body;  ///< blocks as lines

  friend bool operator==(const IndexedStory&, const IndexedStory&) = default;
};

/// What is to be so from now on; without a story: it is gone.
struct IndexChange {
  store::StoryKey key;
  std::optional<IndexedStory> story;
};

class Index {
 public:
  /// Starts an index in a file that is empty. Nothing of it need be on the disk before it is
  /// finished, and after a failure the file is useless. Errors: Io, Internal.
  [[nodiscard]] static Result<Index> create(const std::filesystem::path& file);

  /// Opens an index to change it. No component of `file` may be a symbolic link. Errors: Io,
  /// Internal.
  [[nodiscard]] static Result<Index> open(const std::filesystem::path& file);

  [[nodiscard]] bool is_damaged() const { return database_.is_damaged(); }

  /// Whether its pages hang together: reads all of them.
  [[nodiscard]] bool is_whole();

  /// What the run that wrote to it last gave `apply`; 0 at first.
  [[nodiscard]] Result<std::int64_t> serial();

  [[nodiscard]] Status save_site(std::string_view name, std::string_view title);

  /// All changes, or none: of sites that were saved. On the disk when it returns, unless the index
  /// was created by this object, which has no use for `serial` either. Errors: Io.
  [[nodiscard]] Status apply(std::span<const IndexChange> changes, std::int64_t serial);

  /// Ends what `create` began: the file is whole, in its final form, and closed when this returns.
  /// Errors: Io.
  [[nodiscard]] static Status finish(Index index);

 private:
  explicit Index(store::Database database) : database_(std::move(database)) {}
  Status prepare();
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
