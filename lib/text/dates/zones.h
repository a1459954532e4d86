#pragma once
// Zones as texts name them: abbreviations and offsets from UTC. Internal to this module.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace newshole::text {

/// A fixed offset from UTC, or the IANA name of a zone with rules.
using Zone = std::variant<std::chrono::minutes, std::string>;

/// The zone that "EDT", "CET" or "ET" names; nothing where it is no abbreviation of the table.
[[nodiscard]] std::optional<Zone> zone_named(std::string_view abbreviation);

/// All of `text` as an offset of at most 14 hours: "+02:00", "-0400", "+02", "Z", "GMT", "UTC".
[[nodiscard]] std::optional<std::chrono::minutes> parse_offset(std::string_view text);

/// A place in a text that names a zone.
struct ZoneMention {
  std::size_t begin;
  std::size_t end;
  Zone zone;
};

/// The first few places that may name a zone, the last of them first, since labels stand before
/// dates.
[[nodiscard]] std::vector<ZoneMention> zones_in(std::string_view text);

}  // namespace newshole::text
