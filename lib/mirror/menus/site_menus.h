#pragma once
// Writing the menus of a site that are stale, in all editions. Internal to this module.

#include "mirror/menus/story_menus.h"

namespace newshole::mirror {

class SiteMenus {
 public:
  explicit SiteMenus(const SiteMirror& mirror) : files_(mirror), stories_(files_) {}
  SiteMenus(SiteMenus&&) = delete;

  /// The menus that name the story, or will name it: of its section, its day and the stories beside
  /// it. To be called before the state changes.
  void touch(const store::StoryRecord& story);
  /// The front page: it lists other stories now, or says that something changed.
  void touch_front_page() { stale_.front_page = true; }
  /// All of them, for instance because they look different now.
  void touch_all();
  /// True where each edition has the menu above its archive. An edition that has lost it may have
  /// lost menus below it, which a run does not look for.
  [[nodiscard]] bool has_archive() const;

  /// Those of the stories themselves.
  [[nodiscard]] StoryMenus& stories() { return stories_; }

  /// Writes the stale menus, those that are missing, the front page and the feed, and publishes
  /// them: each file behind those that it names. Where none is stale and none missing, all stay as
  /// they are. Menus that have no story any more become pending removals. Within a transaction of
  /// the state. Errors: Io.
  [[nodiscard]] Status publish(std::span<const store::StoryRecord> front_page, UtcTime last_change);

 private:
  using Sections = std::vector<store::Section>;
  /// What the front page shows, but for the way to its sections and its archive.
  struct Front {
    std::span<const store::StoryRecord> stories;
    UtcTime last_change;
  };

  [[nodiscard]] bool has_all_menus(const EditionSetter& setter, const Sections& sections) const;
  [[nodiscard]] bool is_only_site() const { return files_.all.sites.size() == 1; }
  Status publish_first_front_pages(const Front& front);
  Status put_sections(const Sections& sections);
  Status put_section(const store::Section& section);
  Status publish_archive();
  Status put_feeds(const Sections& sections);
  Status put_front_pages(const Front& front, const Sections& sections);

  MenuFiles files_;
  StoryMenus stories_;
  pages::StaleMenus stale_;
};

}  // namespace newshole::mirror
