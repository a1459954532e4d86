#pragma once
// Checks of the date patterns, zones and languages of a profile, before a date is read by them.

#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::text {

/// Errors (Config): a letter that means no field (UTS #35), a quote that is not closed, no year,
/// month or day.
[[nodiscard]] Status check_date_pattern(std::string_view pattern);

/// True for a name of the IANA time zone database that ICU has: "America/New_York".
[[nodiscard]] bool is_known_zone(const std::string& name);

/// True for a language whose names of months and days ICU has: "en", "fr", "pt-BR".
[[nodiscard]] bool is_known_language(const std::string& tag);

}  // namespace newshole::text
