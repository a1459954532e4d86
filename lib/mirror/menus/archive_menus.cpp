#include "mirror/menus/archive_menus.h"

#include "mirror/menus/digests.h"

namespace newshole::mirror {
namespace {

using pages::archive_folder;
using pages::month_of;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using store::Archive;

/// First: menus that are not there yet, naming only what is. Whole: all.
enum class Form { First, Whole };

/// A level of the archive whose menus name the periods below it.
template <typename Period>
struct Level {
  Result<store::Periods> (Archive::*below)(std::string_view site, Period period) const;
  std::string (*folder_below)(std::string_view site, sys_days first);
  gopher::Outline (*menu)(const pages::SiteScope& scope, Period period,
                          std::span<const store::ArchivePeriod> below);
};

constexpr Level<year> kYears = {
    &Archive::months_of,
    [](std::string_view site, sys_days first) { return archive_folder(site, month_of(first)); },
    pages::year_menu};

constexpr Level<year_month> kMonths = {
    &Archive::days_of,
    [](std::string_view site, sys_days first) { return archive_folder(site, first); },
    pages::month_menu};

template <typename Period>
Status put_period(MenuFiles& files, EditionSetter& setter, const Level<Period>& level,
                  Period period, Form form) {
  const std::string folder = archive_folder(files.name(), period);
  if (form == Form::First && files.has_menu(setter, folder)) return {};
  auto below = (files.state().archive().*level.below)(files.name(), period);
  if (!below) return tl::unexpected(below.error());
  if (below->empty()) return files.remove_menu(setter, folder);
  if (form == Form::First) {
    std::erase_if(*below, [&](const store::ArchivePeriod& each) {
      return !files.has_menu(setter, level.folder_below(files.name(), each.first));
    });
  }
  return files.put_menu(setter, folder, level.menu(files.scope_of(setter), period, *below));
}

template <typename Period>
Status put_level(MenuFiles& files, EditionSetter& setter, const Level<Period>& level,
                 const std::set<Period>& periods, Form form) {
  return try_each(periods,
                  [&](Period period) { return put_period(files, setter, level, period, form); });
}

Status put_day(MenuFiles& files, EditionSetter& setter, sys_days day, Form form) {
  const std::string folder = archive_folder(files.name(), day);
  if (form == Form::First && files.has_menu(setter, folder)) return {};
  const auto stories = files.state().archive().stories_of(files.name(), day);
  if (!stories) return tl::unexpected(stories.error());
  if (stories->empty()) return form == Form::First ? Status() : files.remove_menu(setter, folder);
  auto neighbours = files.state().archive().neighbours(files.name(), day);
  if (!neighbours) return tl::unexpected(neighbours.error());
  // Days before this one are there already.
  const bool names_next = form == Form::Whole || !neighbours->after ||
                          files.has_menu(setter, archive_folder(files.name(), *neighbours->after));
  if (!names_next) neighbours->after.reset();
  const auto digest =
      has_digest(files, setter, day) ? pages::DigestFile::There : pages::DigestFile::NotYet;
  const pages::SiteScope scope = files.scope_of(setter);
  return files.put_menu(
      setter, folder,
      pages::day_menu(scope, day,
                      pages::listed_stories(scope, *stories, files.forms,
                                            {.sections = &files.sections, .day = day}),
                      *neighbours, digest));
}

Status put_days(MenuFiles& files, EditionSetter& setter, const std::set<sys_days>& days,
                Form form) {
  std::size_t staged = 0;
  return try_each(days, [&](sys_days day) {
    const Status status = put_day(files, setter, day, form);
    return status && ++staged % kMenusInBatch == 0 ? files.publish() : status;
  });
}

Status put_top(MenuFiles& files, EditionSetter& setter, const store::Periods& years,
               const pages::MoreFacts& more = {}) {
  return files.put_menu(setter, archive_folder(files.name()),
                        pages::archive_menu(files.scope_of(setter), years, more));
}

// Those of a day that comes or goes; else none.
Result<store::Neighbours> neighbours_to_write(const MenuFiles& files, sys_days day) {
  const auto stories = files.state().archive().stories_of(files.name(), day);
  if (!stories) return tl::unexpected(stories.error());
  const bool is_there = files.has_menu(files.editions.front(), archive_folder(files.name(), day));
  if (is_there == !stories->empty()) return store::Neighbours();
  return files.state().archive().neighbours(files.name(), day);
}

}  // namespace

Result<pages::ArchivePeriods> periods_to_write(const MenuFiles& files,
                                               const pages::StaleMenus& stale) {
  // A day whose last story went is stale and has no story.
  std::set<sys_days> all = stale.days;
  if (stale.all) {
    const auto days = files.state().archive().days(files.name());
    if (!days) return tl::unexpected(days.error());
    for (const store::ArchivePeriod& day : *days) all.insert(day.first);
    return pages::periods_of(std::move(all));
  }
  for (const sys_days day : stale.days) {
    const Result<store::Neighbours> neighbours = neighbours_to_write(files, day);
    if (!neighbours) return tl::unexpected(neighbours.error());
    if (neighbours->before) all.insert(*neighbours->before);
    if (neighbours->after) all.insert(*neighbours->after);
  }
  return pages::periods_of(std::move(all));
}

Status put_first_archive(MenuFiles& files, EditionSetter& setter,
                         const pages::ArchivePeriods& periods) {
  if (periods.days.empty()) return {};
  Status status;
  if (!files.has_menu(setter, archive_folder(files.name()))) status = put_top(files, setter, {});
  if (status) status = put_level(files, setter, kYears, periods.years, Form::First);
  if (status) status = put_level(files, setter, kMonths, periods.months, Form::First);
  if (status) status = put_days(files, setter, periods.days, Form::First);
  return status;
}

Status put_whole_archive(MenuFiles& files, EditionSetter& setter,
                         const pages::ArchivePeriods& periods) {
  Status status = put_days(files, setter, periods.days, Form::Whole);
  if (status) status = put_level(files, setter, kMonths, periods.months, Form::Whole);
  if (status) status = put_level(files, setter, kYears, periods.years, Form::Whole);
  if (!status) return status;
  const auto corrections = files.state().corrections().count(files.name(), 1);
  if (!corrections) return tl::unexpected(corrections.error());
  return files.state().archive().years(files.name()).and_then([&](const store::Periods& years) {
    return put_top(files, setter, years,
                   {.ways = pages::Ways::There, .has_corrections = *corrections > 0});
  });
}

}  // namespace newshole::mirror
