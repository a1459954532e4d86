#include "mirror/stages/known_stories.h"

#include <algorithm>

#include "extract/stored_article.h"
#include "mirror/stages/page_work.h"
#include "mirror/stages/story_corrections.h"

namespace newshole::mirror {
namespace {

// Calls `action` with each batch that `next` gives, until one is empty: an archive of any size
// takes the same memory.
template <typename Next, typename Action>
Status each_batch(const Next& next, const Action& action) {
  while (true) {
    const Result<store::StoryRecords> stories = next();
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return {};
    if (Status status = action(*stories); !status) return status;
  }
}

constexpr int kRemovedAtOnce = 500;

const store::FailureRecord kKeepDays{.of = store::FailureRecord::Of::Setting,
                                     .subject = "keep_days"};

// The number of stories.
template <typename Next>
Result<std::size_t> remove_all(const Next& next, StoryWriter& writer) {
  std::size_t removed = 0;
  const auto remove = [&](const store::StoryRecords& stories) {
    for (const store::StoryRecord& story : stories) writer.remove(story);
    removed += stories.size();
    return writer.status();
  };
  return each_batch(next, remove).transform([&] { return removed; });
}

}  // namespace

Result<std::size_t> rebuild_story(const SiteMirror& mirror, StoryWriter& writer,
                                  std::uint64_t layout, const store::StoryRecord& record) {
  const Status pages = put_correction_pages(mirror, record);
  if (!pages) return tl::unexpected(pages.error());
  const Result<std::string> stored = mirror.state().article(mirror.name(), record.url);
  if (!stored) return tl::unexpected(stored.error());
  if (stored->empty()) return 0;
  const Result<extract::Article> article = extract::from_stored(*stored);
  if (!article) {
    mirror.fail(record.url, article.error());
    return 0;
  }
  const Result<StoryMarks> marks = marks_of(mirror, record);
  if (!marks) return tl::unexpected(marks.error());
  const Printed set =
      set_story(*article, mirror.profile, marks_in_editions(mirror, *marks), mirror.editions);
  const Result<Put> put = writer.put({record, *article, *marks}, set.files);
  if (!put) return tl::unexpected(put.error());
  if (put->outcome == Put::Outcome::Refused) {
    mirror.fail(record.path, refusal(*put));
    return 0;
  }
  store::StoryRecord known = record;
  if (!known.instant) known.instant = instant_of(*article, mirror.profile);
  writer.save_rebuilt(known, layout);
  return 1;
}

Result<std::size_t> rebuild_stories(const SiteMirror& mirror, StoryWriter& writer,
                                    std::uint64_t layout, Stories which) {
  constexpr int kBatch = 200;
  std::size_t rebuilt = 0;
  std::string last;
  const auto next = [&] { return mirror.state().stories_after(mirror.name(), last, kBatch); };
  const auto rebuild = [&](const store::StoryRecords& stories) {
    last = stories.back().url;
    Status status = try_each(stories, [&](const store::StoryRecord& record) {
      if (which == Stories::Stale && record.layout == layout) return Status();
      return rebuild_story(mirror, writer, layout, record).transform([&](std::size_t done) {
        rebuilt += done;
      });
    });
    if (status) status = writer.status();
    return status ? mirror.all.publish() : status;
  };
  return each_batch(next, rebuild).transform([&] { return rebuilt; });
}

std::chrono::sys_days first_day_to_keep(const store::StoryRecord& newest, int keep_days,
                                        UtcTime now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  return std::min(store::archive_day(newest), today) - std::chrono::days(keep_days);
}

Status may_remove(const StoryCounts& counts, Removal removal) {
  if (removal == Removal::Forced || counts.old * 2 <= counts.all) return {};
  return fail(ErrorKind::Config,
              std::to_string(counts.old) + " of " + std::to_string(counts.all) +
                  " stories are older than keep_days; more than half goes only once, with --force");
}

Result<std::size_t> remove_old_stories(const SiteMirror& mirror, StoryWriter& writer,
                                       const OldStories& rules) {
  const int days = mirror.all.config.keep_days;
  if (days == 0) {
    rules.failures.drop(kKeepDays.of, kKeepDays.subject);
    return 0;
  }
  const auto newest = mirror.state().newest(mirror.name(), 1);
  if (!newest) return tl::unexpected(newest.error());
  if (newest->empty()) return 0;
  const std::chrono::sys_days first_day = first_day_to_keep(newest->front(), days, rules.now);
  const store::Archive archive = mirror.state().archive();
  const auto old = archive.count_before(mirror.name(), first_day);
  const auto all = archive.count_stories(mirror.name());
  if (!old || !all) return tl::unexpected(old ? all.error() : old.error());
  if (const Status allowed = may_remove({*old, *all}, rules.removal); !allowed) {
    store::FailureRecord asked = kKeepDays;
    asked.headline = std::to_string(days);
    rules.failures.add(std::move(asked), allowed.error());
    return 0;
  }
  rules.failures.drop(kKeepDays.of, kKeepDays.subject);
  if (*old == 0) return 0;
  return remove_all(
      [&] { return archive.stories_before(mirror.name(), first_day, kRemovedAtOnce); }, writer);
}

Result<std::size_t> remove_unlisted(const SiteMirror& mirror, StoryWriter& writer) {
  if (mirror.all.config.noarchive == config::NoArchive::Keep) return 0;
  return remove_all([&] { return mirror.state().not_to_keep(mirror.name(), kRemovedAtOnce); },
                    writer);
}

}  // namespace newshole::mirror
