#pragma once
// The stories that a search found, for a person at a shell and for programs. Pure. Internal to this
// module.

#include <string>

#include "search/menu.h"

namespace newshole::search {

/// How many stories have the words, and of each its headline, where and when it stood, a line of
/// its text and its file. `files` are those of the hits. UTF-8, with a line end.
[[nodiscard]] std::string to_text(const ResultsPage& page, std::span<const std::string> files);

/// A JSON object a line for each story: headline, site, section (null: in none), date, context,
/// selector, file.
[[nodiscard]] std::string to_json_lines(const ResultsPage& page,
                                        std::span<const std::string> files);

/// How to ask, as text.
[[nodiscard]] std::string how_to_search_text();

}  // namespace newshole::search
