#pragma once
// Words of links and of headings above them, in all languages of languages/. Internal to the
// library.

#include <string_view>

namespace newshole::extract {

/// True for a clean text that stands on links and names no story: "Read more", "12 comments", "3
/// hours ago", "LIVE", and any text without letters.
[[nodiscard]] bool is_link_label(std::string_view clean);

/// True for a text that begins as such a label of several words does: "Continue reading The ...".
[[nodiscard]] bool opens_as_link_label(std::string_view clean);

/// True for a heading above the stories that most readers read: "Most read".
[[nodiscard]] bool names_popular(std::string_view clean);

/// True for a heading above links of any section: "Latest news", "Most read".
[[nodiscard]] bool names_no_section(std::string_view clean);

}  // namespace newshole::extract
