#pragma once
// What is wrong with a text that is no JSON, in the words of who wrote it. Internal to this module.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace newshole::site {

struct JsonDiagnosis {
  std::size_t line;   ///< where the mistake is, not where it shows; from 1
  std::string cause;  ///< "the comma before \"}\" is one too many"
};

/// `at`: the byte at which a parser gave up, from 0. Nothing where the mistake is none of those
/// that people make. Pure, linear.
[[nodiscard]] std::optional<JsonDiagnosis> diagnose_json(std::string_view text, std::size_t at);

}  // namespace newshole::site
