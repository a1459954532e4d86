#pragma once
// For how long an answer is fresh, by its header (RFC 9111 section 4.2). Pure.

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace newshole::fetch {

/// What max-age leaves beyond Age, at most a year; nothing where there is no max-age, it is over,
/// or another directive asks to be asked each time. `cache_control` are the fields of that name,
/// `age` the value of Age or empty.
[[nodiscard]] std::optional<std::chrono::seconds> fresh_for(
    std::span<const std::string> cache_control, std::string_view age);

}  // namespace newshole::fetch
