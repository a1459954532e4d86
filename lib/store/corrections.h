#pragma once
// What a mirror's stories said otherwise before, and which of them their sites took down.

#include "store/database.h"
#include "store/records.h"

namespace newshole::store {

/// A view of a State, valid while the State is. Each question is a walk along an index of as many
/// rows as are asked for. Errors: Io.
class CorrectionLog {
 public:
  explicit CorrectionLog(Database& database) : database_(&database) {}

  /// The newest first; those of one time by their stories' URLs.
  [[nodiscard]] Result<Corrections> newest(std::string_view site, int limit) const;
  /// Those from `first` to before `end`, the oldest first, `limit` of them behind the first
  /// `skipped`.
  struct Part {
    UtcTime first;
    UtcTime end;
    std::int64_t skipped = 0;
    std::int64_t limit = 0;
  };
  [[nodiscard]] Result<Corrections> part(std::string_view site, const Part& part) const;
  /// How many those are without a limit. Costs grow with the number.
  [[nodiscard]] Result<std::int64_t> count_in(std::string_view site, const Part& part) const;
  /// The time of the last one before `time`, and of the first one from then on.
  struct Beside {
    std::optional<UtcTime> before;
    std::optional<UtcTime> after;
  };
  [[nodiscard]] Result<Beside> beside(std::string_view site, UtcTime time) const;
  /// Those of one story, the newest first.
  [[nodiscard]] Result<Corrections> of_story(std::string_view site, std::string_view url) const;
  /// The path of the newest page of the story's corrections; empty: there is none.
  [[nodiscard]] Result<std::string> newest_page(std::string_view site, std::string_view url) const;
  /// Whether a correction of the site has its page there.
  [[nodiscard]] Result<bool> has_page(std::string_view site, std::string_view path) const;
  /// How many there are, counted up to `most`.
  [[nodiscard]] Result<std::int64_t> count(std::string_view site, int most) const;

 private:
  Database* database_;
};

}  // namespace newshole::store
