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
  /// The digest of the story's day: what the story says changed.
  void touch_text(const store::StoryRecord& story) { digests_.insert(store::archive_day(story)); }
  /// The correction came or went; its page, if it came, is reported by the caller.
  void touch(const store::Correction& correction);
  /// All of them, for instance because they look different now.
  void touch_all();
  /// True where each edition has the menu above its archive. An edition that has lost it may have
  /// lost menus below it, which a run does not look for.
  [[nodiscard]] bool has_archive() const;

  /// Those of the stories themselves.
  [[nodiscard]] StoryMenus& stories() { return stories_; }

  /// What the front page shows, but for what it leads to.
  struct Front {
    std::span<const store::StoryRecord> stories;
    UtcTime last_change;
    UtcTime last_news;  ///< see store::SiteRecord
  };
  /// Writes the stale menus, those that are missing, the front page and the feed, and publishes
  /// them: each file behind those that it names. Where none is stale and none missing, all stay as
  /// they are. Menus that have no story any more become pending removals. Within a transaction of
  /// the state. Errors: Io.
  [[nodiscard]] Status publish(const Front& front);

 private:
  using Sections = std::vector<store::Section>;

  [[nodiscard]] bool has_all_menus(const EditionSetter& setter, const Sections& sections) const;
  [[nodiscard]] bool is_only_site() const { return files_.all.sites.size() == 1; }
  Status publish_first_front_pages(const Front& front);
  Status publish_archive();
  Status put_new(const Front& front);
  Status put_about();
  Status put_front_pages(const Front& front);

  MenuFiles files_;
  StoryMenus stories_;
  pages::StaleMenus stale_;
  bool are_corrections_stale_ = false;
  std::set<std::chrono::sys_days> digests_;  // days of stories that changed
};

}  // namespace newshole::mirror
