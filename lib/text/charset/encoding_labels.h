#pragma once
// The names that pages give encodings (https://encoding.spec.whatwg.org/#names-and-labels).

#include <string_view>

namespace newshole::text {

/// `icu_name` names ICU's converter, "" where ICU has none.
struct Encoding {
  std::string_view name;  ///< as the standard has it, lower case
  const char* icu_name;
};

/// The encoding that `label` means, case and white space around it ignored; null for labels that
/// the standard lacks (UTF-7) or maps to "replacement".
[[nodiscard]] const Encoding* find_encoding(std::string_view label);

}  // namespace newshole::text
