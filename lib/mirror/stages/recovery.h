#pragma once
// Records of stories from the files of a mirror whose state was lost. Internal to this module.

#include "gopher/dialect.h"
#include "mirror/stages/taken_down.h"

namespace newshole::mirror {

/// The headline of a story's file (UTF-8), which stands between "ARTICLE VIEW:" and the next blank
/// line. Nothing where no run made the file.
[[nodiscard]] std::optional<std::string> headline_of(std::string_view file);

/// The text of a menu file (UTF-8) in lines, whatever they lead to, but for "Full article: URL";
/// empty where no run made it.
[[nodiscard]] std::string text_of_menu(std::string_view file, gopher::Dialect dialect);

/// Saves a record of each story whose text or menu stands in the first edition and whose address
/// its path gives, so that menus go on naming it. Its article is not known; it counts as seen and
/// changed when its file was written. One that was taken down is among them, to be removed with all
/// that names it. Within a transaction. Errors: Io.
[[nodiscard]] Status recover_stories(const SiteMirror& mirror, const TakenDown& taken_down,
                                     UtcTime now);

}  // namespace newshole::mirror
