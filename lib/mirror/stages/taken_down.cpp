#include "mirror/stages/taken_down.h"

#include <algorithm>

#include "pages/stories/story_path.h"

namespace newshole::mirror {
namespace {

// Those of former views and dialects, too. Gives their number.
std::size_t remove_files(const SiteMirror& mirror, const std::string& story_path) {
  std::size_t count = 0;
  for (const config::Edition& edition : mirror.all.config.editions) {
    const pages::StoryFiles files = pages::story_files(edition, story_path);
    for (const auto* paths : {&files.own, &files.others}) {
      for (const std::string& path : *paths) {
        if (!mirror.publisher().has_file(path)) continue;
        mirror.transaction.add_pending_removal(path);
        ++count;
      }
    }
  }
  return count;
}

// A story that failed stands on the front page with its headline.
Status remove_failed(const SiteMirror& mirror, const std::string& key) {
  const auto failures = mirror.state().failures(mirror.name());
  if (!failures) return tl::unexpected(failures.error());
  const auto failed = std::ranges::find_if(*failures, [&](const store::FailureRecord& each) {
    return each.of == store::FailureRecord::Of::Story && each.subject == key;
  });
  if (failed == failures->end()) return {};
  mirror.transaction.drop_failure(mirror.name(), *failed);
  mirror.all.report.taken_down.push_back({mirror.name(), key, 0});
  return {};
}

}  // namespace

TakenDown::TakenDown(std::span<const store::Takedown> takedowns, const site::SiteProfile& profile)
    : profile_(&profile) {
  for (const store::Takedown& each : takedowns) {
    const Result<url::Url> url = url::parse_url(each.url);
    if (!url || !site::covers(profile, *url)) continue;
    for (const Result<url::Url>& key : {url, story_key(*url, profile)}) {
      if (!key || !keys_.insert(key->text).second) continue;
      for (const std::string& path : pages::story_paths(*key, profile))
        paths_.emplace(path, key->text);
    }
  }
}

bool TakenDown::holds(const url::Url& url) const {
  if (keys_.empty()) return false;
  if (keys_.contains(url.text)) return true;
  const Result<url::Url> key = story_key(url, *profile_);
  return key && keys_.contains(key->text);
}

Status TakenDown::may_follow(const url::Url& url) const {
  if (!site::covers(*profile_, url) || !holds(url)) return {};
  return fail(ErrorKind::TakenDown, "leads to " + url.text + ", which the operator took down");
}

Result<url::Url> story_key(const url::Url& url, const site::SiteProfile& profile) {
  Result<url::Url> key = site::canonical_story_url(url, profile);
  const bool is_item = !profile.stories.items.empty() && !url.fragment.empty();
  return key && is_item ? url::parse_url(key->text + "#" + url.fragment) : key;
}

Status remove_taken_down(const SiteMirror& mirror, StoryWriter& writer,
                         const TakenDown& taken_down) {
  for (const std::string& key : taken_down.keys()) {
    mirror.transaction.forget_links(mirror.name(), key);
    const auto story = mirror.state().story(mirror.name(), key);
    if (!story) return tl::unexpected(story.error());
    if (!*story) {
      if (Status status = remove_failed(mirror, key); !status) return status;
      continue;
    }
    writer.remove(**story);
    mirror.transaction.forget_index();
    mirror.all.report.taken_down.push_back(
        {mirror.name(), key, remove_files(mirror, (*story)->path)});
  }
  return writer.status();
}

}  // namespace newshole::mirror
