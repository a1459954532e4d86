#pragma once
// Writing the Atom feeds of a mirror. Internal to this module.

#include "mirror/menus/menu_files.h"

namespace newshole::mirror {

/// Stages the feed of the site's newest stories in all editions. Errors: Io.
[[nodiscard]] Status put_site_feeds(MenuFiles& files);

/// A story of some site of a mirror, and that site.
struct StoryOfSite {
  const store::SiteRecord* site = nullptr;
  store::StoryRecord story;
  std::vector<std::string> also = {};  ///< titles of the other sites that have it
};

/// The newest stories of all sites, at most `limit`, as lists order them. Errors: Io.
[[nodiscard]] Result<std::vector<StoryOfSite>> newest_of_all(
    store::State& state, std::span<const store::SiteRecord> sites, std::size_t limit);

/// Stages the feed of `stories`, which are of several sites. Errors: Io.
[[nodiscard]] Status put_root_feed(OpenMirror& mirror, const EditionSetter& setter,
                                   std::span<const StoryOfSite> stories);

}  // namespace newshole::mirror
