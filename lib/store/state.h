#pragma once
// What the mirror knows of its sites and stories: ROOT/.newshole/state.sqlite.
//
// It holds all that menus need, so that no folder is ever listed. Every question here is an index
// look-up, or a walk along an index of as many rows as are asked for: the cost does not depend on
// how many stories there are. Schema 4, in user_version; a
// state of an older schema is brought to it when it is opened.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/page.h"
#include "fetch/robots/robots_fetcher.h"
#include "store/database.h"

namespace newshole::store {

/// A story that has a file in the mirror.
struct StoryRecord {
  std::string url;                            ///< the key, canonical
  std::string path;                           ///< its file, relative to the root
  std::string headline;                       ///< as listed last
  std::string section;                        ///< the name of the section's folder; empty: in none
  std::optional<std::chrono::sys_days> date;  ///< what the site says of its day
  std::uint64_t content = 0;                  ///< fingerprint of the extracted article
  UtcTime first_seen;
  std::optional<UtcTime> last_fetched;  ///< nothing: to be fetched again
  UtcTime last_changed;
  std::uint64_t layout = 0;             ///< of the site, as its files were made with
  std::uint64_t rules = 0;              ///< of the site, as its page was read with
  fetch::Validators validators;         ///< of the page that its file was made of
  std::optional<UtcTime> text_changed;  ///< when its text last changed here; nothing: never
  std::optional<UtcTime> gone;          ///< since when the site has it no more
  std::optional<UtcTime> held;          ///< since when a much shorter text waits to be believed
  std::int64_t words = 0;               ///< of its text; 0: nobody counted

  friend bool operator==(const StoryRecord&, const StoryRecord&) = default;
};

struct SiteRecord {
  std::string name;
  std::string title;
  UtcTime last_change;       ///< when a story or the list of stories last changed
  std::uint64_t layout = 0;  ///< fingerprint of what shapes pages besides the stories
  std::uint64_t rules = 0;   ///< fingerprint of how its pages are read
  UtcTime last_success;      ///< when a run last saw its front page

  friend bool operator==(const SiteRecord&, const SiteRecord&) = default;
};

/// What a front page that gave validators listed: to be used where it did not change.
struct Listing {
  struct Link {
    std::string url;  ///< a story's key
    std::string headline;

    friend bool operator==(const Link&, const Link&) = default;
  };
  std::string page;  ///< the front page's URL, the key
  fetch::Validators validators;
  std::vector<Link> links;  ///< in the page's order

  friend bool operator==(const Listing&, const Listing&) = default;
};

/// A section's folder name and its name for people.
struct Section {
  std::string folder;
  std::string title;

  friend bool operator==(const Section&, const Section&) = default;
};

/// How many stories a day, month or year of the archive has.
struct ArchivePeriod {
  std::chrono::sys_days first;  ///< its first day
  std::int64_t stories = 0;

  friend bool operator==(const ArchivePeriod&, const ArchivePeriod&) = default;
};

/// The days of the archive next to one.
struct Neighbours {
  std::optional<std::chrono::sys_days> before;
  std::optional<std::chrono::sys_days> after;

  friend bool operator==(const Neighbours&, const Neighbours&) = default;
};

/// A story by its key.
struct StoryKey {
  std::string site;
  std::string url;

  friend bool operator==(const StoryKey&, const StoryKey&) = default;
};

/// A day on which a site has stories.
struct DayOfSite {
  std::chrono::sys_days day;
  std::string site;

  friend bool operator==(const DayOfSite&, const DayOfSite&) = default;
};

/// The file of the search index as a run left it; another one is not trusted.
struct IndexMark {
  std::int64_t generation = 0;  ///< by which its file is named
  std::int64_t serial = 0;      ///< how often it was written to
  std::int64_t size = 0;        ///< bytes
  std::int64_t modified = 0;    ///< nanoseconds since 1970

  friend bool operator==(const IndexMark&, const IndexMark&) = default;
};

/// The day under which the archive and the order of sections have a story: its date, but not after
/// the day on which it was first seen, since one in the future would keep it on top until then.
[[nodiscard]] std::chrono::sys_days archive_day(const StoryRecord& story);

enum class StateMode {
  Durable,  ///< the state itself
  Scratch,  ///< a copy to work on; nothing is written below the folder
};

class State {
 public:
  /// Opens the state in `folder` (absolute, without symbolic links), or starts a new one. A file
  /// that is damaged, or no database, is set aside as state.sqlite.damaged and `damage` says so.
  /// Errors: Io, also where a newer version wrote the state.
  [[nodiscard]] static Result<State> open(const std::filesystem::path& folder, StateMode mode);

  /// Opens the state in `folder` only to be asked; nothing is written. Errors: Io (none there, or
  /// not of this version).
  [[nodiscard]] static Result<State> open_to_read(const std::filesystem::path& folder);

  /// Sets a state aside that turned out to be damaged later. No object may have it open.
  [[nodiscard]] static Status set_aside(const std::filesystem::path& folder);

  [[nodiscard]] const std::optional<Error>& damage() const { return damage_; }
  [[nodiscard]] bool is_damaged() const { return database_.is_damaged(); }

  /// What happens between `begin` and `commit` is kept whole or not at all; `commit` returns when
  /// it is on the disk.
  [[nodiscard]] Status begin();
  [[nodiscard]] Status commit();
  [[nodiscard]] Status roll_back();

  [[nodiscard]] Result<std::optional<SiteRecord>> site(std::string_view name);
  [[nodiscard]] Status save(const SiteRecord& site);

  [[nodiscard]] Result<std::optional<StoryRecord>> story(std::string_view site,
                                                         std::string_view url);
  [[nodiscard]] Status save(std::string_view site, const StoryRecord& story);
  /// Of a story that was saved: when it was fetched last, its validators, and since when it is
  /// gone. Costs a fraction of the whole.
  [[nodiscard]] Status save_look(std::string_view site, const StoryRecord& story);

  /// A story whose file is gone, and its article.
  [[nodiscard]] Status forget(std::string_view site, std::string_view url);

  /// The article of a story as extract::to_stored gives it; empty where there is none.
  [[nodiscard]] Result<std::string> article(std::string_view site, std::string_view url);
  [[nodiscard]] Status save_article(std::string_view site, std::string_view url,
                                    std::string_view article);

  /// The next stories of the site by URL, behind `after` (empty: from the first).
  [[nodiscard]] Result<std::vector<StoryRecord>> stories_after(std::string_view site,
                                                               std::string_view after, int limit);

  /// The stories of the front page, in its order.
  [[nodiscard]] Result<std::vector<StoryRecord>> front_page(std::string_view site);
  /// Of stories that were saved.
  [[nodiscard]] Status set_front_page(std::string_view site, std::span<const std::string> urls);

  /// Of a page that gave no validators, or that nobody saved, one without links.
  [[nodiscard]] Result<Listing> listing(std::string_view site, std::string_view page);
  [[nodiscard]] Status save(std::string_view site, const Listing& listing);

  /// See fetch::RobotsStore.
  [[nodiscard]] Result<std::optional<fetch::StoredRobots>> robots(std::string_view origin);
  [[nodiscard]] Status save_robots(std::string_view origin, const fetch::StoredRobots& robots);

  [[nodiscard]] Status save(std::string_view site, const Section& section);
  /// Those that have a story, by folder name.
  [[nodiscard]] Result<std::vector<Section>> sections(std::string_view site);

  /// The newest stories of a section: by archive_day, then first_seen, both descending; then URL.
  [[nodiscard]] Result<std::vector<StoryRecord>> newest(std::string_view site,
                                                        std::string_view section, int limit);
  /// The same of all sections.
  [[nodiscard]] Result<std::vector<StoryRecord>> newest(std::string_view site, int limit);

  /// The archive. Stories of a day in the order of `newest`; periods by day, ascending.
  [[nodiscard]] Result<std::vector<StoryRecord>> stories_of(std::string_view site,
                                                            std::chrono::sys_days day);
  [[nodiscard]] Result<std::vector<ArchivePeriod>> days_of(std::string_view site,
                                                           std::chrono::year_month month);
  [[nodiscard]] Result<std::vector<ArchivePeriod>> months_of(std::string_view site,
                                                             std::chrono::year year);
  [[nodiscard]] Result<std::vector<ArchivePeriod>> years(std::string_view site);
  [[nodiscard]] Result<Neighbours> neighbours(std::string_view site, std::chrono::sys_days day);
  [[nodiscard]] Result<std::int64_t> count_stories(std::string_view site);

  /// Stories of days before `day` that are not on the front page, the oldest first, at most
  /// `limit`; and how many there are of them.
  [[nodiscard]] Result<std::vector<StoryRecord>> stories_before(std::string_view site,
                                                                std::chrono::sys_days day,
                                                                int limit);
  [[nodiscard]] Result<std::int64_t> count_before(std::string_view site, std::chrono::sys_days day);

  /// Stories that the search index has not, has otherwise or has still: those that came, changed
  /// or went since note_indexed. The state notes them by itself.
  [[nodiscard]] Result<std::vector<StoryKey>> unindexed(int limit);
  [[nodiscard]] Status note_indexed(const StoryKey& story);
  [[nodiscard]] Status note_all_indexed();
  /// Nothing: there is no index yet of what the state knows.
  [[nodiscard]] Result<std::optional<IndexMark>> index_mark();
  [[nodiscard]] Status save(const IndexMark& mark);
  /// All days with stories, ascending; those of one day by site.
  [[nodiscard]] Result<std::vector<DayOfSite>> days_of_sites();

  /// Files that no menu names any more and that are still to be removed.
  [[nodiscard]] Status doom(std::string_view path);
  [[nodiscard]] Result<std::vector<std::string>> doomed(int limit);
  [[nodiscard]] Status bury(std::string_view path);

 private:
  explicit State(Database database) : database_(std::move(database)) {}
  static Result<State> prepare(Result<Database> database);
  Result<std::int64_t> version();
  Status make_schema();
  Status add_schemas(std::size_t first);
  Result<std::vector<StoryRecord>> stories(std::string_view which,
                                           std::initializer_list<Value> values);
  Result<std::vector<ArchivePeriod>> periods(std::string_view sql,
                                             std::initializer_list<Value> values);

  Database database_;
  std::optional<Error> damage_;
};

}  // namespace newshole::store
