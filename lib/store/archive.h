#pragma once
// The stories of a mirror by day, month and year.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/database.h"
#include "store/records.h"

namespace newshole::store {

/// A view of a State, valid while the State is. Periods are given by day, ascending. Errors: Io.
class Archive {
 public:
  explicit Archive(Database& database) : database_(&database) {}

  /// The newest first: by first_seen, descending; then by URL.
  [[nodiscard]] Result<std::vector<StoryRecord>> stories_of(std::string_view site,
                                                            std::chrono::sys_days day) const;
  [[nodiscard]] Result<std::vector<ArchivePeriod>> days_of(std::string_view site,
                                                           std::chrono::year_month month) const;
  [[nodiscard]] Result<std::vector<ArchivePeriod>> months_of(std::string_view site,
                                                             std::chrono::year year) const;
  [[nodiscard]] Result<std::vector<ArchivePeriod>> years(std::string_view site) const;
  [[nodiscard]] Result<Neighbours> neighbours(std::string_view site,
                                              std::chrono::sys_days day) const;
  /// All days with stories, ascending; the sites of one day by name.
  [[nodiscard]] Result<std::vector<DayOfSite>> days_of_sites() const;

  [[nodiscard]] Result<std::int64_t> count_stories(std::string_view site) const;
  /// Stories of days before `day` that are not on the front page, the oldest first, at most
  /// `limit`.
  [[nodiscard]] Result<std::vector<StoryRecord>> stories_before(std::string_view site,
                                                                std::chrono::sys_days day,
                                                                int limit) const;
  /// How many stories there are that stories_before gives without a limit.
  [[nodiscard]] Result<std::int64_t> count_before(std::string_view site,
                                                  std::chrono::sys_days day) const;

 private:
  [[nodiscard]] Result<std::int64_t> sum(std::string_view sql, const Values& values) const;

  Database* database_;
};

}  // namespace newshole::store
