#pragma once
// The menu views of a site's stories: which are stale, and writing them, in all editions that have
// them. Internal to this module.
//
// A story's menu names the stories beside it in its day of the archive. So a story that comes, goes
// or is named otherwise changes its own menu and those of two others, whatever the archive holds.

#include "mirror/menus/menu_files.h"
#include "mirror/menus/story_marks.h"
#include "pages/stale_menus.h"

namespace newshole::mirror {

/// A story to set.
struct StoryToSet {
  const store::StoryRecord& record;
  const extract::Article& article;
  const StoryMarks& marks;
  std::string_view section_title = {};  ///< of its section, if the state may not have it yet
};

class StoryMenus {
 public:
  /// `files` must outlive it.
  explicit StoryMenus(MenuFiles& files);

  /// To be called before the state adds a story, removes it or names it otherwise.
  void touch(const store::StoryRecord& story);
  /// All menus are stale.
  void touch_all() { is_all_touched_ = true; }
  /// The story's article or its layout changed; the state has the new one.
  void set_anew(const store::StoryRecord& story);
  /// Whether any is stale.
  [[nodiscard]] bool is_touched() const {
    return is_all_touched_ || !days_before_.empty() || !set_anew_.empty();
  }

  /// Stages the menu in each edition that has none of the story yet. It names only menus that are
  /// there, so that other menus may name it once it is published. Staged if one was, Refused if
  /// something stands in the way of one.
  [[nodiscard]] Result<Put> put_first(const StoryToSet& story);

  /// Stages the stale menus, whole; all that they name is there. `every_day` are the days of the
  /// archive, for the case that all menus are stale. Publishes full batches and what is left.
  [[nodiscard]] Status put_all(const std::set<std::chrono::sys_days>& every_day);

  /// Characters of stories that are new or changed, in editions without text files, that became
  /// "?".
  [[nodiscard]] std::size_t unknown_characters() const { return unknown_characters_; }

 private:
  [[nodiscard]] bool is_stale(const pages::StoryAndNeighbours& now,
                              std::chrono::sys_days day) const;
  Status put_day(std::chrono::sys_days day);
  Status put_story(const pages::StoryAndNeighbours& place, std::chrono::sys_days day);
  /// What the state knows of a story's text.
  struct KnownArticle {
    const std::optional<extract::Article>& article;
    const StoryMarks& marks;
  };
  Status put_story(const pages::StoryAndNeighbours& place, std::chrono::sys_days day,
                   const KnownArticle& known, EditionSetter& setter);

  MenuFiles& files_;
  bool has_menu_views_;
  bool is_all_touched_ = false;
  std::map<std::chrono::sys_days, store::StoryRecords> days_before_;  // of stale days, as they were
  std::set<std::chrono::sys_days> days_;                              // of the stories below
  std::set<std::string> set_anew_;                                    // URLs
  Status status_;  // of reading the state in `touch`
  std::size_t staged_ = 0;
  std::size_t unknown_characters_ = 0;
};

}  // namespace newshole::mirror
