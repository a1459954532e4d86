#pragma once
// Writing the menus of a site's sections, in all editions. Internal to this module.
//
// The newest stories stand in the section's own menu; where it has more of them, pages of its
// months have all, from the month of the newest that the menu lacks to its first one. A page leads
// to older ones alone, so what is written first is what is older.

#include "mirror/menus/menu_files.h"
#include "pages/section_menus.h"
#include "pages/stale_menus.h"

namespace newshole::mirror {

class SectionPages {
 public:
  /// Both must outlive it.
  SectionPages(MenuFiles& files, const pages::StaleMenus& stale) : files_(files), stale_(stale) {}

  /// Stages the menus of the sections that are stale or missing, and that of all of them; those of
  /// sections without a story become pending removals. Publishes full batches. Errors: Io.
  [[nodiscard]] Status put_all(std::span<const store::Section> sections);

 private:
  /// Months whose pages are to be written, from that on which the first story of this day stands:
  /// those before are as they were.
  using Months = std::map<std::chrono::year_month, std::chrono::sys_days>;
  using Older = std::optional<pages::SectionPage>;

  Status put_section(const store::Section& section);
  Status remove_section(const std::string& folder, const std::set<std::chrono::sys_days>& days);
  /// The page that the first story behind the newest ones is on; nothing: there is none.
  Result<Older> page_behind(const store::Section& section,
                            std::span<const store::StoryRecord> newest) const;
  /// The last page of the newest month before `month` that has stories.
  Result<Older> page_before(const store::Section& section, std::chrono::year_month month) const;
  Result<Months> months_to_write(const store::Section& section, const Older& newest) const;
  Status put_month(const store::Section& section, std::chrono::year_month month,
                   std::chrono::sys_days first_day);
  Status put_page_behind(const store::Section& section, std::chrono::year_month month);
  Status put_page(const store::Section& section, const pages::SectionPage& page,
                  const Older& older);
  /// Those behind the last one.
  Status remove_pages(const std::string& folder, pages::SectionPage first) const;
  Result<std::int64_t> count(const store::Section& section, std::chrono::year_month month) const;
  /// Of the month's stories those before `day`.
  Result<std::int64_t> count_before(const store::Section& section, std::chrono::sys_days day) const;
  [[nodiscard]] bool has_page(const std::string& folder, const pages::SectionPage& page) const {
    return files_.have_menu(pages::section_folder(files_.name(), folder, page));
  }

  MenuFiles& files_;
  const pages::StaleMenus& stale_;
  std::size_t staged_ = 0;
};

}  // namespace newshole::mirror
