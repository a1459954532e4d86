#include "search/index.h"

#include <sqlite3.h>

#include "search/tokenizer.h"

namespace newshole::search {
namespace {

// No reader has an index that is being built, and after a failure it is built anew. One transaction
// for all, so that FTS5 writes a segment as often as its memory is full. Lists of prefixes (FTS5's
// prefix=) would double the index, and only those of two letters would be found much faster by
// them.
constexpr const char* kNewIndex = R"sql(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE about (serial INTEGER NOT NULL);
INSERT INTO about VALUES (0);
CREATE TABLE sites (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL);
CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  url TEXT NOT NULL,
  path TEXT NOT NULL,
  section TEXT NOT NULL,
  day INTEGER NOT NULL,
  UNIQUE (site, url)
);
CREATE VIRTUAL TABLE texts USING fts5(headline, byline, body, tokenize = 'newshole');
INSERT INTO texts (texts, rank) VALUES ('pgsz', 4050);
BEGIN;
)sql";

// SQLite truncates the -wal when the last writer closes.
constexpr const char* kWriting =
    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 0; "
    "PRAGMA trusted_schema = OFF";

constexpr std::string_view kSaveStory =
    "INSERT INTO stories (id, site, url, path, section, day) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET path = excluded.path, section = excluded.section";

// A rowid has, from its lowest bit, the site, the number within the day and the day.
constexpr std::int64_t kPerDay = std::int64_t{1} << 32;

std::int64_t number_of(std::chrono::sys_days day) {
  return day.time_since_epoch().count();
}

}  // namespace

Result<Index> Index::create(const std::filesystem::path& file) {
  return store::Database::open(file).and_then([](store::Database database) -> Result<Index> {
    Index index(std::move(database));
    index.is_building_ = true;
    return index.prepare(kNewIndex).map([&] { return std::move(index); });
  });
}

Result<Index> Index::open(const std::filesystem::path& file) {
  return store::Database::open(file).and_then([](store::Database database) -> Result<Index> {
    Index index(std::move(database));
    int keeps_log = 1;
    sqlite3_file_control(index.database_.handle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keeps_log);
    // A damaged file gives an index too: the caller asks is_damaged.
    const Status status = index.prepare(kWriting);
    if (!status && !index.is_damaged()) return tl::unexpected(status.error());
    return index;
  });
}

Status Index::prepare(const char* sql) {
  return add_search_tokenizer(database_.handle()).and_then([&] { return database_.execute(sql); });
}

bool Index::is_whole() {
  const auto checked =
      database_.row("PRAGMA quick_check(1)", {}, [](const store::Row& row) { return row.text(0); });
  return checked && *checked == "ok";
}

Result<std::int64_t> Index::serial() {
  return database_.number("SELECT serial FROM about", {}).map([](const auto& serial) {
    return serial.value_or(-1);
  });
}

Status Index::save_site(std::string_view name, std::string_view title) {
  return database_.run(
      "INSERT INTO sites (name, title) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
      "title = excluded.title WHERE title <> excluded.title",
      {name, title});
}

Status Index::apply(std::span<const IndexChange> changes, std::int64_t serial) {
  if (is_building_) return change(changes);
  Status status = database_.execute("BEGIN IMMEDIATE");
  if (!status) return status;
  status = change(changes)
               .and_then([&] { return database_.run("UPDATE about SET serial = ?", {serial}); })
               .and_then([&] { return database_.execute("COMMIT"); });
  // The error that counts is the first one.
  if (!status) [[maybe_unused]]
    const Status undone = database_.execute("ROLLBACK");
  return status;
}

// Ascending, since FTS5 begins a new segment with every rowid that is lower than the one before.
Status Index::change(std::span<const IndexChange> changes) {
  std::map<std::int64_t, const IndexedStory*> texts;
  return try_each(changes, [&](const IndexChange& each) { return place(each, texts); })
      .and_then([&] {
        return try_each(texts, [&](const auto& each) { return write(each.first, each.second); });
      });
}

// Collects the rowids that are removed, added, or get another text.
Status Index::place(const IndexChange& change, std::map<std::int64_t, const IndexedStory*>& texts) {
  const Result<std::int64_t> site = site_number(change.key.site);
  if (!site) return tl::unexpected(site.error());
  const auto old = database_.row(
      "SELECT id, day FROM stories WHERE site = ? AND url = ?", {*site, change.key.url},
      [](const store::Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  if (!old) return tl::unexpected(old.error());
  const bool stays = *old && change.story && (*old)->second == number_of(change.story->day);
  if (*old && !stays) {
    const std::int64_t gone = (*old)->first;
    texts.insert_or_assign(gone, nullptr);
    if (Status status = database_.run("DELETE FROM stories WHERE id = ?", {gone}); !status)
      return status;
  }
  if (!change.story) return {};
  const Result<std::int64_t> id =
      stays ? Result<std::int64_t>((*old)->first) : free_id(change.story->day, *site);
  if (!id) return tl::unexpected(id.error());
  texts.insert_or_assign(*id, &*change.story);
  return database_.run(kSaveStory, {*id, *site, change.key.url, change.story->path,
                                    change.story->section, number_of(change.story->day)});
}

Status Index::write(std::int64_t id, const IndexedStory* story) {
  Status status = database_.run("DELETE FROM texts WHERE rowid = ?", {id});
  if (!status || story == nullptr) return status;
  return database_.run("INSERT INTO texts (rowid, headline, byline, body) VALUES (?, ?, ?, ?)",
                       {id, story->headline, story->byline, story->body});
}

Result<std::int64_t> Index::site_number(std::string_view name) {
  const auto known = sites_.find(name);
  if (known != sites_.end()) return known->second;
  const auto found = database_.number("SELECT number FROM sites WHERE name = ?", {name});
  if (!found) return tl::unexpected(found.error());
  if (!*found || **found >= kMostIndexedSites)
    return fail(ErrorKind::Internal, database_.name() + ": no number for " + std::string(name));
  sites_.emplace(name, **found);
  return **found;
}

Result<std::int64_t> Index::free_id(std::chrono::sys_days day, std::int64_t site) {
  const std::int64_t first = number_of(day) * kPerDay;
  const auto last = database_.number("SELECT MAX(id) FROM stories WHERE id >= ? AND id < ?",
                                     {first, first + kPerDay});
  return last.map([&](const std::optional<std::int64_t>& used) {
    const std::int64_t step = used ? (*used - first) / kMostIndexedSites + 1 : 0;
    return first + step * kMostIndexedSites + site;
  });
}

// FTS5 does not merge all segments into one: that cannot be stopped, and makes no query faster.
Status Index::finish(Index index) {
  return index.database_.execute("COMMIT; PRAGMA journal_mode = WAL");
}

}  // namespace newshole::search
