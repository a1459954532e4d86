#pragma once
// Reading back files that a mirror has written.

#include "config/config.h"
#include "gopher/menu.h"

namespace newshole::pages {

/// The largest file of a mirror.
inline constexpr std::size_t kMostOwnBytes = std::size_t{64} << 20;

/// The first `most` bytes of a file, in whatever charset its edition was then, as UTF-8 that ends
/// with a whole character. Empty where it cannot be read.
[[nodiscard]] std::string text_of_own_file(const std::filesystem::path& file, std::size_t most);

/// The dialect of a menu file by its name; raw menus read as gophermaps do. Nothing: it is none.
[[nodiscard]] std::optional<gopher::Dialect> dialect_of(const std::filesystem::path& file);

/// The menu of `folder` (relative to the edition's), in whatever dialect the edition was then.
/// Empty where there is none.
[[nodiscard]] gopher::Menu menu_of_own_file(const std::filesystem::path& root,
                                            const config::Edition& edition,
                                            std::string_view folder);

/// Whether one of the first lines of a text file is `heading`: a page of our own.
[[nodiscard]] bool has_own_heading(const std::filesystem::path& file, std::string_view heading);

/// Whether something stands at the place of one of newshole's files above the sites (a menu, the
/// feed, robots.txt, caps.txt) that newshole did not write, in any version. A folder, an empty file
/// and a file of another name are not meant.
[[nodiscard]] bool is_foreign(const std::filesystem::path& file);

/// The part of a story's text (UTF-8) between its masthead and its foot, from the headline on.
[[nodiscard]] std::optional<std::string_view> article_in(std::string_view text);

}  // namespace newshole::pages
