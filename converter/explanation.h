#pragma once
// The line of --explain for a field of a page.

#include <string>

#include "extract/field_trace.h"

namespace newshole::converter {

/// "headline    .headline  "Its first words"", or why there is none; a line, with its end.
[[nodiscard]] std::string explanation_line(const extract::FieldTrace& trace);

}  // namespace newshole::converter
