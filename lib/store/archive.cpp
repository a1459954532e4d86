#include "store/archive.h"

#include <limits>

#include "store/record_columns.h"

namespace newshole::store {
namespace {

using std::chrono::sys_days;

// Days are few beside stories, and so are the stories of a front page.
constexpr std::string_view kCountBefore =
    "SELECT (SELECT SUM(stories) FROM days WHERE site = ? AND day < ?) - (SELECT COUNT(*) "
    "FROM stories WHERE site = ? AND position IS NOT NULL AND newest < ?)";

// The calendar gives where years and months begin; the state has numbers for days.
Value first_day(std::chrono::year year) {
  return value_of(sys_days(year / std::chrono::January / 1));
}

Value first_day(std::chrono::year_month month) {
  return value_of(sys_days(month / 1));
}

std::optional<sys_days> day_of(const std::optional<std::int64_t>& number) {
  if (!number) return std::nullopt;
  return sys_days(std::chrono::days(*number));
}

}  // namespace

Result<std::vector<StoryRecord>> Archive::stories_of(std::string_view site, sys_days day) const {
  return stories_where(*database_, "WHERE site = ? AND newest = ? ORDER BY first_seen DESC, url",
                       {site, value_of(day)});
}

Result<std::vector<ArchivePeriod>> Archive::days_of(std::string_view site,
                                                    std::chrono::year_month month) const {
  return database_->rows(
      "SELECT day, stories FROM days WHERE site = ? AND day >= ? AND day < ? ORDER BY day",
      {site, first_day(month), first_day(month + std::chrono::months(1))}, [](const Row& row) {
        return ArchivePeriod{sys_days(std::chrono::days(row.integer(0))), row.integer(1)};
      });
}

Result<std::vector<ArchivePeriod>> Archive::months_of(std::string_view site,
                                                      std::chrono::year year) const {
  std::vector<ArchivePeriod> months;
  for (unsigned number = 1; number <= 12; ++number) {
    const std::chrono::year_month month = year / std::chrono::month(number);
    auto days = days_of(site, month);
    if (!days) return days;
    if (days->empty()) continue;
    ArchivePeriod& sum = months.emplace_back(ArchivePeriod{sys_days(month / 1)});
    for (const ArchivePeriod& day : *days) sum.stories += day.stories;
  }
  return months;
}

// From year to year, so that days of years without a story cost nothing.
Result<std::vector<ArchivePeriod>> Archive::years(std::string_view site) const {
  std::vector<ArchivePeriod> years;
  Value from = std::numeric_limits<std::int64_t>::min();
  while (true) {
    const auto next =
        database_->number("SELECT MIN(day) FROM days WHERE site = ? AND day >= ?", {site, from});
    if (!next) return tl::unexpected(next.error());
    if (!*next) return years;
    const std::chrono::year year = std::chrono::year_month_day(*day_of(*next)).year();
    const Value end = first_day(year + std::chrono::years(1));
    const auto stories =
        sum("SELECT SUM(stories) FROM days WHERE site = ? AND day >= ? AND day < ?",
            {site, first_day(year), end});
    if (!stories) return tl::unexpected(stories.error());
    years.push_back({sys_days(year / std::chrono::January / 1), *stories});
    from = end;
  }
}

Result<Neighbours> Archive::neighbours(std::string_view site, sys_days day) const {
  const auto before = database_->number("SELECT MAX(day) FROM days WHERE site = ? AND day < ?",
                                        {site, value_of(day)});
  if (!before) return tl::unexpected(before.error());
  const auto after = database_->number("SELECT MIN(day) FROM days WHERE site = ? AND day > ?",
                                       {site, value_of(day)});
  if (!after) return tl::unexpected(after.error());
  return Neighbours{day_of(*before), day_of(*after)};
}

Result<std::vector<DayOfSite>> Archive::days_of_sites() const {
  return database_->rows("SELECT day, site FROM days ORDER BY day, site", {}, [](const Row& row) {
    return DayOfSite{sys_days(std::chrono::days(row.integer(0))), row.text(1)};
  });
}

Result<std::int64_t> Archive::sum(std::string_view sql, const Values& values) const {
  return database_->number(sql, values).map([](const auto& sum) { return sum.value_or(0); });
}

Result<std::int64_t> Archive::count_stories(std::string_view site) const {
  return sum("SELECT SUM(stories) FROM days WHERE site = ?", {site});
}

Result<std::vector<StoryRecord>> Archive::stories_before(std::string_view site, sys_days day,
                                                         int limit) const {
  return stories_where(*database_,
                       "WHERE site = ? AND newest < ? AND position IS NULL "
                       "ORDER BY newest, first_seen, url LIMIT ?",
                       {site, value_of(day), std::int64_t{limit}});
}

Result<std::int64_t> Archive::count_before(std::string_view site, sys_days day) const {
  return sum(kCountBefore, {site, value_of(day), site, value_of(day)});
}

}  // namespace newshole::store
