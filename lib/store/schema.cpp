#include "store/schema.h"

#include <array>

namespace newshole::store {
namespace {

// `newest` is the day by which menus order; it stands in an index of its own with all that the
// order needs, so that the newest 100 of a section are a walk along 100 entries.
constexpr const char* kSchema1 = R"sql(
CREATE TABLE sites (
  name TEXT PRIMARY KEY, title TEXT NOT NULL, last_change INTEGER NOT NULL,
  layout INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sections (
  site TEXT NOT NULL, folder TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (site, folder)
) WITHOUT ROWID;
CREATE TABLE stories (
  site TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL, headline TEXT NOT NULL,
  section TEXT NOT NULL, date INTEGER, newest INTEGER NOT NULL, content INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_fetched INTEGER, last_changed INTEGER NOT NULL,
  position INTEGER, UNIQUE (site, url)
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
  site TEXT NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE TABLE listed_links (
  site TEXT NOT NULL, page TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL,
  headline TEXT NOT NULL, PRIMARY KEY (site, page, position)
) WITHOUT ROWID;
CREATE TABLE robots (
  origin TEXT PRIMARY KEY, fetched_at INTEGER NOT NULL, outcome TEXT NOT NULL,
  text TEXT NOT NULL
);
PRAGMA user_version = 2;
)sql";

// `days` counts the stories of each day, so that the archive's menus cost what they show. Triggers
// keep the counts right.
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
  site TEXT NOT NULL, url TEXT NOT NULL, article BLOB NOT NULL, UNIQUE (site, url)
);
CREATE TABLE days (
  site TEXT NOT NULL, day INTEGER NOT NULL, stories INTEGER NOT NULL, PRIMARY KEY (site, day)
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

// Triggers note which stories the search index lacks or has in an older form.
constexpr const char* kSchema4 = R"sql(
CREATE TABLE unindexed (
  site TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE TABLE search_index (
  id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, serial INTEGER NOT NULL,
  size INTEGER NOT NULL, modified INTEGER NOT NULL
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

// Few stories say "noarchive": an index of these alone. `omitted` are those that front pages list
// and the mirror is not to have, so that no run asks for them again.
constexpr const char* kSchema5 = R"sql(
ALTER TABLE stories ADD COLUMN no_archive INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stories_not_to_keep ON stories (site, url) WHERE no_archive = 1;
CREATE TABLE omitted (site TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (site, url)) WITHOUT ROWID;
PRAGMA user_version = 5;
)sql";

constexpr const char* kSchema6 = R"sql(
ALTER TABLE stories ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN content_elsewhere INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN misfit_told INTEGER;
ALTER TABLE front_pages ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
ALTER TABLE front_pages ADD COLUMN answered INTEGER;
ALTER TABLE front_pages ADD COLUMN read INTEGER;
ALTER TABLE front_pages ADD COLUMN rest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE front_pages ADD COLUMN redirect TEXT NOT NULL DEFAULT '';
ALTER TABLE front_pages ADD COLUMN redirect_since INTEGER;
ALTER TABLE front_pages ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE front_pages ADD COLUMN ended INTEGER;
PRAGMA user_version = 6;
)sql";

// `ordered` orders the stories of a day: what the site says is known once they are set again.
// Sections are counted as days are. A section's walk along its stories needs all of its order.
constexpr const char* kSchema7 = R"sql(
ALTER TABLE stories ADD COLUMN instant INTEGER;
ALTER TABLE stories ADD COLUMN ordered INTEGER NOT NULL DEFAULT 0;
UPDATE stories SET ordered = first_seen;
ALTER TABLE sites ADD COLUMN last_news INTEGER NOT NULL DEFAULT 0;
DROP INDEX stories_of_section;
DROP INDEX stories_of_day;
CREATE INDEX stories_of_section ON stories (site, section, newest DESC, ordered DESC, url);
CREATE INDEX stories_of_day ON stories (site, newest DESC, ordered DESC, url);
CREATE INDEX stories_by_coming ON stories (site, first_seen DESC, newest DESC, ordered DESC, url);
UPDATE sites SET last_news = IFNULL(
  (SELECT MAX(first_seen) FROM stories WHERE stories.site = sites.name), 0);
CREATE TABLE section_sizes (
  site TEXT NOT NULL, folder TEXT NOT NULL, stories INTEGER NOT NULL, PRIMARY KEY (site, folder)
) WITHOUT ROWID;
INSERT INTO section_sizes SELECT site, section, COUNT(*) FROM stories GROUP BY site, section;
CREATE TRIGGER story_comes_to_section AFTER INSERT ON stories BEGIN
  INSERT INTO section_sizes VALUES (NEW.site, NEW.section, 1)
    ON CONFLICT DO UPDATE SET stories = stories + 1;
END;
CREATE TRIGGER story_leaves_section AFTER DELETE ON stories BEGIN
  UPDATE section_sizes SET stories = stories - 1
    WHERE site = OLD.site AND folder = OLD.section;
  DELETE FROM section_sizes WHERE site = OLD.site AND folder = OLD.section AND stories <= 0;
END;
CREATE TRIGGER story_changes_section AFTER UPDATE OF section ON stories
WHEN OLD.section <> NEW.section BEGIN
  UPDATE section_sizes SET stories = stories - 1
    WHERE site = OLD.site AND folder = OLD.section;
  DELETE FROM section_sizes WHERE site = OLD.site AND folder = OLD.section AND stories <= 0;
  INSERT INTO section_sizes VALUES (NEW.site, NEW.section, 1)
    ON CONFLICT DO UPDATE SET stories = stories + 1;
END;
PRAGMA user_version = 7;
)sql";

// What failed and was told. A story among them has a place on the front page unless the mirror has
// a copy of it.
constexpr const char* kSchemaOfFailures = R"sql(
CREATE TABLE failures (
  site TEXT NOT NULL, kind INTEGER NOT NULL, subject TEXT NOT NULL, headline TEXT NOT NULL,
  cause TEXT NOT NULL, told TEXT NOT NULL, first_failed INTEGER NOT NULL,
  last_tried INTEGER NOT NULL, last_told INTEGER NOT NULL, rules INTEGER NOT NULL,
  position INTEGER, PRIMARY KEY (site, kind, subject)
) WITHOUT ROWID;
PRAGMA user_version = 8;
)sql";

// A story that its site took down before there was a list of such stories stands on it, too. The
// index of paths says whose file it is that a new story would have.
constexpr const char* kSchemaOfCorrections = R"sql(
CREATE TABLE corrections (
  site TEXT NOT NULL, url TEXT NOT NULL, time INTEGER NOT NULL, kind INTEGER NOT NULL,
  path TEXT NOT NULL, headline TEXT NOT NULL, difference TEXT NOT NULL, UNIQUE (site, url, time)
);
CREATE INDEX corrections_by_time ON corrections (site, time DESC, url);
CREATE UNIQUE INDEX corrections_by_path ON corrections (site, path) WHERE path <> '';
INSERT INTO corrections SELECT site, url, gone, 1, '', headline, '' FROM stories
  WHERE gone IS NOT NULL;
CREATE INDEX stories_of_path ON stories (site, path);
PRAGMA user_version = 9;
)sql";

// Lists compare the newest stories alone, so that only the last sketches are kept, by their
// rowids. A story without one is compared with none.
constexpr const char* kSchemaOfSketches = R"sql(
CREATE TABLE sketches (
  site TEXT NOT NULL, url TEXT NOT NULL, sketch BLOB NOT NULL, UNIQUE (site, url)
);
PRAGMA user_version = 10;
)sql";

// Each upgrades the version before it; an empty file has version 0.
constexpr std::array kSchemas = {kSchema1,         kSchema2,          kSchema3,
                                 kSchema4,         kSchema5,          kSchema6,
                                 kSchema7,         kSchemaOfFailures, kSchemaOfCorrections,
                                 kSchemaOfSketches};

Status apply_schemas(Database& database, std::size_t first) {
  Status status = database.execute("BEGIN IMMEDIATE");
  for (std::size_t next = first; next < kSchemas.size() && status; ++next) {
    status = database.execute(kSchemas.at(next));
  }
  return status ? database.execute("COMMIT") : status;
}

// A run touches few pages of an archive however large: a small cache (KB) holds what it needs. A
// new file holds nothing that the disk could lose, so its tables need not wait for the disk.
constexpr const char* kNotSynced = "PRAGMA synchronous = OFF";
constexpr const char* kSynced = "PRAGMA synchronous = FULL";
// What is removed leaves nothing in the file, as Debian's SQLite has it by itself.
constexpr const char* kConnection =
    "PRAGMA busy_timeout = 5000; PRAGMA cache_size = -1000; PRAGMA secure_delete = ON; "
    "PRAGMA journal_mode = WAL";

}  // namespace

const std::int64_t kSchemaVersion = static_cast<std::int64_t>(kSchemas.size());

Result<std::int64_t> schema_version(Database& database) {
  return database.number("PRAGMA user_version", {}).transform([](const auto& version) {
    return version.value_or(0);
  });
}

Status upgrade_schema(Database& database) {
  const Result<std::int64_t> version = schema_version(database);
  if (!version) return tl::unexpected(version.error());
  if (*version > kSchemaVersion) {
    return fail(ErrorKind::Io, database.name() + ": written by a newer newshole (schema " +
                                   std::to_string(*version) + ", this one knows " +
                                   std::to_string(kSchemaVersion) + ")");
  }
  Status status = database.execute(*version == 0 ? kNotSynced : kSynced);
  if (status) status = database.execute(kConnection);
  if (!status || *version == kSchemaVersion) return status;
  status = apply_schemas(database, static_cast<std::size_t>(*version));
  return status ? database.execute(kSynced) : status;
}

}  // namespace newshole::store
