#include "mirror/stages/retention.h"

#include <algorithm>
#include <vector>

namespace newshole::mirror {
namespace {

Result<std::size_t> remove_before(store::State& state, StoryWriter& writer, const std::string& site,
                                  std::chrono::sys_days day) {
  constexpr int kBatch = 500;
  std::size_t removed = 0;
  while (true) {
    const auto stories = state.archive().stories_before(site, day, kBatch);
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

Result<Retention> remove_old_stories(store::State& state, StoryWriter& writer,
                                     const std::string& site, std::chrono::sys_days first_day,
                                     Removal removal) {
  const auto old = state.archive().count_before(site, first_day);
  const auto all = state.archive().count_stories(site);
  if (!old || !all) return tl::unexpected(old ? all.error() : old.error());
  const Status allowed = may_remove({*old, *all}, removal);
  if (!allowed) return Retention{0, allowed.error()};
  if (*old == 0) return Retention{};
  const Result<std::size_t> removed = remove_before(state, writer, site, first_day);
  if (!removed) return tl::unexpected(removed.error());
  return Retention{*removed, std::nullopt};
}

}  // namespace newshole::mirror
