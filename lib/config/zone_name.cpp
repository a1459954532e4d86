#include "config/zone_name.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "site/suggestion.h"
#include "text/dates/clock_zone.h"

namespace newshole::config {
namespace {

/// An offset from UTC: "GMT+2", "UTC-05:00", "+0100".
struct Offset {
  bool is_offset = false;
  std::string hours;  // 1 to 12; empty: no whole hours of that range
};

Offset offset_of(std::string_view zone) {
  const std::size_t sign = zone.find_first_of("+-");
  if (sign == std::string_view::npos) return {};
  const std::string_view label = zone.substr(0, sign);
  const bool is_labelled =
      label.empty() || ascii::equals_folded(label, "GMT") || ascii::equals_folded(label, "UTC");
  std::string digits(zone.substr(sign + 1));
  std::erase(digits, ':');
  if (!is_labelled || digits.empty() || !std::ranges::all_of(digits, ascii::is_digit)) return {};
  if (digits.size() > 2) {
    if (!digits.ends_with("00")) return {true, {}};
    digits.resize(digits.size() - 2);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  // IANA's list ends there for both signs.
  const bool is_of_list = digits.size() == 1 || digits == "10" || digits == "11" || digits == "12";
  return {true, is_of_list ? digits : std::string()};
}

std::string place_of(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string name_that_is_meant(const std::string& zone) {
  if (zone.empty()) return {};
  const std::vector<std::string> names = text::ClockZone::names();
  const auto is_zone = [&](const std::string& name) { return ascii::equals_folded(name, zone); };
  auto alike = std::ranges::find_if(names, is_zone);
  if (alike == names.end()) alike = std::ranges::find_if(names, is_zone, place_of);
  return alike == names.end() ? site::suggestion(zone, names) : "; did you mean " + *alike + "?";
}

}  // namespace

std::string what_zone_is_expected(const std::string& zone) {
  const std::string expected =
      "expected a zone of IANA's list such as \"Europe/Zurich\", or \"UTC\"";
  const auto [is_offset, hours] = offset_of(zone);
  if (!is_offset) return expected + name_that_is_meant(zone);
  const std::string found = expected + ", found the offset \"" + zone + "\"";
  if (hours.empty()) return found + "; a place that has it is one";
  return found + "; " + hours + (hours == "1" ? " hour" : " hours") +
         " ahead of UTC all year is \"Etc/GMT-" + hours + "\", behind it \"Etc/GMT+" + hours +
         "\"; the zone of a place knows its summer time, too";
}

}  // namespace newshole::config
