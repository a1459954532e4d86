#include "mirror/state.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace newshole::mirror {
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

// Each makes the next version of the one before; an empty file has version 0.
constexpr std::array kSchemas = {kSchema1, kSchema2};
constexpr auto kSchemaVersion = static_cast<std::int64_t>(kSchemas.size());

constexpr std::string_view kStory =
    "SELECT url, path, headline, section, date, content, first_seen, last_fetched, last_changed, "
    "layout, etag, last_modified FROM stories WHERE site = ? AND url = ?";

constexpr std::string_view kFrontPage =
    "SELECT url, path, headline, section, date, content, first_seen, last_fetched, last_changed, "
    "layout, etag, last_modified FROM stories WHERE site = ? AND position IS NOT NULL ORDER BY "
    "position";

constexpr std::string_view kNewest =
    "SELECT url, path, headline, section, date, content, first_seen, last_fetched, last_changed, "
    "layout, etag, last_modified FROM stories WHERE site = ? AND section = ? "
    "ORDER BY newest DESC, first_seen DESC, url LIMIT ?";

constexpr std::string_view kSaveStory =
    "INSERT INTO stories (site, url, path, headline, section, date, newest, content, first_seen, "
    "last_fetched, last_changed, layout, etag, last_modified) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (site, url) DO UPDATE SET path = excluded.path, headline = excluded.headline, "
    "section = excluded.section, date = excluded.date, newest = excluded.newest, "
    "content = excluded.content, first_seen = excluded.first_seen, "
    "last_fetched = excluded.last_fetched, last_changed = excluded.last_changed, "
    "layout = excluded.layout, etag = excluded.etag, last_modified = excluded.last_modified";

constexpr std::string_view kSaveSite =
    "INSERT INTO sites (name, title, last_change, layout) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET title = excluded.title, "
    "last_change = excluded.last_change, layout = excluded.layout";

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

std::int64_t days_of(sys_days day) {
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
  return day ? Value(days_of(*day)) : Value(nullptr);
}

// A date in the future would keep a story on top until then.
sys_days newest_day(const StoryRecord& story) {
  const sys_days seen = floor<std::chrono::days>(story.first_seen);
  return story.date ? std::min(*story.date, seen) : seen;
}

StoryRecord story_of(const Row& row) {
  StoryRecord story{.url = row.text(0),
                    .path = row.text(1),
                    .headline = row.text(2),
                    .section = row.text(3),
                    .date = day_of(row.optional_integer(4)),
                    .content = static_cast<std::uint64_t>(row.integer(5)),
                    .first_seen = time_of(row.integer(6)),
                    .last_changed = time_of(row.integer(8)),
                    .layout = static_cast<std::uint64_t>(row.integer(9)),
                    .validators = {row.text(10), row.text(11)}};
  if (const auto fetched = row.optional_integer(7)) story.last_fetched = time_of(*fetched);
  return story;
}

Error damage_error(const std::filesystem::path& file) {
  return {ErrorKind::Io,
          file.string() + ": damaged, set aside as " + kFile + ".damaged; the state starts anew"};
}

}  // namespace

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
    return fail(ErrorKind::Io, std::string(kFile) + ": written by a newer newshole (schema " +
                                   std::to_string(*version) + ", this one knows " +
                                   std::to_string(kSchemaVersion) + ")");
  }
  // A new file holds nothing that the disk could lose, so it need not wait for it.
  Status status =
      database_.execute(*version == 0 ? "PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF"
                                      : "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL");
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
  const Status status =
      database_.query("SELECT name, title, last_change, layout FROM sites WHERE name = ?", {name},
                      [&](const Row& row) {
                        site = SiteRecord{row.text(0), row.text(1), time_of(row.integer(2)),
                                          static_cast<std::uint64_t>(row.integer(3))};
                      });
  if (!status) return tl::unexpected(status.error());
  return site;
}

Status State::save(const SiteRecord& site) {
  return database_.run(kSaveSite, {site.name, site.title, seconds_of(site.last_change),
                                   static_cast<std::int64_t>(site.layout)});
}

Result<std::optional<StoryRecord>> State::story(std::string_view site, std::string_view url) {
  std::optional<StoryRecord> story;
  const Status status =
      database_.query(kStory, {site, url}, [&](const Row& row) { story = story_of(row); });
  if (!status) return tl::unexpected(status.error());
  return story;
}

Status State::save(std::string_view site, const StoryRecord& story) {
  return database_.run(
      kSaveStory, {site, story.url, story.path, story.headline, story.section, value_of(story.date),
                   days_of(newest_day(story)), static_cast<std::int64_t>(story.content),
                   seconds_of(story.first_seen), value_of(story.last_fetched),
                   seconds_of(story.last_changed), static_cast<std::int64_t>(story.layout),
                   story.validators.etag, story.validators.last_modified});
}

Status State::forget(std::string_view site, std::string_view url) {
  return database_.run("DELETE FROM stories WHERE site = ? AND url = ?", {site, url});
}

Result<std::vector<StoryRecord>> State::stories(std::string_view sql,
                                                std::initializer_list<Value> values) {
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

}  // namespace newshole::mirror
