#pragma once
// Writing the menus of a site's corrections, in all editions. Internal to this module.
//
// As those of sections are (section_pages.h): the newest stand in one menu; where there are more of
// them, pages of their months have all, from the month of the newest that the menu lacks on, and
// each page leads to older ones alone.

#include "mirror/menus/menu_files.h"
#include "pages/changes/corrections.h"
#include "pages/stale_menus.h"

namespace newshole::mirror {

class CorrectionPages {
 public:
  /// Both must outlive it.
  CorrectionPages(MenuFiles& files, const pages::StaleMenus& stale)
      : files_(files), stale_(stale) {}

  /// Stages the menu of the newest corrections, the pages that are stale or missing, and those
  /// texts that they name and that are missing; menus without a correction become pending removals.
  /// Publishes full batches. Errors: Io.
  [[nodiscard]] Status put_all();

 private:
  /// Months whose pages are to be written, from that on which the first correction of this time
  /// stands: those before are as they were.
  using Months = std::map<std::chrono::year_month, UtcTime>;
  using Older = std::optional<pages::CorrectionsPage>;

  Status put_newest(const store::Corrections& newest, const Older& behind);
  /// The page that the first correction behind the newest ones is on; nothing: there is none.
  Result<Older> page_behind(const store::Corrections& newest) const;
  /// The last page of the newest month before `month` that has corrections.
  Result<Older> page_before(std::chrono::year_month month) const;
  Result<Months> months_to_write(const Older& newest) const;
  Status put_month(std::chrono::year_month month, UtcTime first);
  Status put_page_above(std::chrono::year_month month);
  Status put_page(const pages::CorrectionsPage& page, const Older& older);
  /// Those behind the last one.
  Status remove_pages(pages::CorrectionsPage first) const;
  [[nodiscard]] Result<std::int64_t> count(std::chrono::year_month month) const;
  [[nodiscard]] bool has_page(const pages::CorrectionsPage& page) const;
  [[nodiscard]] store::CorrectionLog log() const { return files_.state().corrections(); }

  MenuFiles& files_;
  const pages::StaleMenus& stale_;
  std::size_t staged_ = 0;
};

}  // namespace newshole::mirror
