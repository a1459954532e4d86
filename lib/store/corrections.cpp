#include "store/corrections.h"

#include "store/columns.h"

namespace newshole::store {
namespace {

Result<Corrections> corrections_where(Database& database, std::string_view which,
                                      const Values& values) {
  static const std::string kSelect =
      "SELECT " + names_of(kCorrectionColumns) + " FROM corrections WHERE site = ? ";
  return database.rows(kSelect + std::string(which), values,
                       [](const Row& row) { return record_of(row, kCorrectionColumns); });
}

}  // namespace

Result<Corrections> CorrectionLog::newest(std::string_view site, int limit) const {
  return corrections_where(*database_, "ORDER BY time DESC, url LIMIT ?",
                           {site, std::int64_t{limit}});
}

Result<Corrections> CorrectionLog::part(std::string_view site, const Part& part) const {
  return corrections_where(
      *database_, "AND time >= ? AND time < ? ORDER BY time, url DESC LIMIT ? OFFSET ?",
      {site, value_of(part.first), value_of(part.end), part.limit, part.skipped});
}

Result<std::int64_t> CorrectionLog::count_in(std::string_view site, const Part& part) const {
  return database_
      ->number("SELECT COUNT(*) FROM corrections WHERE site = ? AND time >= ? AND time < ?",
               {site, value_of(part.first), value_of(part.end)})
      .transform([](const auto& count) { return count.value_or(0); });
}

Result<CorrectionLog::Beside> CorrectionLog::beside(std::string_view site, UtcTime time) const {
  const auto moment = [](const std::optional<std::int64_t>& number) {
    return number ? std::optional(UtcTime(std::chrono::seconds(*number))) : std::nullopt;
  };
  const auto before = database_->number(
      "SELECT MAX(time) FROM corrections WHERE site = ? AND time < ?", {site, value_of(time)});
  const auto after = database_->number(
      "SELECT MIN(time) FROM corrections WHERE site = ? AND time >= ?", {site, value_of(time)});
  if (!before || !after) return tl::unexpected(before ? after.error() : before.error());
  return Beside{moment(*before), moment(*after)};
}

Result<Corrections> CorrectionLog::of_story(std::string_view site, std::string_view url) const {
  return corrections_where(*database_, "AND url = ? ORDER BY time DESC", {site, url});
}

Result<std::string> CorrectionLog::newest_page(std::string_view site, std::string_view url) const {
  return database_
      ->row(
          "SELECT path FROM corrections WHERE site = ? AND url = ? AND path <> '' "
          "ORDER BY time DESC LIMIT 1",
          {site, url}, [](const Row& row) { return row.text(0); })
      .transform([](auto&& path) { return std::move(path).value_or(""); });
}

Result<bool> CorrectionLog::has_page(std::string_view site, std::string_view path) const {
  return database_
      ->number("SELECT 1 FROM corrections WHERE site = ? AND path = ? AND path <> ''", {site, path})
      .transform([](const auto& found) { return found.has_value(); });
}

Result<std::int64_t> CorrectionLog::count(std::string_view site, int most) const {
  return database_
      ->number("SELECT COUNT(*) FROM (SELECT 1 FROM corrections WHERE site = ? LIMIT ?)",
               {site, std::int64_t{most}})
      .transform([](const auto& count) { return count.value_or(0); });
}

}  // namespace newshole::store
