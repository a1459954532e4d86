#pragma once
// What a state that was lost can be told again by the mirror's own files. Internal to this module.

#include <optional>
#include <string>
#include <string_view>

#include "mirror/run.h"

namespace newshole::mirror {

/// The headline of a story's file (UTF-8): what stands between "ARTICLE VIEW:" and the next blank
/// line. Nothing where the file is none of ours.
[[nodiscard]] std::optional<std::string> headline_of(std::string_view file);

/// The text of a menu file (UTF-8) in lines, whatever they lead to; empty where it is none of ours.
[[nodiscard]] std::string text_of_menu(std::string_view file, gopher::Dialect dialect);

/// Saves a record of each story whose text or menu stands in the first edition and whose address
/// its path tells, so that menus go on naming it. Its article is not known; it counts as seen and
/// changed when its file was written. Within a transaction. Errors: Io.
[[nodiscard]] Status recover_stories(const Run& run, const site::SiteProfile& profile);

}  // namespace newshole::mirror
