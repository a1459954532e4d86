#include "mirror/menus/archive_menus.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace newshole::mirror {
namespace {

using pages::archive_folder;
using pages::month_of;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;

using Periods = std::vector<store::ArchivePeriod>;

/// First: menus that are not there yet, naming only what is. Whole: all.
enum class Form { First, Whole };

/// A level of the archive whose menus name the periods below it.
template <typename Period>
struct Level {
  Result<Periods> (*below)(store::State& state, const std::string& site, Period period);
  std::string (*folder_below)(std::string_view site, sys_days first);
  gopher::Outline (*menu)(const pages::SiteScope& scope, Period period,
                          std::span<const store::ArchivePeriod> below);
};

constexpr Level<year> kYears = {
    [](store::State& state, const std::string& site, year of) {
      return state.archive().months_of(site, of);
    },
    [](std::string_view site, sys_days first) { return archive_folder(site, month_of(first)); },
    pages::year_menu};

constexpr Level<year_month> kMonths = {
    [](store::State& state, const std::string& site, year_month month) {
      return state.archive().days_of(site, month);
    },
    [](std::string_view site, sys_days first) { return archive_folder(site, first); },
    pages::month_menu};

template <typename Period>
Status put_period(MenuFiles& files, EditionSetter& setter, const Level<Period>& level,
                  Period period, Form form) {
  const std::string folder = archive_folder(files.site(), period);
  if (form == Form::First && files.has_menu(setter, folder)) return {};
  Result<Periods> below = level.below(files.state(), files.site(), period);
  if (!below) return tl::unexpected(below.error());
  if (below->empty()) return files.remove_menu(setter, folder);
  if (form == Form::First) {
    std::erase_if(*below, [&](const store::ArchivePeriod& each) {
      return !files.has_menu(setter, level.folder_below(files.site(), each.first));
    });
  }
  return files.put_menu(setter, folder, level.menu(files.scope_of(setter), period, *below));
}

template <typename Period>
Status put_level(MenuFiles& files, EditionSetter& setter, const Level<Period>& level,
                 const std::set<Period>& periods, Form form) {
  for (const Period period : periods) {
    if (Status status = put_period(files, setter, level, period, form); !status) return status;
  }
  return {};
}

Status put_day(MenuFiles& files, EditionSetter& setter, sys_days day, Form form) {
  const std::string folder = archive_folder(files.site(), day);
  if (form == Form::First && files.has_menu(setter, folder)) return {};
  const auto stories = files.state().archive().stories_of(files.site(), day);
  if (!stories) return tl::unexpected(stories.error());
  if (stories->empty()) return form == Form::First ? Status() : files.remove_menu(setter, folder);
  auto neighbours = files.state().archive().neighbours(files.site(), day);
  if (!neighbours) return tl::unexpected(neighbours.error());
  // Days before this one are there already.
  const bool names_next = form == Form::Whole || !neighbours->after ||
                          files.has_menu(setter, archive_folder(files.site(), *neighbours->after));
  if (!names_next) neighbours->after.reset();
  return files.put_menu(
      setter, folder,
      pages::day_menu(files.scope_of(setter), day, files.items_of(setter, *stories), *neighbours));
}

Status put_days(MenuFiles& files, EditionSetter& setter, const std::set<sys_days>& days,
                Form form) {
  std::size_t staged = 0;
  for (const sys_days day : days) {
    Status status = put_day(files, setter, day, form);
    if (status && ++staged % kMenusInBatch == 0) status = files.publish();
    if (!status) return status;
  }
  return {};
}

Status put_top(MenuFiles& files, EditionSetter& setter, const Periods& years) {
  return files.put_menu(setter, archive_folder(files.site()),
                        pages::archive_menu(files.scope_of(setter), years));
}

Result<std::set<sys_days>> every_day(const MenuFiles& files) {
  std::set<sys_days> all;
  const auto years = files.state().archive().years(files.site());
  if (!years) return tl::unexpected(years.error());
  for (const store::ArchivePeriod& each : *years) {
    const auto months =
        files.state().archive().months_of(files.site(), month_of(each.first).year());
    if (!months) return tl::unexpected(months.error());
    for (const store::ArchivePeriod& month : *months) {
      const auto days = files.state().archive().days_of(files.site(), month_of(month.first));
      if (!days) return tl::unexpected(days.error());
      for (const store::ArchivePeriod& day : *days) all.insert(day.first);
    }
  }
  return all;
}

// Those of a day that comes or goes; else none.
Result<store::Neighbours> neighbours_to_write(const MenuFiles& files, sys_days day) {
  const auto stories = files.state().archive().stories_of(files.site(), day);
  if (!stories) return tl::unexpected(stories.error());
  const bool is_there = files.has_menu(files.editions().front(), archive_folder(files.site(), day));
  if (is_there == !stories->empty()) return store::Neighbours();
  return files.state().archive().neighbours(files.site(), day);
}

Result<std::set<sys_days>> with_neighbours(const MenuFiles& files, std::set<sys_days> days) {
  std::set<sys_days> all = days;
  for (const sys_days day : days) {
    const Result<store::Neighbours> neighbours = neighbours_to_write(files, day);
    if (!neighbours) return tl::unexpected(neighbours.error());
    if (neighbours->before) all.insert(*neighbours->before);
    if (neighbours->after) all.insert(*neighbours->after);
  }
  return all;
}

}  // namespace

Result<pages::ArchivePeriods> periods_to_write(const MenuFiles& files,
                                               const pages::StaleMenus& stale) {
  if (!stale.all) return with_neighbours(files, stale.days).map(pages::periods_of);
  Result<std::set<sys_days>> days = every_day(files);
  // A day whose last story went is stale and has no story.
  if (days) days->insert(stale.days.begin(), stale.days.end());
  return std::move(days).map(pages::periods_of);
}

Status put_first_archive(MenuFiles& files, EditionSetter& setter,
                         const pages::ArchivePeriods& periods) {
  if (periods.days.empty()) return {};
  Status status;
  if (!files.has_menu(setter, archive_folder(files.site()))) status = put_top(files, setter, {});
  if (status) status = put_level(files, setter, kYears, periods.years, Form::First);
  if (status) status = put_level(files, setter, kMonths, periods.months, Form::First);
  if (status) status = put_days(files, setter, periods.days, Form::First);
  return status;
}

Status put_whole_archive(MenuFiles& files, EditionSetter& setter,
                         const pages::ArchivePeriods& periods) {
  if (periods.days.empty() && files.has_menu(setter, archive_folder(files.site()))) return {};
  Status status = put_days(files, setter, periods.days, Form::Whole);
  if (status) status = put_level(files, setter, kMonths, periods.months, Form::Whole);
  if (status) status = put_level(files, setter, kYears, periods.years, Form::Whole);
  if (!status) return status;
  const auto years = files.state().archive().years(files.site());
  if (!years) return tl::unexpected(years.error());
  return put_top(files, setter, *years);
}

}  // namespace newshole::mirror
