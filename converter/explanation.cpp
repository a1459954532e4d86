#include "explanation.h"

#include <algorithm>
#include <cstddef>

namespace newshole::converter {

std::string explanation_line(const extract::FieldTrace& trace) {
  constexpr std::size_t kFieldColumns = 10;
  std::string line = trace.field;
  line.resize(std::max(kFieldColumns, line.size()), ' ');
  if (trace.origin.empty()) return line + "  - " + trace.value + "\n";
  return line + "  " + trace.origin + "  \"" + trace.value + "\"\n";
}

}  // namespace newshole::converter
