#include "store/state.h"

#include <algorithm>
#include <array>
#include <limits>
#include <system_error>

namespace newshole::store {
namespace {

using std::chrono::floor;
using std::chrono::sys_days;

constexpr const char* kFile = "state.sqlite";

// `newest` is the day by which menus order; it stands in an index of its own with all that the
// order needs, so that the newest 100 of a section are a walk along 100 entries.
constexpr const char* kSchema1 = R"sql(
CREATE TABLE sites (
  name TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  last_change INTEGER NOT NULL,
  layout INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sections (
  site TEXT NOT NULL,
  folder TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (site, folder)
) WITHOUT ROWID;
CREATE TABLE stories (
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  path TEXT NOT NULL,
  headline TEXT NOT NULL,
  section TEXT NOT NULL,
  date INTEGER,
  newest INTEGER NOT NULL,
  content INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_fetched INTEGER,
  last_changed INTEGER NOT NULL,
  position INTEGER,
  UNIQUE (site, url)
);
CREATE INDEX stories_of_section ON stories (site, section, newest DESC, first_seen DESC, url);
CREATE INDEX stories_of_front_page ON stories (site, position) WHERE position IS NOT NULL;
PRAGMA user_version = 1;
)sql";

constexpr const char* kSchema2 = R"sql(
ALTER TABLE stories ADD COLUMN layout INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN etag TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN last_modified TEXT NOT NULL DEFAULT '';
CREATE TABLE front_pages (
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE TABLE listed_links (
  site TEXT NOT NULL,
  page TEXT NOT NULL,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  headline TEXT NOT NULL,
  PRIMARY KEY (site, page, position)
) WITHOUT ROWID;
CREATE TABLE robots (
  origin TEXT PRIMARY KEY,
  fetched_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  text TEXT NOT NULL
);
PRAGMA user_version = 2;
)sql";

// `days` counts the stories of each day, so that the archive's menus cost what they show. Triggers
// keep it, whoever changes a story.
constexpr const char* kSchema3 = R"sql(
ALTER TABLE sites ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN last_success INTEGER NOT NULL DEFAULT 0;
UPDATE sites SET last_success = last_change;
ALTER TABLE stories ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN text_changed INTEGER;
ALTER TABLE stories ADD COLUMN gone INTEGER;
ALTER TABLE stories ADD COLUMN held INTEGER;
ALTER TABLE stories ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stories_of_day ON stories (site, newest DESC, first_seen DESC, url);
CREATE TABLE articles (
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  article BLOB NOT NULL,
  UNIQUE (site, url)
);
CREATE TABLE days (
  site TEXT NOT NULL,
  day INTEGER NOT NULL,
  stories INTEGER NOT NULL,
  PRIMARY KEY (site, day)
) WITHOUT ROWID;
INSERT INTO days SELECT site, newest, COUNT(*) FROM stories GROUP BY site, newest;
CREATE TRIGGER story_comes AFTER INSERT ON stories BEGIN
  INSERT INTO days VALUES (NEW.site, NEW.newest, 1)
    ON CONFLICT DO UPDATE SET stories = stories + 1;
END;
CREATE TRIGGER story_goes AFTER DELETE ON stories BEGIN
  UPDATE days SET stories = stories - 1 WHERE site = OLD.site AND day = OLD.newest;
  DELETE FROM days WHERE site = OLD.site AND day = OLD.newest AND stories <= 0;
END;
CREATE TRIGGER story_moves AFTER UPDATE OF newest ON stories WHEN OLD.newest <> NEW.newest BEGIN
  UPDATE days SET stories = stories - 1 WHERE site = OLD.site AND day = OLD.newest;
  DELETE FROM days WHERE site = OLD.site AND day = OLD.newest AND stories <= 0;
  INSERT INTO days VALUES (NEW.site, NEW.newest, 1)
    ON CONFLICT DO UPDATE SET stories = stories + 1;
END;
CREATE TABLE doomed_files (path TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = 3;
)sql";

// What the search index has to be told, noted whoever changes a story (see state_search.cpp).
constexpr const char* kSchema4 = R"sql(
CREATE TABLE unindexed (
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE TABLE search_index (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL
);
CREATE TRIGGER story_to_index AFTER INSERT ON stories BEGIN
  INSERT INTO unindexed VALUES (NEW.site, NEW.url) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER story_to_index_anew AFTER UPDATE OF headline, section, path, newest ON stories
WHEN OLD.headline <> NEW.headline OR OLD.section <> NEW.section OR OLD.path <> NEW.path
  OR OLD.newest <> NEW.newest BEGIN
  INSERT INTO unindexed VALUES (NEW.site, NEW.url) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER story_to_index_no_more AFTER DELETE ON stories BEGIN
  INSERT INTO unindexed VALUES (OLD.site, OLD.url) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER article_to_index AFTER INSERT ON articles BEGIN
  INSERT INTO unindexed VALUES (NEW.site, NEW.url) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER article_to_index_anew AFTER UPDATE OF article ON articles
WHEN OLD.article <> NEW.article BEGIN
  INSERT INTO unindexed VALUES (NEW.site, NEW.url) ON CONFLICT DO NOTHING;
END;
PRAGMA user_version = 4;
)sql";

// Each makes the next version of the one before; an empty file has version 0.
constexpr std::array kSchemas = {kSchema1, kSchema2, kSchema3, kSchema4};
constexpr auto kSchemaVersion = static_cast<std::int64_t>(kSchemas.size());

// Of a story, in the order in which story_of reads them.
constexpr std::string_view kColumns =
    "url, path, headline, section, date, content, first_seen, last_fetched, last_changed, layout, "
    "etag, last_modified, rules, text_changed, gone, held, words";

// What follows "SELECT columns FROM stories ".
constexpr std::string_view kStory = "WHERE site = ? AND url = ?";
constexpr std::string_view kFrontPage = "WHERE site = ? AND position IS NOT NULL ORDER BY position";
constexpr std::string_view kNewest =
    "WHERE site = ? AND section = ? ORDER BY newest DESC, first_seen DESC, url LIMIT ?";
constexpr std::string_view kNewestOfAll =
    "WHERE site = ? ORDER BY newest DESC, first_seen DESC, url LIMIT ?";
constexpr std::string_view kStoriesOfDay =
    "WHERE site = ? AND newest = ? ORDER BY first_seen DESC, url";
constexpr std::string_view kStoriesAfter = "WHERE site = ? AND url > ? ORDER BY url LIMIT ?";
constexpr std::string_view kStoriesBefore =
    "WHERE site = ? AND newest < ? AND position IS NULL ORDER BY newest, first_seen, url LIMIT ?";

// Days are few beside stories, and so are the stories of a front page.
constexpr std::string_view kCountBefore =
    "SELECT (SELECT SUM(stories) FROM days WHERE site = ? AND day < ?) - (SELECT COUNT(*) "
    "FROM stories WHERE site = ? AND position IS NOT NULL AND newest < ?)";

constexpr std::string_view kSaveStory =
    "INSERT INTO stories (site, newest, url, path, headline, section, date, content, first_seen, "
    "last_fetched, last_changed, layout, etag, last_modified, rules, text_changed, gone, held, "
    "words) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (site, url) DO UPDATE SET path = excluded.path, headline = excluded.headline, "
    "section = excluded.section, date = excluded.date, newest = excluded.newest, "
    "content = excluded.content, first_seen = excluded.first_seen, "
    "last_fetched = excluded.last_fetched, last_changed = excluded.last_changed, "
    "layout = excluded.layout, etag = excluded.etag, last_modified = excluded.last_modified, "
    "rules = excluded.rules, text_changed = excluded.text_changed, gone = excluded.gone, "
    "held = excluded.held, words = excluded.words";

constexpr std::string_view kSaveSite =
    "INSERT INTO sites (name, title, last_change, layout, rules, last_success) "
    "VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET title = excluded.title, "
    "last_change = excluded.last_change, layout = excluded.layout, rules = excluded.rules, "
    "last_success = excluded.last_success";

constexpr std::string_view kSaveFrontPage =
    "INSERT INTO front_pages (site, url, etag, last_modified) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (site, url) DO UPDATE SET etag = excluded.etag, "
    "last_modified = excluded.last_modified";

constexpr std::string_view kSaveRobots =
    "INSERT INTO robots (origin, fetched_at, outcome, text) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (origin) DO UPDATE SET fetched_at = excluded.fetched_at, "
    "outcome = excluded.outcome, text = excluded.text";

constexpr std::string_view kPresent = "present";
constexpr std::string_view kMissing = "missing";

constexpr std::string_view kSaveSection =
    "INSERT INTO sections (site, folder, title) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

constexpr std::string_view kSections =
    "SELECT folder, title FROM sections AS s WHERE site = ? AND EXISTS "
    "(SELECT 1 FROM stories WHERE stories.site = s.site AND stories.section = s.folder) "
    "ORDER BY folder";

std::int64_t seconds_of(UtcTime time) {
  return time.time_since_epoch().count();
}

UtcTime time_of(std::int64_t seconds) {
  return UtcTime(std::chrono::seconds(seconds));
}

std::int64_t number_of(sys_days day) {
  return day.time_since_epoch().count();
}

std::optional<sys_days> day_of(std::optional<std::int64_t> days) {
  if (!days) return std::nullopt;
  return sys_days(std::chrono::days(*days));
}

Value value_of(const std::optional<UtcTime>& time) {
  return time ? Value(seconds_of(*time)) : Value(nullptr);
}

Value value_of(const std::optional<sys_days>& day) {
  return day ? Value(number_of(*day)) : Value(nullptr);
}

std::optional<UtcTime> optional_time(const Row& row, int column) {
  const auto seconds = row.optional_integer(column);
  if (!seconds) return std::nullopt;
  return time_of(*seconds);
}

// The years' and months' ends are found by the calendar; in the state days are numbers.
std::int64_t first_day(std::chrono::year year) {
  return number_of(sys_days(year / std::chrono::January / 1));
}

std::int64_t first_day(std::chrono::year_month month) {
  return number_of(sys_days(month / 1));
}

StoryRecord story_of(const Row& row) {
  StoryRecord story{.url = row.text(0),
                    .path = row.text(1),
                    .headline = row.text(2),
                    .section = row.text(3),
                    .date = day_of(row.optional_integer(4)),
                    .content = static_cast<std::uint64_t>(row.integer(5)),
                    .first_seen = time_of(row.integer(6)),
                    .last_fetched = optional_time(row, 7),
                    .last_changed = time_of(row.integer(8)),
                    .layout = static_cast<std::uint64_t>(row.integer(9)),
                    .rules = static_cast<std::uint64_t>(row.integer(12)),
                    .validators = {row.text(10), row.text(11)},
                    .text_changed = optional_time(row, 13),
                    .gone = optional_time(row, 14),
                    .held = optional_time(row, 15),
                    .words = row.integer(16)};
  return story;
}

Error damage_error(const std::filesystem::path& file) {
  return {ErrorKind::Io,
          file.string() + ": damaged, set aside as " + kFile + ".damaged; the state starts anew"};
}

}  // namespace

sys_days archive_day(const StoryRecord& story) {
  const sys_days seen = floor<std::chrono::days>(story.first_seen);
  return story.date ? std::min(*story.date, seen) : seen;
}

Result<State> State::open(const std::filesystem::path& folder, StateMode mode) {
  const std::filesystem::path file = folder / kFile;
  const auto open_database = [&] {
    return mode == StateMode::Durable ? Database::open(file) : Database::open_copy(file);
  };
  Result<State> state = prepare(open_database());
  if (!state || !state->is_damaged()) return state;
  state = fail(ErrorKind::Internal, "closed");
  if (mode == StateMode::Durable) {
    if (const Status moved = set_aside(folder); !moved) return tl::unexpected(moved.error());
    state = prepare(open_database());
  } else {
    state = prepare(Database::open_copy({}));
  }
  if (state) state->damage_ = damage_error(file);
  return state;
}

Result<State> State::open_to_read(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kFile;
  Result<Database> database = Database::open_to_read(file);
  if (!database) return tl::unexpected(database.error());
  State state(*std::move(database));
  const Result<std::int64_t> version = state.version();
  if (!version) return tl::unexpected(version.error());
  if (*version == kSchemaVersion) return state;
  return fail(ErrorKind::Io, file.string() + ": no state of this version");
}

// A damaged database gives a State too: the caller asks.
Result<State> State::prepare(Result<Database> database) {
  if (!database) return tl::unexpected(database.error());
  State state(*std::move(database));
  const Status made = state.make_schema();
  if (!made && !state.is_damaged()) return tl::unexpected(made.error());
  return state;
}

Status State::set_aside(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path file = folder / kFile;
  std::filesystem::rename(file, folder / (std::string(kFile) + ".damaged"), error);
  if (error) {
    return fail(ErrorKind::Io, file.string() + ": cannot be set aside: " + error.message());
  }
  for (const char* suffix : {"-wal", "-shm"}) {
    std::filesystem::remove(folder / (std::string(kFile) + suffix), error);
  }
  return {};
}

Result<std::int64_t> State::version() {
  std::int64_t version = 0;
  const Status status =
      database_.query("PRAGMA user_version", {}, [&](const Row& row) { version = row.integer(0); });
  if (!status) return tl::unexpected(status.error());
  return version;
}

Status State::make_schema() {
  const Result<std::int64_t> version = this->version();
  if (!version) return tl::unexpected(version.error());
  if (*version > kSchemaVersion) {
    return fail(ErrorKind::Io, database_.name() + ": written by a newer newshole (schema " +
                                   std::to_string(*version) + ", this one knows " +
                                   std::to_string(kSchemaVersion) + ")");
  }
  // A new file holds nothing that the disk could lose, so it need not wait for it.
  Status status =
      database_.execute(*version == 0 ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL");
  // A run touches few pages of an archive however large: a small cache (KB) holds what it needs.
  if (status) status = database_.execute("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -1000");
  if (status) status = database_.execute("PRAGMA journal_mode = WAL");
  if (!status || *version == kSchemaVersion) return status;
  status = add_schemas(static_cast<std::size_t>(*version));
  return status ? database_.execute("PRAGMA synchronous = FULL") : status;
}

Status State::add_schemas(std::size_t first) {
  Status status = database_.execute("BEGIN IMMEDIATE");
  for (std::size_t next = first; next < kSchemas.size() && status; ++next) {
    status = database_.execute(kSchemas.at(next));
  }
  return status ? database_.execute("COMMIT") : status;
}

Status State::begin() {
  return database_.execute("BEGIN IMMEDIATE");
}

Status State::commit() {
  return database_.execute("COMMIT");
}

Status State::roll_back() {
  return database_.execute("ROLLBACK");
}

Result<std::optional<SiteRecord>> State::site(std::string_view name) {
  std::optional<SiteRecord> site;
  const Status status = database_.query(
      "SELECT name, title, last_change, layout, rules, last_success FROM sites WHERE name = ?",
      {name}, [&](const Row& row) {
        site = SiteRecord{row.text(0),
                          row.text(1),
                          time_of(row.integer(2)),
                          static_cast<std::uint64_t>(row.integer(3)),
                          static_cast<std::uint64_t>(row.integer(4)),
                          time_of(row.integer(5))};
      });
  if (!status) return tl::unexpected(status.error());
  return site;
}

Status State::save(const SiteRecord& site) {
  return database_.run(
      kSaveSite,
      {site.name, site.title, seconds_of(site.last_change), static_cast<std::int64_t>(site.layout),
       static_cast<std::int64_t>(site.rules), seconds_of(site.last_success)});
}

Result<std::optional<StoryRecord>> State::story(std::string_view site, std::string_view url) {
  auto found = stories(kStory, {site, url});
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return std::optional<StoryRecord>();
  return std::optional(std::move(found->front()));
}

Status State::save(std::string_view site, const StoryRecord& story) {
  return database_.run(
      kSaveStory,
      {site, number_of(archive_day(story)), story.url, story.path, story.headline, story.section,
       value_of(story.date), static_cast<std::int64_t>(story.content), seconds_of(story.first_seen),
       value_of(story.last_fetched), seconds_of(story.last_changed),
       static_cast<std::int64_t>(story.layout), story.validators.etag,
       story.validators.last_modified, static_cast<std::int64_t>(story.rules),
       value_of(story.text_changed), value_of(story.gone), value_of(story.held), story.words});
}

Status State::save_look(std::string_view site, const StoryRecord& story) {
  return database_.run(
      "UPDATE stories SET last_fetched = ?, etag = ?, last_modified = ?, gone = ? "
      "WHERE site = ? AND url = ?",
      {value_of(story.last_fetched), story.validators.etag, story.validators.last_modified,
       value_of(story.gone), site, story.url});
}

Status State::forget(std::string_view site, std::string_view url) {
  const Status status =
      database_.run("DELETE FROM articles WHERE site = ? AND url = ?", {site, url});
  return status ? database_.run("DELETE FROM stories WHERE site = ? AND url = ?", {site, url})
                : status;
}

Result<std::string> State::article(std::string_view site, std::string_view url) {
  std::string article;
  const Status status =
      database_.query("SELECT article FROM articles WHERE site = ? AND url = ?", {site, url},
                      [&](const Row& row) { article = row.text(0); });
  if (!status) return tl::unexpected(status.error());
  return article;
}

Status State::save_article(std::string_view site, std::string_view url, std::string_view article) {
  return database_.run(
      "INSERT INTO articles (site, url, article) VALUES (?, ?, ?) "
      "ON CONFLICT (site, url) DO UPDATE SET article = excluded.article",
      {site, url, Blob{article}});
}

Result<std::vector<StoryRecord>> State::stories_after(std::string_view site, std::string_view after,
                                                      int limit) {
  return stories(kStoriesAfter, {site, after, std::int64_t{limit}});
}

Result<std::vector<StoryRecord>> State::stories(std::string_view which,
                                                std::initializer_list<Value> values) {
  std::string sql = "SELECT ";
  sql.append(kColumns).append(" FROM stories ").append(which);
  std::vector<StoryRecord> found;
  const Status status =
      database_.query(sql, values, [&](const Row& row) { found.push_back(story_of(row)); });
  if (!status) return tl::unexpected(status.error());
  return found;
}

Result<std::vector<StoryRecord>> State::front_page(std::string_view site) {
  return stories(kFrontPage, {site});
}

Status State::set_front_page(std::string_view site, std::span<const std::string> urls) {
  Status status = database_.run(
      "UPDATE stories SET position = NULL WHERE site = ? AND position IS NOT NULL", {site});
  std::int64_t position = 0;
  for (const std::string& url : urls) {
    if (!status) return status;
    status = database_.run("UPDATE stories SET position = ? WHERE site = ? AND url = ?",
                           {position++, site, url});
  }
  return status;
}

Result<Listing> State::listing(std::string_view site, std::string_view page) {
  Listing listing{.page = std::string(page)};
  Status status =
      database_.query("SELECT etag, last_modified FROM front_pages WHERE site = ? AND url = ?",
                      {site, page}, [&](const Row& row) {
                        listing.validators = {row.text(0), row.text(1)};
                      });
  if (status) {
    status = database_.query(
        "SELECT url, headline FROM listed_links WHERE site = ? AND page = ? ORDER BY position",
        {site, page}, [&](const Row& row) {
          listing.links.push_back({row.text(0), row.text(1)});
        });
  }
  if (!status) return tl::unexpected(status.error());
  return listing;
}

Status State::save(std::string_view site, const Listing& listing) {
  Status status = database_.run(kSaveFrontPage, {site, listing.page, listing.validators.etag,
                                                 listing.validators.last_modified});
  if (status) {
    status =
        database_.run("DELETE FROM listed_links WHERE site = ? AND page = ?", {site, listing.page});
  }
  if (listing.validators == fetch::Validators{}) return status;
  std::int64_t position = 0;
  for (const Listing::Link& link : listing.links) {
    if (!status) return status;
    status = database_.run(
        "INSERT INTO listed_links (site, page, position, url, headline) VALUES (?, ?, ?, ?, ?)",
        {site, listing.page, position++, link.url, link.headline});
  }
  return status;
}

Result<std::optional<fetch::StoredRobots>> State::robots(std::string_view origin) {
  std::optional<fetch::StoredRobots> robots;
  const Status status =
      database_.query("SELECT outcome, fetched_at, text FROM robots WHERE origin = ?", {origin},
                      [&](const Row& row) {
                        using Outcome = fetch::StoredRobots::Outcome;
                        robots = {row.text(0) == kPresent ? Outcome::Present : Outcome::Missing,
                                  time_of(row.integer(1)), row.text(2)};
                      });
  if (!status) return tl::unexpected(status.error());
  return robots;
}

Status State::save_robots(std::string_view origin, const fetch::StoredRobots& robots) {
  const bool is_present = robots.outcome == fetch::StoredRobots::Outcome::Present;
  return database_.run(kSaveRobots, {origin, seconds_of(robots.fetched_at),
                                     is_present ? kPresent : kMissing, robots.text});
}

Status State::save(std::string_view site, const Section& section) {
  return database_.run(kSaveSection, {site, section.folder, section.title});
}

Result<std::vector<Section>> State::sections(std::string_view site) {
  std::vector<Section> found;
  const Status status = database_.query(kSections, {site}, [&](const Row& row) {
    found.push_back({row.text(0), row.text(1)});
  });
  if (!status) return tl::unexpected(status.error());
  return found;
}

Result<std::vector<StoryRecord>> State::newest(std::string_view site, std::string_view section,
                                               int limit) {
  return stories(kNewest, {site, section, std::int64_t{limit}});
}

Result<std::vector<StoryRecord>> State::newest(std::string_view site, int limit) {
  return stories(kNewestOfAll, {site, std::int64_t{limit}});
}

Result<std::vector<StoryRecord>> State::stories_of(std::string_view site, sys_days day) {
  return stories(kStoriesOfDay, {site, number_of(day)});
}

Result<std::vector<ArchivePeriod>> State::periods(std::string_view sql,
                                                  std::initializer_list<Value> values) {
  std::vector<ArchivePeriod> found;
  const Status status = database_.query(sql, values, [&](const Row& row) {
    found.push_back({sys_days(std::chrono::days(row.integer(0))), row.integer(1)});
  });
  if (!status) return tl::unexpected(status.error());
  return found;
}

Result<std::vector<ArchivePeriod>> State::days_of(std::string_view site,
                                                  std::chrono::year_month month) {
  return periods(
      "SELECT day, stories FROM days WHERE site = ? AND day >= ? AND day < ? ORDER BY day",
      {site, first_day(month), first_day(month + std::chrono::months(1))});
}

Result<std::vector<ArchivePeriod>> State::months_of(std::string_view site, std::chrono::year year) {
  std::vector<ArchivePeriod> months;
  for (unsigned number = 1; number <= 12; ++number) {
    const std::chrono::year_month month = year / std::chrono::month(number);
    auto days = days_of(site, month);
    if (!days) return days;
    if (days->empty()) continue;
    ArchivePeriod& sum = months.emplace_back(ArchivePeriod{sys_days(month / 1)});
    for (const ArchivePeriod& day : *days) sum.stories += day.stories;
  }
  return months;
}

// From year to year, so that days of years without a story cost nothing.
Result<std::vector<ArchivePeriod>> State::years(std::string_view site) {
  std::vector<ArchivePeriod> years;
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  while (true) {
    const auto next =
        database_.number("SELECT MIN(day) FROM days WHERE site = ? AND day >= ?", {site, from});
    if (!next) return tl::unexpected(next.error());
    if (!*next) return years;
    const std::chrono::year_month_day day{sys_days(std::chrono::days(**next))};
    const std::int64_t end = first_day(day.year() + std::chrono::years(1));
    const auto stories =
        database_.number("SELECT SUM(stories) FROM days WHERE site = ? AND day >= ? AND day < ?",
                         {site, first_day(day.year()), end});
    if (!stories) return tl::unexpected(stories.error());
    years.push_back({sys_days(day.year() / std::chrono::January / 1), stories->value_or(0)});
    from = end;
  }
}

Result<Neighbours> State::neighbours(std::string_view site, sys_days day) {
  const auto before = database_.number("SELECT MAX(day) FROM days WHERE site = ? AND day < ?",
                                       {site, number_of(day)});
  if (!before) return tl::unexpected(before.error());
  const auto after = database_.number("SELECT MIN(day) FROM days WHERE site = ? AND day > ?",
                                      {site, number_of(day)});
  if (!after) return tl::unexpected(after.error());
  return Neighbours{day_of(*before), day_of(*after)};
}

Result<std::int64_t> State::count_stories(std::string_view site) {
  return database_.number("SELECT SUM(stories) FROM days WHERE site = ?", {site})
      .map([](const auto& sum) { return sum.value_or(0); });
}

Result<std::vector<StoryRecord>> State::stories_before(std::string_view site, sys_days day,
                                                       int limit) {
  return stories(kStoriesBefore, {site, number_of(day), std::int64_t{limit}});
}

Result<std::int64_t> State::count_before(std::string_view site, sys_days day) {
  return database_.number(kCountBefore, {site, number_of(day), site, number_of(day)})
      .map([](const auto& sum) { return sum.value_or(0); });
}

Status State::doom(std::string_view path) {
  return database_.run("INSERT INTO doomed_files (path) VALUES (?) ON CONFLICT DO NOTHING", {path});
}

Result<std::vector<std::string>> State::doomed(int limit) {
  std::vector<std::string> paths;
  const Status status =
      database_.query("SELECT path FROM doomed_files LIMIT ?", {std::int64_t{limit}},
                      [&](const Row& row) { paths.push_back(row.text(0)); });
  if (!status) return tl::unexpected(status.error());
  return paths;
}

Status State::bury(std::string_view path) {
  return database_.run("DELETE FROM doomed_files WHERE path = ?", {path});
}

}  // namespace newshole::store
