#pragma once
// Joins texts, and splits them.

#include <string>
#include <string_view>
#include <vector>

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

/// The parts of a text, one more than it has separators. They are views of it: no temporary.
[[nodiscard]] inline std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace newshole
