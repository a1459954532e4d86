#include "mirror/stages/rebuild.h"

#include "extract/stored_article.h"
#include "mirror/stages/story_maker.h"

namespace newshole::mirror {
namespace {

// 1 if it was set again, else 0.
Result<std::size_t> rebuild_story(const SiteMirror& mirror, StoryWriter& writer,
                                  std::uint64_t layout, const store::StoryRecord& record) {
  const Result<std::string> stored = mirror.state().article(mirror.name(), record.url);
  if (!stored) return tl::unexpected(stored.error());
  if (stored->empty()) return 0;
  const Result<extract::Article> article = extract::from_stored(*stored);
  if (!article) {
    mirror.fail(record.url, article.error());
    return 0;
  }
  const Printed set = set_story(*article, mirror.profile, record.text_changed, mirror.editions);
  const Result<Put> put = writer.put({record.path, *article, record.text_changed}, set.files);
  if (!put) return tl::unexpected(put.error());
  if (put->outcome == Put::Outcome::Refused) {
    mirror.fail(record.path, {ErrorKind::Io, put->obstacle});
    return 0;
  }
  writer.save_rebuilt(record, layout);
  return 1;
}

}  // namespace

// In batches, so that an archive of any size takes the same memory.
Result<std::size_t> rebuild_stories(const SiteMirror& mirror, StoryWriter& writer,
                                    std::uint64_t layout, Stories which) {
  constexpr int kBatch = 200;
  std::size_t rebuilt = 0;
  std::string last;
  while (true) {
    const auto stories = mirror.state().stories_after(mirror.name(), last, kBatch);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return rebuilt;
    last = stories->back().url;
    for (const store::StoryRecord& record : *stories) {
      if (which == Stories::Stale && record.layout == layout) continue;
      const Result<std::size_t> done = rebuild_story(mirror, writer, layout, record);
      if (!done) return tl::unexpected(done.error());
      rebuilt += *done;
    }
    Status status = writer.status();
    if (status) status = mirror.all.publish();
    if (!status) return tl::unexpected(status.error());
  }
}

}  // namespace newshole::mirror
