#include "mirror/stages/retention.h"

#include <algorithm>

namespace newshole::mirror {
namespace {

Result<std::size_t> remove_before(const SiteMirror& mirror, StoryWriter& writer,
                                  std::chrono::sys_days day) {
  constexpr int kBatch = 500;
  std::size_t removed = 0;
  while (true) {
    const auto stories = mirror.state().archive().stories_before(mirror.name(), day, kBatch);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return removed;
    for (const store::StoryRecord& story : *stories) writer.remove(story);
    if (!writer.status()) return tl::unexpected(writer.status().error());
    removed += stories->size();
  }
}

}  // namespace

std::chrono::sys_days first_day_to_keep(const store::StoryRecord& newest, int keep_days,
                                        UtcTime now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  return std::min(store::archive_day(newest), today) - std::chrono::days(keep_days);
}

Status may_remove(const StoryCounts& counts, Removal removal) {
  if (removal == Removal::Forced || counts.old * 2 <= counts.all) return {};
  return fail(ErrorKind::Config,
              std::to_string(counts.old) + " of " + std::to_string(counts.all) +
                  " stories are older than keep_days; more than half goes only with --force");
}

Result<Retention> remove_old_stories(const SiteMirror& mirror, StoryWriter& writer, UtcTime now,
                                     Removal removal) {
  const int days = mirror.all.config.keep_days;
  if (days == 0) return Retention{};
  const auto newest = mirror.state().newest(mirror.name(), 1);
  if (!newest) return tl::unexpected(newest.error());
  if (newest->empty()) return Retention{};
  const std::chrono::sys_days first_day = first_day_to_keep(newest->front(), days, now);
  const store::Archive archive = mirror.state().archive();
  const auto old = archive.count_before(mirror.name(), first_day);
  const auto all = archive.count_stories(mirror.name());
  if (!old || !all) return tl::unexpected(old ? all.error() : old.error());
  const Status allowed = may_remove({*old, *all}, removal);
  if (!allowed) return Retention{0, allowed.error()};
  if (*old == 0) return Retention{};
  return remove_before(mirror, writer, first_day).transform([](std::size_t removed) {
    return Retention{removed, std::nullopt};
  });
}

}  // namespace newshole::mirror
