#pragma once
// A day of a site on one page of text, to be printed or mailed. Pure.

#include "extract/article.h"
#include "format/typesetter.h"
#include "pages/menus.h"

namespace newshole::pages {

/// The line above each such page.
inline constexpr std::string_view kDigestHeading = "THE DAY IN BRIEF";
/// Stories that are more than a headline, and headlines behind them: so a page has 60 to 100 lines
/// at most.
inline constexpr std::size_t kDigestStories = 7;
inline constexpr std::size_t kDigestHeadlines = 12;

/// The folder of a site's digests, relative to the edition's.
[[nodiscard]] std::string digest_folder(std::string_view site);
/// "SITE/digest/2025-09-19.txt", relative to the edition's folder.
[[nodiscard]] std::string digest_path(std::string_view site, std::chrono::sys_days day);

/// What a digest says of a story.
struct DigestEntry {
  std::string headline;
  std::string section;  ///< for people; empty: none
  std::optional<UtcTime> time;
  std::string beginning;  ///< of the text, clean; empty: not known
  std::string selector;
};

/// The story's instant, where it is one of its day in the archive (UTC), and the article's first
/// paragraph.
[[nodiscard]] DigestEntry digest_entry(const StoryItem& item, const store::StoryRecord& story,
                                       std::string section,
                                       const std::optional<extract::Article>& article);

struct Digest {
  std::string title;  ///< of the site
  std::chrono::sys_days day;
  std::size_t stories = 0;               ///< of the day
  std::span<const DigestEntry> entries;  ///< the first of them
  std::span<const StoryItem> headlines;  ///< those behind the entries
  std::string day_menu;                  ///< its selector
};
/// Title, day and number; headline, section, time, first lines and selector of each entry; the
/// headlines; how many more there are, and where.
[[nodiscard]] std::vector<format::PagePart> digest_page(const Digest& digest);

}  // namespace newshole::pages
