#pragma once
// Long lists of words and phrases, each written as one text. Internal to this module.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace newshole::extract {

/// The number of phrases in `list`, which "|" separates.
[[nodiscard]] constexpr std::size_t count_phrases(std::string_view list) {
  return static_cast<std::size_t>(std::count(list.begin(), list.end(), '|')) + 1;
}

/// Takes the first phrase off `list`.
constexpr std::string_view take_phrase(std::string_view& list) {
  const std::string_view phrase = list.substr(0, list.find('|'));
  list.remove_prefix(std::min(phrase.size() + 1, list.size()));
  return phrase;
}

/// The first `Count` phrases of `list`; they point into it.
template <std::size_t Count>
[[nodiscard]] constexpr std::array<std::string_view, Count> phrases(std::string_view list) {
  std::array<std::string_view, Count> out{};
  for (std::string_view& phrase : out) phrase = take_phrase(list);
  return out;
}

}  // namespace newshole::extract
