#include "mirror/stages/look_up.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "pages/story_path.h"

namespace newshole::mirror {
namespace {

using FrontRecords = std::unordered_map<std::string_view, const store::StoryRecord*>;

Result<std::optional<store::StoryRecord>> record_of(const extract::Story& story,
                                                    const FrontRecords& front,
                                                    const SiteMirror& mirror) {
  const auto known = front.find(story.url.text);
  if (known != front.end()) return *known->second;
  return mirror.state().story(mirror.profile->name, story.url.text);
}

Files files_of(const store::StoryRecord& record, const SiteMirror& mirror) {
  const bool is_missing = std::ranges::any_of(
      mirror.all->config->editions,
      [&](const config::Edition& edition) { return mirror.forms->is_missing(edition, record); });
  return is_missing ? Files::Missing : Files::Present;
}

}  // namespace

Result<std::vector<Listed>> look_up(std::vector<extract::Story> stories,
                                    const Remembered& remembered, const SiteMirror& mirror) {
  FrontRecords front;
  for (const store::StoryRecord& story : remembered.front) front.emplace(story.url, &story);
  std::vector<Listed> all;
  all.reserve(stories.size());
  for (extract::Story& story : stories) {
    auto record = record_of(story, front, mirror);
    if (!record) return tl::unexpected(record.error());
    const Files files = *record ? files_of(**record, mirror) : Files::Present;
    std::string path = pages::story_path(story.url, *mirror.profile);
    all.push_back({std::move(story), std::move(path), *std::move(record), files});
  }
  return all;
}

}  // namespace newshole::mirror
