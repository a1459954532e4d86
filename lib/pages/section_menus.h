#pragma once
// The menus of a site's sections: the newest stories of each, and pages of all others. Pure.
//
// A month of a section has pages of its own, counted from its oldest stories on. So a new story
// changes the last page of its month, whatever the archive holds.

#include "pages/stories/story_list.h"

namespace newshole::pages {

/// Stories of a page.
inline constexpr int kSectionStories = 100;

/// A page of a section's stories of one month.
struct SectionPage {
  std::chrono::year_month month;
  std::int64_t number = 1;  ///< from 1, with the oldest stories

  friend bool operator==(const SectionPage&, const SectionPage&) = default;
};

/// The pages that so many stories of a month fill.
[[nodiscard]] std::int64_t pages_of(std::int64_t stories);

/// Banner, tagline, the section's stories, the way to `older` ones, the way back.
[[nodiscard]] gopher::Outline section_menu(const SiteScope& scope, const store::Section& section,
                                           std::span<const ListedStory> stories,
                                           const std::optional<SectionPage>& older = {});

/// A page of a month, likewise.
[[nodiscard]] gopher::Outline section_page_menu(const SiteScope& scope,
                                                const store::Section& section,
                                                const SectionPage& page,
                                                std::span<const ListedStory> stories,
                                                const std::optional<SectionPage>& older);

/// All sections with how many stories each has, by their names for people.
[[nodiscard]] gopher::Outline sections_menu(const SiteScope& scope,
                                            std::span<const store::Section> sections);

/// "SITE/sections/NAME/2025/09/1", relative to the edition's folder.
[[nodiscard]] std::string section_folder(std::string_view site, std::string_view section,
                                         const SectionPage& page);

}  // namespace newshole::pages
