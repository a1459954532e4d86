#pragma once
// The menu views of a site's stories: which are stale, and writing them, in all editions that have
// them. Internal to this module.
//
// A story's menu names the stories beside it in its day of the archive. So a story that comes, goes
// or is named otherwise changes its own menu and those of two others, whatever the archive holds.

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "extract/article.h"
#include "mirror/site_mirror.h"
#include "pages/stale_menus.h"
#include "store/state.h"

namespace newshole::mirror {

/// A story to set.
struct StoryToSet {
  const std::string& path;  ///< StoryRecord's
  const extract::Article& article;
  const std::optional<UtcTime>& text_changed;
};

class StoryMenus {
 public:
  explicit StoryMenus(const SiteMirror& mirror);

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
  /// there, so that other menus may name it once it is published.
  struct First {
    Put put;  ///< Staged if one was, Refused if something stands in the way of one
    std::vector<std::string> staged;
  };
  [[nodiscard]] Result<First> put_first(const StoryToSet& story) const;

  /// Stages the stale menus, whole; all that they name is there. `every_day` are the days of the
  /// archive, for the case that all menus are stale. Calls `publish` when a batch is full and at
  /// the end.
  [[nodiscard]] Status put_all(const std::set<std::chrono::sys_days>& every_day,
                               const std::function<Status()>& publish);

  /// Characters of stories that are new or changed, in editions without text files, that became
  /// "?".
  [[nodiscard]] std::size_t unknown_characters() const { return unknown_characters_; }

 private:
  using Day = std::vector<store::StoryRecord>;

  [[nodiscard]] bool is_stale(const pages::StoryAndNeighbours& now, const Day* before) const;
  Status put_day(std::chrono::sys_days day, const std::function<Status()>& publish);
  Status put_story(const pages::StoryAndNeighbours& place, std::chrono::sys_days day);
  Status put_story(const pages::StoryAndNeighbours& place, std::chrono::sys_days day,
                   const extract::Article* article, EditionSetter& setter);
  [[nodiscard]] pages::SiteScope scope_of(const EditionSetter& setter) const {
    return {{*mirror_.all->config, *setter.edition}, *profile_};
  }
  [[nodiscard]] std::optional<pages::StoryItem> item_of(const EditionSetter& setter,
                                                        const store::StoryRecord* story) const;
  [[nodiscard]] press::Press::Menu set(const StoryToSet& story, EditionSetter& setter) const;
  [[nodiscard]] Result<press::Press::Menu> menu_as_it_stands(const config::Edition& edition,
                                                             const store::StoryRecord& story) const;

  SiteMirror mirror_;
  const site::SiteProfile* profile_;
  bool has_menu_views_;
  bool is_all_touched_ = false;
  std::map<std::chrono::sys_days, Day> days_before_;  // of stale days, as they were
  std::set<std::chrono::sys_days> days_;              // of the stories below
  std::set<std::string> set_anew_;                    // URLs
  Status status_;                                     // of reading the state in `touch`
  std::size_t staged_ = 0;
  std::size_t unknown_characters_ = 0;
};

}  // namespace newshole::mirror
