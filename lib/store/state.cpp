#include "store/state.h"

#include <algorithm>

#include "store/columns.h"
#include "store/schema.h"

namespace newshole::store {
namespace {

constexpr const char* kFile = "state.sqlite";
constexpr const char* kSetAside = "state.sqlite.damaged";

template <typename Texts>
Texts two_texts(const Row& row) {
  return {row.text(0), row.text(1)};
}

Section section_of(const Row& row) {
  return {row.text(0), row.text(1), row.integer(2)};
}

// The order of lists, the newest first.
constexpr std::string_view kNewestFirst = "newest DESC, ordered DESC, url";

std::string ordered(std::string_view which) {
  return std::string(which).append(" ORDER BY ").append(kNewestFirst).append(" LIMIT ?");
}

Result<std::optional<StoryRecord>> one_story_where(Database& database, std::string_view which,
                                                   const Values& values) {
  return stories_where(database, which, values).transform([](auto&& found) {
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
  });
}

// Those that the mirror has a copy of stand there as stories.
constexpr std::string_view kFailedOfFrontPage =
    "SELECT position, subject, headline FROM failures AS f WHERE site = ? AND kind = 0 "
    "AND position IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM stories WHERE stories.site = f.site AND stories.url = f.subject) "
    "ORDER BY position";

constexpr std::string_view kSections =
    "SELECT folder, title, stories FROM sections JOIN section_sizes USING (site, folder) "
    "WHERE site = ? ORDER BY folder";

}  // namespace

Result<State> State::open(const std::filesystem::path& folder, StateMode mode) {
  const std::filesystem::path file = folder / kFile;
  const auto open_database = [&] {
    return mode == StateMode::Durable ? Database::open(file) : Database::open_copy(file);
  };
  Result<State> state = prepare(open_database());
  if (!state || !state->is_damaged()) return state;
  state = fail(ErrorKind::Internal, "closed");
  state = mode == StateMode::Scratch
              ? prepare(Database::open_copy({}))
              : set_aside(folder).and_then([&] { return prepare(open_database()); });
  if (state) {
    state->damage_ = {ErrorKind::Io, file.string() + ": damaged, set aside as " + kFile +
                                         ".damaged; the state starts anew"};
  }
  return state;
}

Result<std::optional<State>> State::open_to_read(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kFile;
  Result<Database> database = Database::open_to_read(file);
  if (!database) return tl::unexpected(database.error());
  const Result<std::int64_t> version = schema_version(*database);
  if (!version) return tl::unexpected(version.error());
  if (*version == 0) return std::nullopt;
  if (*version == kSchemaVersion) return State(*std::move(database));
  return fail(ErrorKind::Io, file.string() + ": no state of this version");
}

// A damaged database gives a State too: the caller asks is_damaged.
Result<State> State::prepare(Result<Database> database) {
  if (!database) return tl::unexpected(database.error());
  const Status upgraded = upgrade_schema(*database);
  if (!upgraded && !database->is_damaged()) return tl::unexpected(upgraded.error());
  return State(*std::move(database));
}

void State::remove_set_aside(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::remove(folder / kSetAside, ignored);
}

Status State::set_aside(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path file = folder / kFile;
  std::filesystem::rename(file, folder / kSetAside, error);
  if (error) {
    return fail(ErrorKind::Io, file.string() + ": cannot be set aside: " + error.message());
  }
  for (const char* suffix : {"-wal", "-shm"}) {
    std::filesystem::remove(folder / (std::string(kFile) + suffix), error);
  }
  return {};
}

Result<std::optional<SiteRecord>> State::site(std::string_view name) {
  static const std::string kSelect =
      "SELECT " + names_of(kSiteColumns) + " FROM sites WHERE name = ?";
  return database_.row(kSelect, {name},
                       [](const Row& row) { return record_of(row, kSiteColumns); });
}

Result<std::vector<std::string>> State::site_names() {
  return database_.rows("SELECT name FROM sites ORDER BY name", {},
                        [](const Row& row) { return row.text(0); });
}

Result<std::optional<StoryRecord>> State::story(std::string_view site, std::string_view url) {
  return one_story_where(database_, "WHERE site = ? AND url = ?", {site, url});
}

Result<std::optional<StoryRecord>> State::story_at(std::string_view site, std::string_view path) {
  return one_story_where(database_, "WHERE site = ? AND path = ?", {site, path});
}

Result<std::string> State::article(std::string_view site, std::string_view url) {
  return database_
      .row("SELECT article FROM articles WHERE site = ? AND url = ?", {site, url},
           [](const Row& row) { return row.text(0); })
      .transform([](auto&& article) { return std::move(article).value_or(""); });
}

Result<std::string> State::sketch(std::string_view site, std::string_view url) {
  return database_
      .row("SELECT sketch FROM sketches WHERE site = ? AND url = ?", {site, url},
           [](const Row& row) { return row.text(0); })
      .transform([](auto&& sketch) { return std::move(sketch).value_or(""); });
}

Result<StoryRecords> State::stories_after(std::string_view site, std::string_view after,
                                          int limit) {
  return stories_where(database_, "WHERE site = ? AND url > ? ORDER BY url LIMIT ?",
                       {site, after, std::int64_t{limit}});
}

Result<StoryRecords> State::front_page(std::string_view site) {
  auto stories =
      stories_where(database_, "WHERE site = ? AND position IS NOT NULL ORDER BY position", {site});
  if (!stories) return stories;
  const Status failed = database_.query(kFailedOfFrontPage, {site}, [&](const Row& row) {
    const auto size = static_cast<std::int64_t>(stories->size());
    const std::int64_t place = std::clamp<std::int64_t>(row.integer(0), 0, size);
    StoryRecord story{.url = row.text(1), .path = "", .headline = row.text(2), .section = ""};
    stories->insert(stories->begin() + place, std::move(story));
  });
  if (!failed) return tl::unexpected(failed.error());
  return stories;
}

Result<std::vector<FailureRecord>> State::failures(std::string_view site) {
  static const std::string kSelect = "SELECT " + names_of(kFailureColumns) +
                                     " FROM failures WHERE site = ? ORDER BY kind, subject";
  return database_.rows(kSelect, {site},
                        [](const Row& row) { return record_of(row, kFailureColumns); });
}

Result<Listing> State::listing(std::string_view site, std::string_view page) {
  static const std::string kSelect =
      "SELECT " + names_of(kListingColumns) + " FROM front_pages WHERE site = ? AND url = ?";
  auto known = database_.row(kSelect, {site, page},
                             [](const Row& row) { return record_of(row, kListingColumns); });
  if (!known) return tl::unexpected(known.error());
  Listing listing = std::move(*known).value_or(Listing{.page = std::string(page)});
  return database_
      .rows("SELECT url, headline FROM listed_links WHERE site = ? AND page = ? ORDER BY position",
            {site, page}, two_texts<Listing::Link>)
      .transform([&](auto&& links) {
        listing.links = std::forward<decltype(links)>(links);
        return std::move(listing);
      });
}

Result<std::vector<Section>> State::sections(std::string_view site) {
  return database_.rows(kSections, {site}, section_of);
}

Result<StoryRecords> State::newest(std::string_view site, std::string_view section, int limit) {
  static const std::string kWhich = ordered("WHERE site = ? AND section = ?");
  return stories_where(database_, kWhich, {site, section, std::int64_t{limit}});
}

Result<StoryRecords> State::newest(std::string_view site, int limit) {
  static const std::string kWhich = ordered("WHERE site = ?");
  return stories_where(database_, kWhich, {site, std::int64_t{limit}});
}

Result<StoryRecords> State::came_since(std::string_view site, UtcTime since, int limit) {
  static const std::string kWhich =
      "WHERE site = ? AND first_seen >= ? ORDER BY first_seen DESC, " + std::string(kNewestFirst) +
      " LIMIT ?";
  return stories_where(database_, kWhich, {site, value_of(since), std::int64_t{limit}});
}

Result<std::int64_t> State::count_came_since(std::string_view site, UtcTime since) {
  return database_
      .number("SELECT COUNT(*) FROM stories WHERE site = ? AND first_seen >= ?",
              {site, value_of(since)})
      .transform([](const auto& count) { return count.value_or(0); });
}

Result<StoryRecords> State::not_to_keep(std::string_view site, int limit) {
  return stories_where(
      database_, "WHERE site = ? AND no_archive = 1 AND position IS NULL ORDER BY url LIMIT ?",
      {site, std::int64_t{limit}});
}

Result<std::set<std::string>> State::omitted(std::string_view site) {
  std::set<std::string> urls;
  return database_
      .query("SELECT url FROM omitted WHERE site = ?", {site},
             [&](const Row& row) { urls.insert(row.text(0)); })
      .transform([&] { return std::move(urls); });
}

Result<std::vector<StoryKey>> State::unindexed(int limit) {
  return database_.rows("SELECT site, url FROM unindexed LIMIT ?", {std::int64_t{limit}},
                        two_texts<StoryKey>);
}

Result<std::optional<IndexMark>> State::index_mark() {
  static const std::string kSelect = "SELECT " + names_of(kMarkColumns) + " FROM search_index";
  return database_.row(kSelect, {}, [](const Row& row) { return record_of(row, kMarkColumns); });
}

Result<std::vector<std::string>> State::pending_removals(int limit) {
  return database_.rows("SELECT path FROM doomed_files ORDER BY path LIKE '%.txt', path LIMIT ?",
                        {std::int64_t{limit}}, [](const Row& row) { return row.text(0); });
}

}  // namespace newshole::store
