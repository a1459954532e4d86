#pragma once
// Dates in the order of ISO 8601. Internal to this module.

#include <optional>
#include <string_view>

#include "text/dates/printed_date.h"

namespace newshole::text {

struct IsoDate {
  PrintedDate date;
  /// All of the text is a date, a time and an offset with their digits in full (RFC 3339 section
  /// 5.6, seconds and the colon of the offset optional).
  bool is_exact = false;
};

/// A day that exists, of any year, with the time of day and the offset where they can be read:
/// "2025-09-19T08:33:00.123Z", and as pages deviate from it: "2025/9/19 8:33 GMT".
[[nodiscard]] std::optional<IsoDate> read_iso_date(std::string_view text);

}  // namespace newshole::text
