#include "mirror/search_update.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "mirror/search_text.h"
#include "search/files.h"
#include "search/index.h"

namespace newshole::mirror {
namespace {

namespace fs = std::filesystem;

// Of so many stories the texts are in memory at a time.
constexpr int kBatch = 500;

bool is_same_file(const store::IndexMark& a, const store::IndexMark& b) {
  return a.generation == b.generation && a.size == b.size && a.modified == b.modified;
}

class SearchUpdate {
 public:
  SearchUpdate(const Run& run, fs::path folder) : run_(run), folder_(std::move(folder)) {}

  Status change() {
    const auto mark = run_.state->index_mark();
    if (!mark) return tl::unexpected(mark.error());
    auto file = search::newest_index(folder_);
    if (!file) return tl::unexpected(file.error());
    const auto changes = run_.state->unindexed(1);
    if (!changes) return tl::unexpected(changes.error());
    const bool is_as_left = *mark && *file && is_same_file(**mark, (*file)->mark);
    if (is_as_left && changes->empty()) return {};
    const bool may_be_ours = *mark && *file && !changes->empty();
    if (!may_be_ours) return rebuild();
    return apply_to(**file, **mark, is_as_left ? Trust::Whole : Trust::Doubtful);
  }

  Status rebuild() {
    const auto file = search::newest_index(folder_);
    if (!file) return tl::unexpected(file.error());
    const auto built = build();
    if (!built) return tl::unexpected(built.error());
    const std::int64_t generation = *file ? (*file)->mark.generation + 1 : 1;
    const auto placed = search::place_index(*built, generation);
    if (!placed) return tl::unexpected(placed.error());
    store::Transaction changes = run_.state->begin();
    changes.note_all_indexed();
    changes.save(placed->mark);
    Status status = changes.commit();
    if (status) search::remove_indexes_but(folder_, generation);
    return status;
  }

 private:
  /// Of a file that is not as the last run left it: that run may have been killed before it said
  /// so.
  enum class Trust { Whole, Doubtful };

  Status apply_to(const search::IndexFile& file, const store::IndexMark& mark, Trust trust) {
    const Result<std::int64_t> serial = apply_changes(file.path, mark, trust);
    if (!serial && (is_damaged_ || run_.state->is_damaged()))
      return is_damaged_ ? rebuild() : Status(tl::unexpected(serial.error()));
    if (!serial) return tl::unexpected(serial.error());
    const auto now = search::newest_index(folder_);
    if (!now) return tl::unexpected(now.error());
    if (!*now) return fail(ErrorKind::Io, file.path.string() + ": is gone");
    store::IndexMark left = (*now)->mark;
    left.serial = *serial;
    if (Status status = strike_off(last_batch_, left); !status) return status;
    // What a run that was killed had no time to remove.
    search::remove_indexes_but(folder_, left.generation);
    return {};
  }

  /// The index is closed when this returns, so that its file is as it stays.
  Result<std::int64_t> apply_changes(const fs::path& path, const store::IndexMark& mark,
                                     Trust trust) {
    Result<search::SearchIndex> index = search::SearchIndex::open(path);
    if (!index) return tl::unexpected(index.error());
    const Result<std::int64_t> serial = index->serial();
    const bool is_known = serial && (*serial == mark.serial || *serial == mark.serial + 1);
    is_damaged_ =
        index->is_damaged() || !is_known || (trust == Trust::Doubtful && !index->is_whole());
    if (is_damaged_) return fail(ErrorKind::Io, path.string() + ": is damaged");
    const Status applied = apply_batches(*index, mark);
    is_damaged_ = index->is_damaged();
    if (!applied) return tl::unexpected(applied.error());
    return mark.serial + 1;
  }

  Status apply_batches(search::SearchIndex& index, const store::IndexMark& mark) {
    while (true) {
      auto keys = run_.state->unindexed(kBatch);
      if (!keys) return tl::unexpected(keys.error());
      auto changes = changes_of(index, *keys);
      if (!changes) return tl::unexpected(changes.error());
      Status status = index.apply(*changes, mark.serial + 1);
      last_batch_ = *std::move(keys);
      if (!status || last_batch_.size() < static_cast<std::size_t>(kBatch)) return status;
      if (status = strike_off(last_batch_, mark); !status) return status;
    }
  }

  Status strike_off(const std::vector<store::StoryKey>& stories, const store::IndexMark& mark) {
    store::Transaction changes = run_.state->begin();
    for (const store::StoryKey& story : stories) changes.note_indexed(story);
    changes.save(mark);
    return changes.commit();
  }

  Result<std::vector<search::IndexChange>> changes_of(search::SearchIndex& index,
                                                      const std::vector<store::StoryKey>& keys) {
    std::vector<search::IndexChange> changes;
    for (const store::StoryKey& key : keys) {
      if (Status known = meet(index, key.site); !known) return tl::unexpected(known.error());
      const auto record = run_.state->story(key.site, key.url);
      if (!record) return tl::unexpected(record.error());
      search::IndexChange& change = changes.emplace_back(search::IndexChange{key, std::nullopt});
      if (!*record) continue;
      auto story = indexed_story(run_, key.site, sections_[key.site], **record);
      if (!story) return tl::unexpected(story.error());
      change.story = *std::move(story);
    }
    return changes;
  }

  /// A site whose stories come next.
  Status meet(search::SearchIndex& index, const std::string& site) {
    if (sections_.contains(site)) return {};
    const auto sections = run_.state->sections(site);
    if (!sections) return tl::unexpected(sections.error());
    const auto record = run_.state->site(site);
    if (!record) return tl::unexpected(record.error());
    SectionTitles& titles = sections_[site];
    for (const store::Section& section : *sections) titles.emplace(section.folder, section.title);
    return index.save_site(site, *record ? (*record)->title : site);
  }

  Result<fs::path> build() {
    const Result<fs::path> path = search::begin_index(folder_);
    if (!path) return tl::unexpected(path.error());
    Result<search::SearchIndex> index = search::SearchIndex::create(*path);
    if (!index) return tl::unexpected(index.error());
    sections_.clear();
    Status status = add_all(*index);
    if (status) status = search::SearchIndex::finish(*std::move(index));
    if (!status) return tl::unexpected(status.error());
    return *path;
  }

  /// Day by day, in the order of rowids.
  Status add_all(search::SearchIndex& index) {
    const auto days = run_.state->archive().days_of_sites();
    if (!days) return tl::unexpected(days.error());
    const Tick began = run_.clock->tick();
    for (const store::DayOfSite& day : *days) {
      if (is_to_stop(began))
        return fail(ErrorKind::Stopped, "asked to stop; the next run makes the search index");
      if (Status status = add_day(index, day); !status) return status;
    }
    return {};
  }

  /// What has just begun is soon done.
  [[nodiscard]] bool is_to_stop(Tick began) const {
    constexpr std::chrono::seconds kSoon{1};
    const Stop* stop = run_.options->stop;
    return stop != nullptr && stop->is_requested() && run_.clock->tick() - began > kSoon;
  }

  Status add_day(search::SearchIndex& index, const store::DayOfSite& day) {
    if (Status known = meet(index, day.site); !known) return known;
    auto stories = run_.state->archive().stories_of(day.site, day.day);
    if (!stories) return tl::unexpected(stories.error());
    std::vector<search::IndexChange> changes;
    // The state has the newest first.
    std::ranges::reverse(*stories);
    for (const store::StoryRecord& record : *stories) {
      auto story = indexed_story(run_, day.site, sections_[day.site], record);
      if (!story) return tl::unexpected(story.error());
      changes.push_back({{day.site, record.url}, *std::move(story)});
    }
    return index.apply(changes, 0);
  }

  const Run& run_;
  fs::path folder_;
  std::map<std::string, SectionTitles> sections_;  // by site
  std::vector<store::StoryKey> last_batch_;
  bool is_damaged_ = false;
};

// What it may still name is about to go.
Status give_up_index(const Run& run, const fs::path& folder, const Error& error) {
  run.report->failures.push_back({"", folder.string(), error});
  const auto removals = run.state->pending_removals(1);
  if (!removals) return tl::unexpected(removals.error());
  if (!removals->empty()) search::remove_indexes_but(folder, std::nullopt);
  return {};
}

Status with_index(const Run& run, Status (SearchUpdate::*task)()) {
  if (run.options->mode == Mode::DryRun) return {};
  std::error_code error;
  const fs::path folder = search::index_folder(fs::canonical(run.options->config.root, error));
  if (error) return fail(ErrorKind::Io, run.options->config.root.string() + ": " + error.message());
  SearchUpdate update(run, folder);
  Status done = (update.*task)();
  if (done || run.state->is_damaged()) return done;
  return give_up_index(run, folder, done.error());
}

}  // namespace

Status update_search(const Run& run) {
  return with_index(run, &SearchUpdate::change);
}

Status rebuild_search(const Run& run) {
  return with_index(run, &SearchUpdate::rebuild);
}

}  // namespace newshole::mirror
