#include "mirror/menus/section_pages.h"

#include <algorithm>

namespace newshole::mirror {
namespace {

using pages::SectionPage;
using std::chrono::sys_days;
using std::chrono::year_month;

store::Archive::Part part_of(year_month month) {
  return {.first = month / 1, .end = (month + std::chrono::months(1)) / 1};
}

store::Archive::Part part_of(const SectionPage& page) {
  store::Archive::Part part = part_of(page.month);
  part.skipped = (page.number - 1) * pages::kSectionStories;
  part.limit = pages::kSectionStories;
  return part;
}

}  // namespace

Status SectionPages::put_all(std::span<const store::Section> sections) {
  Status status = try_each(sections, [&](const store::Section& section) {
    const std::string folder = pages::section_folder(files_.name(), section.folder);
    const bool is_stale = stale_.all || stale_.sections.contains(section.folder);
    return is_stale || !files_.have_menu(folder) ? put_section(section) : Status();
  });
  if (status)
    status = try_each(pages::empty_sections(stale_, sections), [&](const std::string& folder) {
      return remove_section(folder, stale_.sections.at(folder));
    });
  if (!status) return status;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    const std::string folder = pages::sections_folder(files_.name());
    if (sections.empty()) return files_.remove_menu(setter, folder);
    return files_.put_menu(setter, folder, pages::sections_menu(files_.scope_of(setter), sections));
  });
}

// Pages first, the older ones before the newer: a menu names what is there.
Status SectionPages::put_section(const store::Section& section) {
  const auto newest = files_.state().newest(files_.name(), section.folder, pages::kSectionStories);
  if (!newest) return tl::unexpected(newest.error());
  const auto behind = page_behind(section, *newest);
  if (!behind) return tl::unexpected(behind.error());
  const auto months = months_to_write(section, *behind);
  if (!months) return tl::unexpected(months.error());
  Status status = try_each(
      *months, [&](const auto& month) { return put_month(section, month.first, month.second); });
  if (!status) return status;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    const pages::SiteScope scope = files_.scope_of(setter);
    return files_.put_menu(
        setter, pages::section_folder(files_.name(), section.folder),
        pages::section_menu(scope, section, pages::listed_stories(scope, *newest, files_.forms, {}),
                            *behind));
  });
}

Result<SectionPages::Older> SectionPages::page_behind(
    const store::Section& section, std::span<const store::StoryRecord> newest) const {
  if (section.stories <= static_cast<std::int64_t>(newest.size())) return Older();
  const year_month last = pages::month_of(store::archive_day(newest.back()));
  const auto in_menu = std::ranges::count_if(newest, [&](const store::StoryRecord& story) {
    return pages::month_of(store::archive_day(story)) == last;
  });
  const auto all = count(section, last);
  if (!all) return tl::unexpected(all.error());
  if (*all == in_menu) return page_before(section, last);
  return SectionPage{last, pages::pages_of(*all - in_menu)};
}

Result<SectionPages::Older> SectionPages::page_before(const store::Section& section,
                                                      year_month month) const {
  const auto days =
      files_.state().archive().days_of_section(files_.name(), section.folder, month / 1);
  if (!days) return tl::unexpected(days.error());
  if (!days->before) return Older();
  const year_month older = pages::month_of(*days->before);
  return count(section, older).transform([older](std::int64_t stories) {
    return Older({older, pages::pages_of(stories)});
  });
}

Result<SectionPages::Months> SectionPages::months_to_write(const store::Section& section,
                                                           const Older& newest) const {
  Months months;
  const auto stale = stale_.sections.find(section.folder);
  if (stale != stale_.sections.end() && !stale_.all) {
    // The days ascend, so that the first one of a month stays.
    for (const sys_days day : stale->second) months.emplace(pages::month_of(day), day);
  }
  std::erase_if(months, [&](const auto& month) {
    const bool is_behind = newest && month.first <= newest->month;
    return !is_behind && !has_page(section.folder, {month.first, 1});
  });
  for (Older page = newest; page && (stale_.all || !has_page(section.folder, *page));) {
    months[page->month] = page->month / 1;
    Result<Older> older = page_before(section, page->month);
    if (!older) return tl::unexpected(older.error());
    page = *older;
  }
  return months;
}

Status SectionPages::put_month(const store::Section& section, year_month month,
                               sys_days first_day) {
  const auto stories = count(section, month);
  const auto before = count_before(section, first_day);
  const Result<Older> older = page_before(section, month);
  if (!stories || !before) return tl::unexpected(stories ? before.error() : stories.error());
  if (!older) return tl::unexpected(older.error());
  const std::int64_t last = pages::pages_of(*stories);
  for (SectionPage page{month, *before / pages::kSectionStories + 1}; page.number <= last;
       ++page.number) {
    const Older next = page.number == 1 ? *older : Older({month, page.number - 1});
    if (Status status = put_page(section, page, next); !status) return status;
  }
  if (Status removed = remove_pages(section.folder, {month, last + 1}); !removed) return removed;
  return put_page_behind(section, month);
}

// The first page of the next month leads to the last of this one, which may be another now.
Status SectionPages::put_page_behind(const store::Section& section, year_month month) {
  const auto days = files_.state().archive().days_of_section(files_.name(), section.folder,
                                                             (month + std::chrono::months(1)) / 1);
  if (!days) return tl::unexpected(days.error());
  if (!days->after) return {};
  const SectionPage behind{pages::month_of(*days->after), 1};
  if (!has_page(section.folder, behind)) return {};
  const Result<Older> older = page_before(section, behind.month);
  return older ? put_page(section, behind, *older) : tl::unexpected(older.error());
}

Status SectionPages::put_page(const store::Section& section, const SectionPage& page,
                              const Older& older) {
  auto stories =
      files_.state().archive().stories_of_section(files_.name(), section.folder, part_of(page));
  if (!stories) return tl::unexpected(stories.error());
  std::ranges::reverse(*stories);
  const Status status = try_each(files_.editions, [&](EditionSetter& setter) {
    const pages::SiteScope scope = files_.scope_of(setter);
    return files_.put_menu(
        setter, pages::section_folder(files_.name(), section.folder, page),
        pages::section_page_menu(scope, section, page,
                                 pages::listed_stories(scope, *stories, files_.forms, {}), older));
  });
  return status && ++staged_ % kMenusInBatch == 0 ? files_.publish() : status;
}

Status SectionPages::remove_section(const std::string& folder, const std::set<sys_days>& days) {
  Status status = try_each(days, [&](sys_days day) {
    return remove_pages(folder, {pages::month_of(day), 1});
  });
  if (!status) return status;
  return try_each(files_.editions, [&](const EditionSetter& setter) {
    return files_.remove_menu(setter, pages::section_folder(files_.name(), folder));
  });
}

Status SectionPages::remove_pages(const std::string& folder, SectionPage first) const {
  for (; has_page(folder, first); ++first.number) {
    const Status status = try_each(files_.editions, [&](const EditionSetter& setter) {
      return files_.remove_menu(setter, pages::section_folder(files_.name(), folder, first));
    });
    if (!status) return status;
  }
  return {};
}

Result<std::int64_t> SectionPages::count_before(const store::Section& section, sys_days day) const {
  store::Archive::Part part = part_of(pages::month_of(day));
  part.end = day;
  return files_.state().archive().count_of_section(files_.name(), section.folder, part);
}

Result<std::int64_t> SectionPages::count(const store::Section& section, year_month month) const {
  return files_.state().archive().count_of_section(files_.name(), section.folder, part_of(month));
}

}  // namespace newshole::mirror
