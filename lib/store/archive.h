#pragma once
// The stories of a mirror by day, month and year.

#include "store/database.h"
#include "store/records.h"

namespace newshole::store {

/// A view of a State, valid while the State is. Periods are given by day, ascending. Errors: Io.
class Archive {
 public:
  explicit Archive(Database& database) : database_(&database) {}

  /// The newest first: by order_time, descending; then by URL.
  [[nodiscard]] Result<StoryRecords> stories_of(std::string_view site,
                                                std::chrono::sys_days day) const;
  [[nodiscard]] Result<Periods> days(std::string_view site) const;
  [[nodiscard]] Result<Periods> days_of(std::string_view site, std::chrono::year_month month) const;
  [[nodiscard]] Result<Periods> months_of(std::string_view site, std::chrono::year year) const;
  [[nodiscard]] Result<Periods> years(std::string_view site) const;
  [[nodiscard]] Result<Neighbours> neighbours(std::string_view site,
                                              std::chrono::sys_days day) const;
  /// All days with stories, ascending; the sites of one day by name.
  [[nodiscard]] Result<std::vector<DayOfSite>> days_of_sites() const;

  /// The stories of a section from the day `first` to before `end`, the oldest first, `limit` of
  /// them behind the first `skipped`.
  struct Part {
    std::chrono::sys_days first;
    std::chrono::sys_days end;
    std::int64_t skipped = 0;
    std::int64_t limit = 0;
  };
  [[nodiscard]] Result<StoryRecords> stories_of_section(std::string_view site,
                                                        std::string_view section,
                                                        const Part& part) const;
  /// How many those are without a limit. Costs grow with the number.
  [[nodiscard]] Result<std::int64_t> count_of_section(std::string_view site,
                                                      std::string_view section,
                                                      const Part& part) const;
  /// The last day before `day` and the first day from `day` on that have stories of the section.
  [[nodiscard]] Result<Neighbours> days_of_section(std::string_view site, std::string_view section,
                                                   std::chrono::sys_days day) const;

  /// A section's title; nothing: the site has had no story of it.
  [[nodiscard]] Result<std::optional<std::string>> title_of_section(std::string_view site,
                                                                    std::string_view folder) const;

  [[nodiscard]] Result<std::int64_t> count_stories(std::string_view site) const;
  /// Stories of days before `day` that are not on the front page, the oldest first, at most
  /// `limit`.
  [[nodiscard]] Result<StoryRecords> stories_before(std::string_view site,
                                                    std::chrono::sys_days day, int limit) const;
  /// How many stories there are that stories_before gives without a limit.
  [[nodiscard]] Result<std::int64_t> count_before(std::string_view site,
                                                  std::chrono::sys_days day) const;

 private:
  Database* database_;
};

}  // namespace newshole::store
