#include "search/reader.h"

#include <algorithm>

#include <sqlite3.h>

#include "pages/stories/story_list.h"
#include "search/context.h"
#include "search/files.h"
#include "search/index.h"
#include "search/tokenizer.h"

namespace newshole::search {
namespace {

// bm25 gives better stories lower numbers. `?3` masks the bits of a rowid that tell the site; as 0
// it lets all sites pass.
constexpr std::string_view kRank =
    "WITH newest AS MATERIALIZED (SELECT rowid AS id, bm25(texts, 8.0, 2.0, 1.0) AS score "
    "FROM texts WHERE texts MATCH ?1 AND rowid & ?3 = ?4 ORDER BY rowid DESC LIMIT ?2) "
    "SELECT id FROM newest ORDER BY score, id DESC";

constexpr std::string_view kHit =
    "SELECT sites.name, stories.path, texts.headline, stories.section, stories.day, texts.body "
    "FROM stories JOIN sites ON sites.number = stories.site "
    "JOIN texts ON texts.rowid = stories.id WHERE stories.id = ?";

constexpr const char* kReading =
    "PRAGMA busy_timeout = 2000; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; "
    "SELECT 1 FROM about";

/// Interrupts the connection at the deadline.
class TimeLimit {
 public:
  TimeLimit(sqlite3* connection, const Search& search) : connection_(connection), search_(search) {
    constexpr int kOperations = 1000;
    sqlite3_progress_handler(connection, kOperations, is_over, this);
  }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
  ~TimeLimit() { sqlite3_progress_handler(connection_, 0, nullptr, nullptr); }

  [[nodiscard]] bool has_passed() const { return search_.clock->tick() > search_.deadline; }

 private:
  static int is_over(void* limit) { return static_cast<TimeLimit*>(limit)->has_passed() ? 1 : 0; }

  sqlite3* connection_;
  const Search& search_;
};

Result<store::Database> open_index(const std::filesystem::path& file) {
  Result<store::Database> database = store::Database::open_beside_writer(file);
  if (!database) return database;
  // SQLite opens -wal and -shm with the first read: from then on the index can be read, though a
  // run removes all three files.
  return add_search_tokenizer(database->handle())
      .and_then([&] { return database->execute(kReading); })
      .map([&] { return *std::move(database); });
}

}  // namespace

Result<Reader> Reader::open(const std::filesystem::path& root) {
  return open_folder(index_folder(root));
}

Result<Reader> Reader::open_folder(const std::filesystem::path& folder) {
  std::int64_t generation = 0;
  while (true) {
    const auto file = newest_index(folder);
    if (!file) return tl::unexpected(file.error());
    if (!*file) return fail(ErrorKind::NotFound, folder.string() + ": there is no search index");
    Result<store::Database> opened = open_index((*file)->path);
    if (opened) return Reader(*std::move(opened));
    // A run may have removed it for a newer generation before it was open.
    if ((*file)->mark.generation == generation) return tl::unexpected(opened.error());
    generation = (*file)->mark.generation;
  }
}

Result<std::vector<SearchedSite>> Reader::sites() {
  return database_.rows("SELECT name, title FROM sites ORDER BY name", {},
                        [](const store::Row& row) {
                          return SearchedSite{row.text(0), row.text(1)};
                        });
}

Result<std::vector<std::int64_t>> Reader::ranked(const Search& search) {
  const auto site = database_.number("SELECT number FROM sites WHERE name = ?", {search.site});
  if (!site) return tl::unexpected(site.error());
  const std::string match = to_fts5(search.query);
  // One more than are ranked tells whether there are more.
  const auto limit = static_cast<std::int64_t>(kMostRanked + 1);
  const std::int64_t mask = search.site.empty() ? 0 : kMostIndexedSites - 1;
  return database_.rows(kRank, {match, limit, mask, site->value_or(0)},
                        [](const store::Row& row) { return row.integer(0); });
}

Result<Hits> Reader::find(const Search& search) {
  const TimeLimit limit(database_.handle(), search);
  const auto context = Context::create(database_.handle(), search.query);
  if (!context) return tl::unexpected(context.error());
  // One transaction, so that a run's changes come before all of it or after.
  Status status = database_.execute("BEGIN");
  if (!status) return tl::unexpected(status.error());
  Result<Hits> found = find(search, *context);
  status = database_.execute("COMMIT");
  if (!found && limit.has_passed()) return fail(ErrorKind::Timeout, "the search took too long");
  return found && !status ? tl::unexpected(status.error()) : std::move(found);
}

Result<Hits> Reader::find(const Search& search, const Context& context) {
  const auto ids = ranked(search);
  if (!ids) return tl::unexpected(ids.error());
  Hits found{.hits = {},
             .found = std::min(ids->size(), kMostRanked),
             .are_all_ranked = ids->size() <= kMostRanked};
  const std::size_t end = std::min(search.first + search.count, found.found);
  for (std::size_t i = search.first; i < end; ++i) {
    Result<Hit> hit = this->hit((*ids)[i]);
    if (!hit) return tl::unexpected(hit.error());
    hit->context = context.of(hit->context);
    found.hits.push_back(*std::move(hit));
  }
  return found;
}

// `context` is the whole text here; `find` cuts it.
Result<Hit> Reader::hit(std::int64_t id) {
  const auto found = database_.row(kHit, {id}, [](const store::Row& row) {
    return Hit{.site = row.text(0),
               .path = row.text(1),
               .headline = row.text(2),
               .section = pages::section_name_for_people(row.text(3)),
               .day = std::chrono::sys_days(std::chrono::days(row.integer(4))),
               .context = row.text(5)};
  });
  return found.map([](const std::optional<Hit>& hit) { return hit.value_or(Hit()); });
}

}  // namespace newshole::search
