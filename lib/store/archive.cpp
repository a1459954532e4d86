#include "store/archive.h"

#include "store/columns.h"

namespace newshole::store {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

// Days are few beside stories, and so are the stories of a front page.
constexpr std::string_view kCountBefore =
    "SELECT (SELECT SUM(stories) FROM days WHERE site = ?1 AND day < ?2) - (SELECT COUNT(*) "
    "FROM stories WHERE site = ?1 AND position IS NOT NULL AND newest < ?2)";

sys_days itself(year_month_day day) {
  return day;
}

sys_days first_of_month(year_month_day day) {
  return day.year() / day.month() / 1;
}

sys_days first_of_year(year_month_day day) {
  return day.year() / std::chrono::January / 1;
}

/// The days from `begin` to before `end` in periods, of which `first_of` gives the first day.
Result<Periods> periods(Database& database, std::string_view site, sys_days begin, sys_days end,
                        sys_days (*first_of)(year_month_day)) {
  Periods periods;
  const Status status = database.query(
      "SELECT day, stories FROM days WHERE site = ? AND day >= ? AND day < ? ORDER BY day",
      {site, value_of(begin), value_of(end)}, [&](const Row& row) {
        sys_days day;
        read(row, 0, day);
        const sys_days first = first_of(day);
        if (periods.empty() || periods.back().first != first) periods.push_back({first});
        periods.back().stories += row.integer(1);
      });
  if (!status) return tl::unexpected(status.error());
  return periods;
}

Neighbours both_neighbours(const Row& row) {
  Neighbours neighbours;
  read(row, 0, neighbours.before);
  read(row, 1, neighbours.after);
  return neighbours;
}

Result<std::int64_t> sum(Database& database, std::string_view sql, const Values& values) {
  return database.number(sql, values).transform([](const auto& sum) { return sum.value_or(0); });
}

}  // namespace

Result<StoryRecords> Archive::stories_of(std::string_view site, sys_days day) const {
  return stories_where(*database_, "WHERE site = ? AND newest = ? ORDER BY ordered DESC, url",
                       {site, value_of(day)});
}

Result<Periods> Archive::days(std::string_view site) const {
  return periods(*database_, site, sys_days::min(), sys_days::max(), itself);
}

Result<Periods> Archive::days_of(std::string_view site, std::chrono::year_month month) const {
  return periods(*database_, site, month / 1, (month + std::chrono::months(1)) / 1, itself);
}

Result<Periods> Archive::months_of(std::string_view site, std::chrono::year year) const {
  const auto begin = year / std::chrono::January / 1;
  return periods(*database_, site, begin, begin + std::chrono::years(1), first_of_month);
}

Result<Periods> Archive::years(std::string_view site) const {
  return periods(*database_, site, sys_days::min(), sys_days::max(), first_of_year);
}

Result<Neighbours> Archive::neighbours(std::string_view site, sys_days day) const {
  return database_
      ->row(
          "SELECT (SELECT MAX(day) FROM days WHERE site = ?1 AND day < ?2), "
          "(SELECT MIN(day) FROM days WHERE site = ?1 AND day > ?2)",
          {site, value_of(day)}, both_neighbours)
      .transform([](const auto& found) { return found.value_or(Neighbours{}); });
}

Result<StoryRecords> Archive::stories_of_section(std::string_view site, std::string_view section,
                                                 const Part& part) const {
  return stories_where(
      *database_,
      "WHERE site = ? AND section = ? AND newest >= ? AND newest < ? "
      "ORDER BY newest, ordered, url DESC LIMIT ? OFFSET ?",
      {site, section, value_of(part.first), value_of(part.end), part.limit, part.skipped});
}

Result<std::int64_t> Archive::count_of_section(std::string_view site, std::string_view section,
                                               const Part& part) const {
  return sum(*database_,
             "SELECT COUNT(*) FROM stories WHERE site = ? AND section = ? AND newest >= ? "
             "AND newest < ?",
             {site, section, value_of(part.first), value_of(part.end)});
}

Result<Neighbours> Archive::days_of_section(std::string_view site, std::string_view section,
                                            sys_days day) const {
  return database_
      ->row(
          "SELECT (SELECT MAX(newest) FROM stories WHERE site = ?1 AND section = ?2 AND newest < "
          "?3), (SELECT MIN(newest) FROM stories WHERE site = ?1 AND section = ?2 AND newest >= "
          "?3)",
          {site, section, value_of(day)}, both_neighbours)
      .transform([](const auto& found) { return found.value_or(Neighbours{}); });
}

Result<std::optional<std::string>> Archive::title_of_section(std::string_view site,
                                                             std::string_view folder) const {
  return database_->row("SELECT title FROM sections WHERE site = ? AND folder = ?", {site, folder},
                        [](const Row& row) { return row.text(0); });
}

Result<std::vector<DayOfSite>> Archive::days_of_sites() const {
  return database_->rows("SELECT day, site FROM days ORDER BY day, site", {}, [](const Row& row) {
    DayOfSite day{{}, row.text(1)};
    read(row, 0, day.day);
    return day;
  });
}

Result<std::int64_t> Archive::count_stories(std::string_view site) const {
  return sum(*database_, "SELECT SUM(stories) FROM days WHERE site = ?", {site});
}

Result<StoryRecords> Archive::stories_before(std::string_view site, sys_days day, int limit) const {
  return stories_where(*database_,
                       "WHERE site = ? AND newest < ? AND position IS NULL "
                       "ORDER BY newest, ordered, url LIMIT ?",
                       {site, value_of(day), std::int64_t{limit}});
}

Result<std::int64_t> Archive::count_before(std::string_view site, sys_days day) const {
  return sum(*database_, kCountBefore, {site, value_of(day)});
}

}  // namespace newshole::store
