#pragma once
// An operator's own lines, from a text file. Internal to this module.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace newshole::site {

/// More is no header or footer of a menu, but a mistake.
inline constexpr std::size_t kMostOwnLines = 100;
inline constexpr std::size_t kMostOwnBytes = std::size_t{16} << 10;

/// Clean text as of text::clean_preformatted, line by line: blanks and blank lines within it are
/// kept, blank lines at both ends are not. Errors (Config), without the file's name: it cannot be
/// read, is no UTF-8, or has more lines or bytes than the above.
[[nodiscard]] Result<std::vector<std::string>> read_own_lines(const std::filesystem::path& file);

}  // namespace newshole::site
