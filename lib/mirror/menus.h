#pragma once
// The menus of a mirror (DESIGN.md section 4). Pure: from what is known to lines.

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "format/typesetter.h"
#include "gopher/menu.h"
#include "mirror/state.h"
#include "site/config.h"
#include "site/profile.h"

namespace newshole::mirror {

/// Stories of a section's menu.
inline constexpr int kSectionStories = 100;

/// What all menus of a site share. `titles` sets lines of the edition's menu width in its charset.
/// A banner that is wider is left out.
struct MenuMaker {
  const site::Config* config = nullptr;
  const site::SiteProfile* profile = nullptr;
  format::Typesetter* titles = nullptr;
};

struct FrontPage {
  std::span<const StoryRecord> stories;  ///< in the site's order
  std::span<const Section> sections;     ///< as they are to be listed
  UtcTime last_change;
};

/// Banner, tagline, stories, sections, the way to the web, the time of the last change.
[[nodiscard]] gopher::Menu front_menu(const MenuMaker& maker, const FrontPage& page);

/// Banner, tagline, the section's stories, the way back.
[[nodiscard]] gopher::Menu section_menu(const MenuMaker& maker, const Section& section,
                                        std::span<const StoryRecord> stories);

/// The menu above several sites.
[[nodiscard]] gopher::Menu root_menu(const site::Config& config, format::Typesetter& titles,
                                     std::span<const SiteRecord> sites);

/// The folder of a section, relative to the root.
[[nodiscard]] std::string section_folder(std::string_view site, std::string_view section);

/// The menu file of `folder` (relative to the root; empty: the root's).
[[nodiscard]] std::string menu_path(const site::Config& config, std::string_view folder);

/// The bytes of a menu file, in the edition's dialect and charset.
[[nodiscard]] std::string menu_bytes(const site::Config& config, const gopher::Menu& menu);

}  // namespace newshole::mirror
