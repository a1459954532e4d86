#pragma once
// Joins texts.

#include <string>
#include <string_view>

namespace newshole {

/// The texts of a range, in its order, with `between` between two of them.
template <typename Texts>
[[nodiscard]] std::string joined(const Texts& texts, std::string_view between) {
  std::string out;
  bool is_first = true;
  for (const auto& text : texts) {
    if (!is_first) out += between;
    out += text;
    is_first = false;
  }
  return out;
}

}  // namespace newshole
