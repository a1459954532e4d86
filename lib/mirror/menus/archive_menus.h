#pragma once
// The menus of a site's archive: days, months, years, and the one above them. Internal to this
// module.
//
// They name each other upwards, downwards and sideways. So what is new is published first in a form
// that names only what is there, and whole once all of it is there: no link leads nowhere.

#include "mirror/menus/menu_files.h"
#include "pages/stale_menus.h"

namespace newshole::mirror {

/// The periods whose menus have to be written: the stale days, or all; and the days beside one that
/// comes or goes, since they name it. Errors: Io.
[[nodiscard]] Result<pages::ArchivePeriods> periods_to_write(const MenuFiles& files,
                                                             const pages::StaleMenus& stale);

/// Stages the menus of `periods` that an edition lacks, in a form that names only what is there:
/// parents before children, days in their order. Publishes a batch as soon as it is full.
[[nodiscard]] Status put_first_archive(MenuFiles& files, EditionSetter& setter,
                                       const pages::ArchivePeriods& periods);

/// Stages the menus of `periods` whole, or adds to the pending removals those of periods without a
/// story; and the menu above them, which leads to corrections, too, as long as there are some.
[[nodiscard]] Status put_whole_archive(MenuFiles& files, EditionSetter& setter,
                                       const pages::ArchivePeriods& periods);

}  // namespace newshole::mirror
