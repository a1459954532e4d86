#pragma once
// The tables of records as lists of columns: one list says how a record is written, read and named
// in SQL. Internal to this module.

#include <span>

#include "store/database.h"
#include "store/records.h"

namespace newshole::store {

// Fields as SQLite has them: times are seconds since 1970, days are days since then, fingerprints
// the signed number of the same bits.
inline Value value_of(const std::string& text) {
  return text;
}
inline Value value_of(std::int64_t number) {
  return number;
}
inline Value value_of(bool flag) {
  return std::int64_t{flag ? 1 : 0};
}
inline Value value_of(std::uint64_t fingerprint) {
  return static_cast<std::int64_t>(fingerprint);
}
inline Value value_of(std::chrono::seconds time) {
  return std::int64_t{time.count()};
}
inline Value value_of(FailureRecord::Of of) {
  return static_cast<std::int64_t>(of);
}
inline Value value_of(extract::TextOrigin origin) {
  return static_cast<std::int64_t>(origin);
}
inline Value value_of(Correction::Kind kind) {
  return static_cast<std::int64_t>(kind);
}
template <typename Unit>
Value value_of(std::chrono::sys_time<Unit> time) {
  return std::int64_t{time.time_since_epoch().count()};
}
template <typename T>
Value value_of(const std::optional<T>& field) {
  return field ? value_of(*field) : Value(nullptr);
}

inline void read(const Row& row, int column, std::string& field) {
  field = row.text(column);
}
inline void read(const Row& row, int column, std::int64_t& field) {
  field = row.integer(column);
}
inline void read(const Row& row, int column, bool& field) {
  field = row.integer(column) != 0;
}
inline void read(const Row& row, int column, std::uint64_t& field) {
  field = static_cast<std::uint64_t>(row.integer(column));
}
inline void read(const Row& row, int column, std::chrono::seconds& field) {
  field = std::chrono::seconds(row.integer(column));
}
inline void read(const Row& row, int column, FailureRecord::Of& field) {
  constexpr auto kLast = static_cast<std::int64_t>(FailureRecord::Of::File);
  const std::int64_t number = row.integer(column);
  const bool is_known = number >= 0 && number <= kLast;
  field = is_known ? static_cast<FailureRecord::Of>(number) : FailureRecord::Of::Story;
}
inline void read(const Row& row, int column, extract::TextOrigin& field) {
  constexpr auto kLast = static_cast<std::int64_t>(extract::TextOrigin::FeedExcerpt);
  const std::int64_t number = row.integer(column);
  const bool is_known = number >= 0 && number <= kLast;
  field = is_known ? static_cast<extract::TextOrigin>(number) : extract::TextOrigin::Page;
}
inline void read(const Row& row, int column, Correction::Kind& field) {
  const bool is_change = row.integer(column) == 0;
  field = is_change ? Correction::Kind::Changed : Correction::Kind::TakenDown;
}
template <typename Unit>
void read(const Row& row, int column, std::chrono::sys_time<Unit>& field) {
  field = std::chrono::sys_time<Unit>(Unit(row.integer(column)));
}
template <typename T>
void read(const Row& row, int column, std::optional<T>& field) {
  field.reset();
  if (row.optional_integer(column)) read(row, column, field.emplace());
}

template <typename Record>
struct Column {
  std::string_view name;
  Value (*value)(const Record& record);
  void (*read)(const Row& row, int column, Record& record);
};

/// All that a StoryRecord has, its URL first. The table has four more: site, newest (the number
/// of its archive_day), ordered (its order_time), position (on the front page).
extern const std::span<const Column<StoryRecord>> kStoryColumns;
/// The name first.
extern const std::span<const Column<SiteRecord>> kSiteColumns;
/// All that a Listing has but its links, its page first. The table has one more: site.
extern const std::span<const Column<Listing>> kListingColumns;
/// `of` and the subject first. The table has two more: site, position (on the front page).
extern const std::span<const Column<FailureRecord>> kFailureColumns;
/// All that a Correction has, the URL and the time first. The table has one more: site.
extern const std::span<const Column<Correction>> kCorrectionColumns;
/// The table has one more: id.
extern const std::span<const Column<IndexMark>> kMarkColumns;

/// "url, path, headline"
template <typename Record>
std::string names_of(std::span<const Column<Record>> columns) {
  std::string names;
  for (const Column<Record>& each : columns)
    names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

template <typename Record>
Record record_of(const Row& row, std::span<const Column<Record>> columns) {
  Record record;
  int at = 0;
  for (const Column<Record>& each : columns) each.read(row, at++, record);
  return record;
}

/// Valid while `record` is.
template <typename Record>
Values values_of(const Record& record, std::span<const Column<Record>> columns) {
  Values values;
  values.reserve(columns.size() + 2);  // for what stands in the table besides
  for (const Column<Record>& each : columns) values.push_back(each.value(record));
  return values;
}

/// A statement that inserts a row, or updates the row of the same key. `key` and `others` are names
/// of columns like those of names_of; the statement's values have this order.
[[nodiscard]] std::string upsert(std::string_view table, const std::string& key,
                                 const std::string& others);

/// The stories that "SELECT ... FROM stories WHICH" gives. Errors: Io.
[[nodiscard]] Result<StoryRecords> stories_where(Database& database, std::string_view which,
                                                 const Values& values);

}  // namespace newshole::store
