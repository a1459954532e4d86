#pragma once
// The pages that say what a site's stories said otherwise before. Pure.

#include "format/typesetter.h"
#include "pages/menus.h"

namespace newshole::pages {

/// Entries of a menu.
inline constexpr int kCorrections = 100;

/// A page of the corrections of one month, counted from the oldest on: so a new one changes the
/// last page of its month alone.
struct CorrectionsPage {
  std::chrono::year_month month;
  std::int64_t number = 1;
};

/// The pages that so many corrections of a month fill.
[[nodiscard]] std::int64_t pages_of_corrections(std::int64_t corrections);

/// The line above each such page.
inline constexpr std::string_view kCorrectionHeading = "CORRECTION";

/// The folder of the menu and the pages, relative to the edition's.
[[nodiscard]] std::string corrections_folder(std::string_view site);

/// "SITE/corrections/2026/04/page-1", relative to the edition's folder.
[[nodiscard]] std::string corrections_folder(std::string_view site, const CorrectionsPage& page);

/// "SITE/corrections/2026/04/24/SLUG.txt", relative to the edition's folder; SLUG is that of the
/// story. The second one of a day has "SLUG-2", and so on.
[[nodiscard]] std::string correction_path(std::string_view site, std::string_view story_path,
                                          UtcTime time, int number);

/// The page of a correction that has a difference: the headline, when it changed, where the story
/// is, and the words in their sentences, with what the marks mean above them.
[[nodiscard]] std::vector<format::PagePart> correction_page(const store::Correction& correction,
                                                            std::string_view story_selector);

/// A correction, and where its item leads.
struct CorrectionItem {
  const store::Correction& correction;
  StoryItem target;
};

/// Banner, tagline, the corrections as they are given, the way to `older` ones, the way back. A
/// correction without a page leads to the story.
[[nodiscard]] gopher::Outline corrections_menu(const SiteScope& scope,
                                               std::span<const CorrectionItem> corrections,
                                               const std::optional<CorrectionsPage>& older = {});
/// A page of a month, likewise; and the way to the newest ones.
[[nodiscard]] gopher::Outline corrections_page_menu(const SiteScope& scope,
                                                    const CorrectionsPage& page,
                                                    std::span<const CorrectionItem> corrections,
                                                    const std::optional<CorrectionsPage>& older);

/// "Fri 24 April 2026, 22:40 UTC".
[[nodiscard]] std::string in_words(UtcTime time);

}  // namespace newshole::pages
