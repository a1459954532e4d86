#pragma once
// What is fuzzed: each decoder and parser of strangers' bytes, with the properties of what it
// gives.

#include <span>
#include <string_view>

namespace newshole::fuzz {

struct Target {
  std::string_view name;
  /// Ends the process where a property does not hold.
  void (*run)(std::string_view bytes);
};

[[nodiscard]] std::span<const Target> targets();

}  // namespace newshole::fuzz
