#pragma once
// The stories of a site that the operator took down. Internal to this module.

#include <map>
#include <set>
#include <span>

#include "mirror/stages/story_writer.h"
#include "store/takedowns.h"

namespace newshole::mirror {

/// A value. Pure.
class TakenDown {
 public:
  /// `profile` must outlive it.
  TakenDown(std::span<const store::Takedown> takedowns, const site::SiteProfile& profile);

  /// The keys of the site's stories that were taken down.
  [[nodiscard]] const std::set<std::string>& keys() const { return keys_; }
  /// True for each address of such a story.
  [[nodiscard]] bool holds(const url::Url& url) const;
  /// The keys by the paths that their texts may have (pages::story_paths).
  [[nodiscard]] const std::map<std::string, std::string>& paths() const { return paths_; }
  /// Whether a redirect may lead to `url`. Errors: TakenDown.
  [[nodiscard]] Status may_follow(const url::Url& url) const;

 private:
  const site::SiteProfile* profile_;
  std::set<std::string> keys_;
  std::map<std::string, std::string> paths_;
};

/// The key of the story at `url`: site::canonical_story_url, with the fragment where it names an
/// item of a page. Errors: Usage.
[[nodiscard]] Result<url::Url> story_key(const url::Url& url, const site::SiteProfile& profile);

/// Removes these stories: from the state, from what is remembered of front pages, and from the
/// search index, which the next update builds anew; their files are removed once nothing names
/// them. Each is in the report. Within a transaction. Errors: Io.
[[nodiscard]] Status remove_taken_down(const SiteMirror& mirror, StoryWriter& writer,
                                       const TakenDown& taken_down);

}  // namespace newshole::mirror
