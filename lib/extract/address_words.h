#pragma once
// Words that are folders of addresses, in all languages of languages/ and of programs. Internal to
// the library.

#include <string_view>

namespace newshole::extract {

/// True for a folder, in lower case, in which no story stands: "tag", "impressum", "wp-admin".
[[nodiscard]] bool is_folder_without_stories(std::string_view folder);

/// The same unless the rest of the address is that of a story: "archive", "dossier".
[[nodiscard]] bool is_folder_mostly_without_stories(std::string_view folder);

/// True for a folder, in lower case, of stories of any section: "news", "artikel", "en".
[[nodiscard]] bool is_folder_of_all_sections(std::string_view folder);

}  // namespace newshole::extract
