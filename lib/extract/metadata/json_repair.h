#pragma once
// JSON as pages write it by hand, mended. Internal to this module.

#include <string>
#include <string_view>

namespace newshole::extract {

/// JSON without the faults that scripts of pages show most: wrapping in a comment or CDATA,
/// comments, commas too many or too few, quotes within strings, escapes that JSON lacks, values
/// side by side instead of in an array, brackets left open. Other faults stay. Linear in time.
[[nodiscard]] std::string repaired_json(std::string_view text);

}  // namespace newshole::extract
