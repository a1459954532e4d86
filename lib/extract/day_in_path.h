#pragma once
// The day that the path of a story names. Internal to the library.

#include <chrono>
#include <optional>
#include <string_view>

namespace newshole::extract {

/// "/2025/09/19/", "/2025-09-19-", "/20250919/" in a path; nothing where none of them is there.
[[nodiscard]] std::optional<std::chrono::year_month_day> day_in_path(std::string_view path);

}  // namespace newshole::extract
