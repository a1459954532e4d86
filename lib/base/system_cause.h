#pragma once
// The system's words for the failure of a call.

#include <string>
#include <system_error>

#include "base/ascii.h"

namespace newshole {

/// The cause for an errno, in lower case, for the end of a message: "no such file or directory".
[[nodiscard]] inline std::string system_cause(int error_number) {
  std::string text = std::generic_category().message(error_number);
  if (!text.empty()) text[0] = ascii::lower(text[0]);
  return text;
}

}  // namespace newshole
