#include "bulk/bulk_report.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/json_shape.h"

namespace newshole::converter {
namespace {

using nlohmann::ordered_json;

/// The members of a report by their names in JSON.
template <typename Member>
struct Named {
  const char* name;
  Member BulkReport::*member;
};

constexpr std::array<Named<std::uint64_t>, 6> kCounts = {
    {{"runs", &BulkReport::runs},
     {"sources", &BulkReport::sources},
     {"converted", &BulkReport::converted},
     {"failed", &BulkReport::failed},
     {"bytes_read", &BulkReport::bytes_read},
     {"bytes_written", &BulkReport::bytes_written}}};
constexpr std::array<Named<Counts>, 2> kKinds = {
    {{"failures", &BulkReport::failures}, {"passed_over", &BulkReport::passed_over}}};
constexpr std::array<Named<double>, 2> kTimes = {
    {{"seconds", &BulkReport::seconds}, {"cpu_seconds", &BulkReport::cpu_seconds}}};

bool is_count(const ordered_json& value) {
  return value.is_number_unsigned();
}

bool are_counts(const ordered_json& value) {
  return value.is_object() && std::all_of(value.begin(), value.end(), is_count);
}

bool is_time(const ordered_json& value) {
  return value.is_number() && value.get<double>() >= 0;
}

template <typename Members, typename Check>
bool read_members(const ordered_json& object, const Members& members, const Check& is_right,
                  BulkReport& report) {
  return std::ranges::all_of(members, [&](const auto& each) {
    const auto found = object.find(each.name);
    if (found == object.end() || !is_right(*found)) return false;
    found->get_to(report.*each.member);
    return true;
  });
}

}  // namespace

void add_to(BulkReport& all, const BulkReport& one) {
  for (const auto& each : kCounts) all.*each.member += one.*each.member;
  for (const auto& each : kTimes) all.*each.member += one.*each.member;
  for (const auto& each : kKinds)
    for (const auto& [kind, count] : one.*each.member) (all.*each.member)[kind] += count;
}

std::string to_json(const BulkReport& report) {
  ordered_json object;
  for (const auto& each : kCounts) object[each.name] = report.*each.member;
  for (const auto& each : kKinds) object[each.name] = report.*each.member;
  for (const auto& each : kTimes) object[each.name] = report.*each.member;
  return object.dump(2) + "\n";
}

Result<BulkReport> read_report(std::string_view text) {
  constexpr std::size_t kLevels = 2;
  BulkReport report;
  // The parser takes stack for each level.
  const bool is_flat = json_shape(text).levels <= kLevels;
  const ordered_json object =
      is_flat ? ordered_json::parse(text, nullptr, /*allow_exceptions=*/false) : ordered_json();
  if (object.is_object() && read_members(object, kCounts, is_count, report) &&
      read_members(object, kKinds, are_counts, report) &&
      read_members(object, kTimes, is_time, report))
    return report;
  return fail(ErrorKind::Usage, "is no report of newshole convert");
}

}  // namespace newshole::converter
