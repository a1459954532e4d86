#pragma once
// What a mirror says of a story around its text: how long it is at its head, the ways on at its
// foot. Pure.

#include "pages/menus.h"

namespace newshole::pages {

/// The words that the foot of a story's text begins with.
inline constexpr std::string_view kFootBegin = "Back to index:";

/// "1,204 words, 5 min"; empty: it has no words.
[[nodiscard]] std::string reading_time(std::int64_t words);

/// Where readers go on from a story. They are the same as long as the story is, whatever comes
/// beside it.
struct StoryWays {
  std::chrono::sys_days day;            ///< of the archive
  std::optional<NamedSection> section;  ///< one that has a menu
};

/// The foot of a story's text in the edition's charset, below a blank line: the addresses of the
/// site's front page, the section, the day; each behind its label, or alone on the next line,
/// whole, where it does not fit. They are gopher:// addresses, which readers can copy into any
/// client; selectors where the configuration names no host but "localhost".
[[nodiscard]] std::string story_foot(const SiteScope& scope, const StoryWays& ways);

/// `text` (a story's, UTF-8) without its foot.
[[nodiscard]] std::string_view without_foot(std::string_view text);

}  // namespace newshole::pages
