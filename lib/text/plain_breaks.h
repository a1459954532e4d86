#pragma once
// Break opportunities of plain prose without ICU, which needs five times as long for them.

#include <cstddef>
#include <string_view>
#include <vector>

namespace newshole::text {

/// Puts into `breaks` the offsets, in ascending order and the end of `utf8` among them, at which
/// ICU's root rules for UAX #14 allow or demand a line break: exactly those. Does so only for text
/// of Latin, Greek and Cyrillic letters, digits and the common punctuation of news, in the order in
/// which prose has them; for any other text returns false and leaves `breaks` unspecified.
[[nodiscard]] bool find_plain_breaks(std::string_view utf8, std::vector<std::size_t>& breaks);

}  // namespace newshole::text
