#pragma once
// What the mirror knows of its sites and stories: ROOT/.newshole/state.sqlite.
//
// It holds all that menus need, so that no folder is ever listed. Every question is an index
// look-up, or a walk along an index of as many rows as are asked for: the cost does not depend on
// how many stories there are. Schema 10, in user_version; a state of an older schema is upgraded
// when it is opened.

#include <set>

#include "store/archive.h"
#include "store/corrections.h"
#include "store/robots.h"
#include "store/transaction.h"

namespace newshole::store {

enum class StateMode {
  Durable,  ///< the state itself
  Scratch,  ///< a copy to work on; nothing is written below the folder
};

/// Reads give Io errors.
class State {
 public:
  /// Opens the state in `folder` (absolute, without symbolic links), or starts a new one. A file
  /// that is damaged, or no database, is set aside as state.sqlite.damaged and `damage` says so.
  /// Errors: Io, also where a newer version wrote the state.
  [[nodiscard]] static Result<State> open(const std::filesystem::path& folder, StateMode mode);

  /// Opens the state in `folder` only to be asked; nothing is written. Nothing: no run has written
  /// to it yet. See Database::open_to_read for a run beside it. Errors: Io (none there, or not of
  /// this version).
  [[nodiscard]] static Result<std::optional<State>> open_to_read(
      const std::filesystem::path& folder);

  /// Sets a state aside that turned out to be damaged later. No object may have it open.
  [[nodiscard]] static Status set_aside(const std::filesystem::path& folder);
  /// Removes a state that was set aside, if there is one.
  static void remove_set_aside(const std::filesystem::path& folder);

  [[nodiscard]] const std::optional<Error>& damage() const { return damage_; }
  [[nodiscard]] bool is_damaged() const { return database_.is_damaged(); }

  /// For all that is written.
  [[nodiscard]] Transaction begin() { return Transaction(database_); }

  [[nodiscard]] Archive archive() { return Archive(database_); }
  [[nodiscard]] CorrectionLog corrections() { return CorrectionLog(database_); }
  [[nodiscard]] Robots robots() { return Robots(database_); }

  [[nodiscard]] Result<std::optional<SiteRecord>> site(std::string_view name);
  /// The names of all sites, in their order.
  [[nodiscard]] Result<std::vector<std::string>> site_names();

  [[nodiscard]] Result<std::optional<StoryRecord>> story(std::string_view site,
                                                         std::string_view url);
  /// The same by the path of its file.
  [[nodiscard]] Result<std::optional<StoryRecord>> story_at(std::string_view site,
                                                            std::string_view path);
  /// The article of a story as extract::to_stored gives it; empty where there is none.
  [[nodiscard]] Result<std::string> article(std::string_view site, std::string_view url);

  /// The sketch of a story's text as extract::to_bytes gives it; empty where there is none.
  [[nodiscard]] Result<std::string> sketch(std::string_view site, std::string_view url);

  /// The next stories of the site by URL, behind `after` (empty: from the first).
  [[nodiscard]] Result<StoryRecords> stories_after(std::string_view site, std::string_view after,
                                                   int limit);

  /// The stories of the front page, in its order. One that the mirror cannot have, since it failed
  /// (failures), has no path: only its URL and its headline are known.
  [[nodiscard]] Result<StoryRecords> front_page(std::string_view site);

  /// What is known of a front page; nothing but its address if it was never saved.
  [[nodiscard]] Result<Listing> listing(std::string_view site, std::string_view page);

  /// What failed and has not come since, by kind and subject.
  [[nodiscard]] Result<std::vector<FailureRecord>> failures(std::string_view site);

  /// The sections that have a story, by folder name, with how many.
  [[nodiscard]] Result<std::vector<Section>> sections(std::string_view site);
  /// The newest stories of a section: by archive_day, then order_time, both descending; then URL.
  [[nodiscard]] Result<StoryRecords> newest(std::string_view site, std::string_view section,
                                            int limit);
  /// The same of all sections.
  [[nodiscard]] Result<StoryRecords> newest(std::string_view site, int limit);

  /// The stories that came to the mirror at `since` or later: the last to come first, those that
  /// came together as `newest` orders them.
  [[nodiscard]] Result<StoryRecords> came_since(std::string_view site, UtcTime since, int limit);
  /// How many those are without a limit: costs grow with the number.
  [[nodiscard]] Result<std::int64_t> count_came_since(std::string_view site, UtcTime since);

  /// Stories that say "noarchive" and are not on the front page.
  [[nodiscard]] Result<StoryRecords> not_to_keep(std::string_view site, int limit);
  /// The URLs of Transaction::add_omitted.
  [[nodiscard]] Result<std::set<std::string>> omitted(std::string_view site);

  /// Stories that were added, changed or removed since Transaction::note_indexed or
  /// note_all_indexed. The state notes them by itself.
  [[nodiscard]] Result<std::vector<StoryKey>> unindexed(int limit);
  /// Nothing: there is no index yet of what the state knows.
  [[nodiscard]] Result<std::optional<IndexMark>> index_mark();

  /// Files that no menu that stays names any more and that are still to be removed: menus before
  /// the texts that they name.
  [[nodiscard]] Result<std::vector<std::string>> pending_removals(int limit);

 private:
  explicit State(Database database) : database_(std::move(database)) {}
  static Result<State> prepare(Result<Database> database);

  Database database_;
  std::optional<Error> damage_;
};

}  // namespace newshole::store
