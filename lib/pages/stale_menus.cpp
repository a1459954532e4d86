#include "pages/stale_menus.h"

#include <algorithm>

namespace newshole::pages {
namespace {

using std::chrono::sys_days;

bool is_named_alike(const store::StoryRecord* a, const store::StoryRecord* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->url == b->url && a->headline == b->headline && a->path == b->path &&
         a->layout == b->layout;
}

}  // namespace

void StaleMenus::add(const store::StoryRecord& story) {
  const sys_days day = store::archive_day(story);
  if (!story.section.empty()) sections[story.section].insert(day);
  days.insert(day);
}

void StaleMenus::add(const store::Correction& correction) {
  const auto day = std::chrono::floor<std::chrono::days>(correction.time);
  const auto known = corrections.emplace(month_of(day), correction.time).first;
  known->second = std::min(known->second, correction.time);
}

bool StaleMenus::is_empty() const {
  return !all && !front_page && sections.empty() && days.empty();
}

std::chrono::year_month month_of(sys_days day) {
  const std::chrono::year_month_day date(day);
  return date.year() / date.month();
}

ArchivePeriods periods_of(std::set<sys_days> days) {
  ArchivePeriods periods;
  for (const sys_days day : days) {
    periods.months.insert(month_of(day));
    periods.years.insert(month_of(day).year());
  }
  periods.days = std::move(days);
  return periods;
}

std::vector<std::string> empty_sections(const StaleMenus& stale,
                                        std::span<const store::Section> sections) {
  std::vector<std::string> empty;
  for (const auto& [folder, stories] : stale.sections) {
    if (std::ranges::find(sections, folder, &store::Section::folder) == sections.end())
      empty.push_back(folder);
  }
  return empty;
}

StoryAndNeighbours story_at(std::span<const store::StoryRecord> day, std::size_t index) {
  return {&day[index], index == 0 ? nullptr : &day[index - 1],
          index + 1 == day.size() ? nullptr : &day[index + 1]};
}

bool has_other_neighbours(const StoryAndNeighbours& now,
                          std::span<const store::StoryRecord> before) {
  const auto found = std::ranges::find(before, now.story->url, &store::StoryRecord::url);
  if (found == before.end()) return true;
  const StoryAndNeighbours then =
      story_at(before, static_cast<std::size_t>(found - before.begin()));
  return !is_named_alike(then.previous, now.previous) || !is_named_alike(then.next, now.next);
}

}  // namespace newshole::pages
