#include "search/update.h"

#include <algorithm>
#include <system_error>

#include "base/join.h"
#include "pages/menus.h"
#include "pages/own_file.h"
#include "search/files.h"
#include "search/index.h"
#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::search {
namespace {

namespace fs = std::filesystem;

// The texts of so many stories are in memory at a time.
constexpr int kBatch = 500;

bool is_same_file(const store::IndexMark& a, const store::IndexMark& b) {
  return a.generation == b.generation && a.size == b.size && a.modified == b.modified;
}

// Not within a character.
void cut(std::string& text) {
  if (text.size() <= kMostIndexedText) return;
  std::size_t end = kMostIndexedText;
  while (end > 0 && text::is_continuation(text[end])) --end;
  text.resize(end);
}

std::string byline_of(const extract::Article& article) {
  return article.byline ? text::as_printed(*article.byline) : joined(article.authors, ", ");
}

// The site may have listed a story under another headline than its page has.
std::string body_of(const extract::Article& article, const std::string& headline) {
  std::string body;
  if (article.headline != headline) body = text::as_printed(article.headline) + "\n";
  for (const extract::Block& block : article.blocks) {
    if (body.size() > kMostIndexedText) break;
    body += text::as_printed(block.text) + "\n";
  }
  return body;
}

std::string text_of_file(const UpdateSources& sources, const std::string& path) {
  const std::string text = pages::text_of_own_file(
      sources.root / pages::path_in(*sources.edition, path), kMostIndexedText);
  return std::string(pages::article_in(text).value_or(""));
}

/// Sections' names for people, by folder.
using SectionTitles = std::map<std::string, std::string>;

/// The story with the text of its article, or of its file where the state has no article (that of
/// an older version, or one that was lost). Errors: Io.
Result<IndexedStory> indexed_story(const UpdateSources& sources, const std::string& site,
                                   const SectionTitles& sections,
                                   const store::StoryRecord& record) {
  IndexedStory story{
      .path = record.path, .headline = record.headline, .day = store::archive_day(record)};
  const auto section = sections.find(record.section);
  if (section != sections.end()) story.section = section->second;
  const auto article = store::article_of(*sources.state, *sources.fresh, site, record.url);
  if (!article) return tl::unexpected(article.error());
  if (*article) {
    story.byline = byline_of(**article);
    story.body = body_of(**article, record.headline);
  } else {
    story.body = text_of_file(sources, record.path);
  }
  cut(story.body);
  return story;
}

/// Gives stories of the state to an index, with the text of their articles.
class StorySource {
 public:
  explicit StorySource(const UpdateSources& sources) : sources_(sources) {}

  Result<std::vector<IndexChange>> changes_of(Index& index,
                                              const std::vector<store::StoryKey>& keys) {
    std::vector<IndexChange> changes;
    for (const store::StoryKey& key : keys) {
      if (Status saved = save_site(index, key.site); !saved) return tl::unexpected(saved.error());
      const auto record = sources_.state->story(key.site, key.url);
      if (!record) return tl::unexpected(record.error());
      IndexChange& change = changes.emplace_back(IndexChange{key, std::nullopt});
      if (!*record) continue;
      auto story = indexed_story(sources_, key.site, sections_[key.site], **record);
      if (!story) return tl::unexpected(story.error());
      change.story = *std::move(story);
    }
    return changes;
  }

  /// Day by day, in the order of rowids.
  Status add_all(Index& index) {
    const auto days = sources_.state->archive().days_of_sites();
    if (!days) return tl::unexpected(days.error());
    const Tick began = sources_.clock->tick();
    for (const store::DayOfSite& day : *days) {
      if (is_to_stop(began))
        return fail(ErrorKind::Stopped, "asked to stop; the next run makes the search index");
      if (Status status = add_day(index, day); !status) return status;
    }
    return {};
  }

 private:
  /// Before the first story of a site.
  Status save_site(Index& index, const std::string& site) {
    if (sections_.contains(site)) return {};
    const auto sections = sources_.state->sections(site);
    if (!sections) return tl::unexpected(sections.error());
    const auto record = sources_.state->site(site);
    if (!record) return tl::unexpected(record.error());
    SectionTitles& titles = sections_[site];
    for (const store::Section& section : *sections) titles.emplace(section.folder, section.title);
    return index.save_site(site, *record ? (*record)->title : site);
  }

  /// A build that has just begun is soon done.
  [[nodiscard]] bool is_to_stop(Tick began) const {
    constexpr std::chrono::seconds kSoon{1};
    return sources_.stop != nullptr && sources_.stop->is_requested() &&
           sources_.clock->tick() - began > kSoon;
  }

  Status add_day(Index& index, const store::DayOfSite& day) {
    if (Status saved = save_site(index, day.site); !saved) return saved;
    auto stories = sources_.state->archive().stories_of(day.site, day.day);
    if (!stories) return tl::unexpected(stories.error());
    std::vector<IndexChange> changes;
    // The state has the newest first.
    std::ranges::reverse(*stories);
    for (const store::StoryRecord& record : *stories) {
      auto story = indexed_story(sources_, day.site, sections_[day.site], record);
      if (!story) return tl::unexpected(story.error());
      changes.push_back({{day.site, record.url}, *std::move(story)});
    }
    return index.apply(changes, 0);
  }

  const UpdateSources& sources_;
  std::map<std::string, SectionTitles> sections_;  // by site
};

class Updater {
 public:
  Updater(const UpdateSources& sources, fs::path folder)
      : sources_(sources), state_(*sources.state), folder_(std::move(folder)) {}

  Status update() {
    const auto mark = state_.index_mark();
    if (!mark) return tl::unexpected(mark.error());
    auto file = newest_index(folder_);
    if (!file) return tl::unexpected(file.error());
    const auto changes = state_.unindexed(1);
    if (!changes) return tl::unexpected(changes.error());
    const bool is_as_left = *mark && *file && is_same_file(**mark, (*file)->mark);
    if (is_as_left && changes->empty()) {
      // What a killed run had no time to remove may hold what the operator took down.
      remove_indexes_but(folder_, (*mark)->generation);
      return {};
    }
    const bool may_be_ours = *mark && *file && !changes->empty();
    if (!may_be_ours) return rebuild();
    return apply_to(**file, **mark, is_as_left ? Trust::Whole : Trust::Doubtful);
  }

  Status rebuild() {
    const auto file = newest_index(folder_);
    if (!file) return tl::unexpected(file.error());
    const std::int64_t generation = *file ? (*file)->mark.generation + 1 : 1;
    const auto placed =
        build().and_then([&](const fs::path& built) { return place_index(built, generation); });
    if (!placed) return tl::unexpected(placed.error());
    store::Transaction changes = state_.begin();
    changes.note_all_indexed();
    changes.save(placed->mark);
    Status status = changes.commit();
    if (status) remove_indexes_but(folder_, generation);
    return status;
  }

 private:
  /// Doubtful: not as the last run left it, which may have been killed before it noted the file.
  enum class Trust { Whole, Doubtful };

  Status apply_to(const IndexFile& file, const store::IndexMark& mark, Trust trust) {
    const Result<std::int64_t> serial = apply_changes(file.path, mark, trust);
    if (!serial && is_damaged_ && !state_.is_damaged()) return rebuild();
    if (!serial) return tl::unexpected(serial.error());
    const auto now = newest_index(folder_);
    if (!now) return tl::unexpected(now.error());
    if (!*now) return fail(ErrorKind::Io, file.path.string() + ": is gone");
    store::IndexMark left = (*now)->mark;
    left.serial = *serial;
    if (Status status = note_indexed(last_batch_, left); !status) return status;
    // Files that a killed run had no time to remove.
    remove_indexes_but(folder_, left.generation);
    return {};
  }

  /// The index is closed when this returns, so that its file is as it stays.
  Result<std::int64_t> apply_changes(const fs::path& path, const store::IndexMark& mark,
                                     Trust trust) {
    Result<Index> index = Index::open(path);
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

  Status apply_batches(Index& index, const store::IndexMark& mark) {
    StorySource stories(sources_);
    while (true) {
      auto keys = state_.unindexed(kBatch);
      if (!keys) return tl::unexpected(keys.error());
      auto changes = stories.changes_of(index, *keys);
      if (!changes) return tl::unexpected(changes.error());
      Status status = index.apply(*changes, mark.serial + 1);
      last_batch_ = *std::move(keys);
      if (!status || last_batch_.size() < static_cast<std::size_t>(kBatch)) return status;
      if (status = note_indexed(last_batch_, mark); !status) return status;
    }
  }

  Status note_indexed(const std::vector<store::StoryKey>& stories, const store::IndexMark& mark) {
    store::Transaction changes = state_.begin();
    for (const store::StoryKey& story : stories) changes.note_indexed(story);
    changes.save(mark);
    return changes.commit();
  }

  Result<fs::path> build() {
    const Result<fs::path> path = begin_index(folder_);
    if (!path) return tl::unexpected(path.error());
    Result<Index> index = Index::create(*path);
    if (!index) return tl::unexpected(index.error());
    return StorySource(sources_)
        .add_all(*index)
        .and_then([&] { return Index::finish(*std::move(index)); })
        .map([&] { return *path; });
  }

  const UpdateSources& sources_;
  store::State& state_;
  fs::path folder_;
  std::vector<store::StoryKey> last_batch_;
  bool is_damaged_ = false;  // the index
};

Result<UpdateOutcome> run(const UpdateSources& sources, Status (Updater::*task)()) {
  std::error_code error;
  UpdateOutcome outcome{index_folder(fs::canonical(sources.root, error)), {}};
  if (error) return fail(ErrorKind::Io, sources.root.string() + ": " + error.message());
  Updater updater(sources, outcome.folder);
  outcome.index = (updater.*task)();
  if (outcome.index) return outcome;
  if (sources.state->is_damaged()) return tl::unexpected(outcome.index.error());
  const auto removals = sources.state->pending_removals(1);
  if (!removals) return tl::unexpected(removals.error());
  if (!removals->empty()) remove_indexes_but(outcome.folder, std::nullopt);
  return outcome;
}

}  // namespace

Result<UpdateOutcome> update_index(const UpdateSources& sources) {
  return run(sources, &Updater::update);
}

Result<UpdateOutcome> rebuild_index(const UpdateSources& sources) {
  return run(sources, &Updater::rebuild);
}

}  // namespace newshole::search
