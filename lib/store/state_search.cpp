// What the state knows of the search index (search_update.h).

#include "store/state.h"

namespace newshole::store {
namespace {

constexpr std::string_view kSaveMark =
    "INSERT INTO search_index (id, generation, serial, size, modified) VALUES (1, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, serial = excluded.serial, "
    "size = excluded.size, modified = excluded.modified";

}  // namespace

Result<std::vector<StoryKey>> State::unindexed(int limit) {
  std::vector<StoryKey> stories;
  const Status status = database_.query("SELECT site, url FROM unindexed LIMIT ?",
                                        {std::int64_t{limit}}, [&](const Row& row) {
                                          stories.push_back({row.text(0), row.text(1)});
                                        });
  if (!status) return tl::unexpected(status.error());
  return stories;
}

Status State::note_indexed(const StoryKey& story) {
  return database_.run("DELETE FROM unindexed WHERE site = ? AND url = ?", {story.site, story.url});
}

Status State::note_all_indexed() {
  return database_.execute("DELETE FROM unindexed");
}

Result<std::optional<IndexMark>> State::index_mark() {
  std::optional<IndexMark> mark;
  const Status status = database_.query(
      "SELECT generation, serial, size, modified FROM search_index", {}, [&](const Row& row) {
        mark = IndexMark{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
      });
  if (!status) return tl::unexpected(status.error());
  return mark;
}

Status State::save(const IndexMark& mark) {
  return database_.run(kSaveMark, {mark.generation, mark.serial, mark.size, mark.modified});
}

Result<std::vector<DayOfSite>> State::days_of_sites() {
  std::vector<DayOfSite> days;
  const Status status =
      database_.query("SELECT day, site FROM days ORDER BY day, site", {}, [&](const Row& row) {
        days.push_back({std::chrono::sys_days(std::chrono::days(row.integer(0))), row.text(1)});
      });
  if (!status) return tl::unexpected(status.error());
  return days;
}

}  // namespace newshole::store
