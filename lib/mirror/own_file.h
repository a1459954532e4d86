#pragma once
// Reading files back that a mirror has written. Internal to this module.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace newshole::mirror {

/// The first `most` bytes of a file, in whatever charset its edition was then, as UTF-8 that ends
/// with a whole character. Empty where it cannot be read.
[[nodiscard]] std::string text_of_own_file(const std::filesystem::path& file, std::size_t most);

/// Of a story's text (UTF-8) what stands behind its masthead: the headline first.
[[nodiscard]] std::optional<std::string_view> article_in(std::string_view text);

}  // namespace newshole::mirror
