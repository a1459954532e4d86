#pragma once
// The menus of a mirror. Pure: from what is known to lines.

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "config/config.h"
#include "format/typesetter.h"
#include "gopher/menu.h"
#include "site/profile.h"
#include "store/state.h"

namespace newshole::pages {

/// Stories of a section's menu.
inline constexpr int kSectionStories = 100;

/// Whether the archive's menus are there to be named.
enum class Archive { There, NotYet };
/// Whether the site's front page is.
enum class FrontPageMenu { There, NotYet };

/// Which of its files a story is named by.
enum class StoryForm { Text, Menu };

/// What all menus of a site share in one edition. `titles` sets lines of the edition's menu width
/// in its charset. A banner that is wider is left out.
struct MenuMaker {
  const config::Config* config = nullptr;
  const config::Edition* edition = nullptr;
  const site::SiteProfile* profile = nullptr;
  format::Typesetter* titles = nullptr;
  /// Asked for each story; none: the edition's view says.
  std::function<StoryForm(const store::StoryRecord& story)> form_of = nullptr;
};

/// What leads to a story.
struct StoryLink {
  gopher::ItemType type = gopher::ItemType::Text;
  std::string selector;

  friend bool operator==(const StoryLink&, const StoryLink&) = default;
};
[[nodiscard]] StoryLink story_link(const MenuMaker& maker, const store::StoryRecord& story);

/// Where a story stands: what its menu leads to at its end. Nothing: no item.
struct StoryPlace {
  std::string text;  ///< path of its text version; empty: none
  const store::StoryRecord* previous = nullptr;
  const store::StoryRecord* next = nullptr;
  std::optional<std::chrono::sys_days> day;  ///< of the archive
  FrontPageMenu front_page = FrontPageMenu::There;
};

/// The menu view of a story: `story` (info lines and links to the web; what else it holds is of an
/// earlier time and is left out), the way back above its heading, and at its end what leads on.
[[nodiscard]] gopher::Menu story_menu(const MenuMaker& maker, gopher::Menu story,
                                      const StoryPlace& place);

struct FrontPage {
  std::span<const store::StoryRecord> stories;  ///< in the site's order
  std::span<const store::Section> sections;     ///< as they are to be listed
  Archive archive = Archive::There;
  UtcTime last_change;
};

/// Banner, tagline, stories, sections, archive, search (if the configuration has one), the way to
/// the web, the time of the last change.
[[nodiscard]] gopher::Menu front_menu(const MenuMaker& maker, const FrontPage& page);

/// Banner, tagline, the section's stories, the way back.
[[nodiscard]] gopher::Menu section_menu(const MenuMaker& maker, const store::Section& section,
                                        std::span<const store::StoryRecord> stories);

/// The stories of a day of the archive, the days beside it, the way back.
[[nodiscard]] gopher::Menu day_menu(const MenuMaker& maker, std::chrono::sys_days day,
                                    std::span<const store::StoryRecord> stories,
                                    const store::Neighbours& neighbours);

/// The days of a month that have stories, the newest first, and the way back. `days` ascend.
[[nodiscard]] gopher::Menu month_menu(const MenuMaker& maker, std::chrono::year_month month,
                                      std::span<const store::ArchivePeriod> days);

/// The months of a year, and the years: likewise.
[[nodiscard]] gopher::Menu year_menu(const MenuMaker& maker, std::chrono::year of,
                                     std::span<const store::ArchivePeriod> months);
[[nodiscard]] gopher::Menu archive_menu(const MenuMaker& maker,
                                        std::span<const store::ArchivePeriod> years);

/// The menu above several sites; the maker's profile is not used.
[[nodiscard]] gopher::Menu root_menu(const MenuMaker& maker,
                                     std::span<const store::SiteRecord> sites);

/// An item for each story, in this order.
void add_stories(gopher::Menu& menu, const MenuMaker& maker,
                 std::span<const store::StoryRecord> stories);

/// The folders of a site's menus, relative to the edition's.
[[nodiscard]] std::string section_folder(std::string_view site, std::string_view section);
[[nodiscard]] std::string archive_folder(std::string_view site);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::year of);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::year_month month);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::sys_days day);

/// The selector of a path that is relative to the edition's folder.
[[nodiscard]] std::string selector_of(const MenuMaker& maker, std::string_view path);

/// A path of the edition, relative to the mirror's root: below the edition's folder, if it has one.
[[nodiscard]] std::string path_in(const config::Edition& edition, std::string_view path);

/// The menu file of `folder` (relative to the edition's; empty: the edition's own), relative to the
/// mirror's root.
[[nodiscard]] std::string menu_path(const config::Edition& edition, std::string_view folder);

/// The same of another dialect, whose file has another name: it would be served instead.
[[nodiscard]] std::string other_menu_path(const config::Edition& edition, std::string_view folder);

/// The menu file of a story's menu view, relative to the mirror's root.
[[nodiscard]] std::string story_menu_path(const config::Edition& edition,
                                          std::string_view story_path);

/// The bytes of a menu file, in the edition's dialect and charset.
[[nodiscard]] std::string menu_bytes(const MenuMaker& maker, const gopher::Menu& menu);

}  // namespace newshole::pages
