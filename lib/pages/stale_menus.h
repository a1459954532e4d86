#pragma once
// Which menus of a site have to be written again. Pure.

#include <map>
#include <set>
#include <span>

#include "store/state.h"

namespace newshole::pages {

/// The menus of a site, but for the menu views of its stories.
struct StaleMenus {
  bool all = false;
  bool front_page = false;
  /// By their folders, with the days of the stories that make them so.
  std::map<std::string, std::set<std::chrono::sys_days>> sections;
  std::set<std::chrono::sys_days> days;  ///< of the archive
  /// Months of corrections that came or went, with the time of the first of them.
  std::map<std::chrono::year_month, UtcTime> corrections;

  /// Adds the month of a correction.
  void add(const store::Correction& correction);
  /// Adds the menus of the story's section and day.
  void add(const store::StoryRecord& story);
  [[nodiscard]] bool is_empty() const;
};

/// Days of the archive, and the months and years that name them.
struct ArchivePeriods {
  std::set<std::chrono::sys_days> days;
  std::set<std::chrono::year_month> months;
  std::set<std::chrono::year> years;
};
[[nodiscard]] ArchivePeriods periods_of(std::set<std::chrono::sys_days> days);
[[nodiscard]] std::chrono::year_month month_of(std::chrono::sys_days day);

/// The sections of `stale` that have no story any more, since `sections` lacks them.
[[nodiscard]] std::vector<std::string> empty_sections(const StaleMenus& stale,
                                                      std::span<const store::Section> sections);

/// A story and those beside it in the order of their day; null: there is none.
struct StoryAndNeighbours {
  const store::StoryRecord* story = nullptr;
  const store::StoryRecord* previous = nullptr;
  const store::StoryRecord* next = nullptr;
};
[[nodiscard]] StoryAndNeighbours story_at(std::span<const store::StoryRecord> day,
                                          std::size_t index);

/// Whether the story's menu view names other neighbours than it did when its day had the stories
/// `before`, or had no menu view then.
[[nodiscard]] bool has_other_neighbours(const StoryAndNeighbours& now,
                                        std::span<const store::StoryRecord> before);

}  // namespace newshole::pages
