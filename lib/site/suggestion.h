#pragma once
// "Did you mean" for misspelt names.

#include <span>
#include <string>
#include <string_view>

namespace newshole::site {

/// "; did you mean NAME?" for the candidate nearest to `word`, empty where none is near (more than
/// two edits; of a word under four letters more than one).
[[nodiscard]] std::string suggestion(std::string_view word,
                                     std::span<const std::string> candidates);

}  // namespace newshole::site
