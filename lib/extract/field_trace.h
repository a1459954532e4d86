#pragma once
// How the fields of an article or of a front page were found, for `convert --explain`.

#include <string>
#include <string_view>
#include <vector>

#include "text/width.h"

namespace newshole::extract {

struct FieldTrace {
  std::string field;   ///< "headline"
  std::string origin;  ///< the selector, "json-ld", "meta", "path"; empty: not found
  std::string value;   ///< the first words; where it was not found, why
};

using FieldTraces = std::vector<FieldTrace>;

/// A trace shows as many terminal cells of a value.
inline constexpr int kTraceCells = 60;

/// Adds that `field` was found at `origin`; `value` is cut to kTraceCells.
inline void add_trace(FieldTraces& trace, std::string_view field, std::string_view origin,
                      std::string_view value) {
  trace.push_back({std::string(field), std::string(origin), text::shortened(value, kTraceCells)});
}

}  // namespace newshole::extract
