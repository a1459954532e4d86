#pragma once
// The pages of corrections, in all editions; see correction_pages.h for the menus that list them.
// Internal to this module.

#include "mirror/menus/menu_files.h"

namespace newshole::mirror {

/// Whether each edition has the menu, or none has it and there is no correction. Errors: Io.
[[nodiscard]] Result<bool> has_corrections_menu(const MenuFiles& files);

/// Stages the page of a correction of `story` in each edition. Refused where something stands in
/// the way of one. Errors: Io.
[[nodiscard]] Result<Put> put_correction_page(const SiteMirror& mirror,
                                              const store::Correction& correction,
                                              const store::StoryRecord& story);

/// Adds the pages of a correction to the pending removals.
void remove_correction_page(const SiteMirror& mirror, const store::Correction& correction);

/// Adds all pages of corrections and all digests that a run has left to the pending removals: of a
/// mirror whose state was lost nobody knows whose words they hold. Errors: Io.
[[nodiscard]] Status remove_lost_pages(const SiteMirror& mirror);

}  // namespace newshole::mirror
