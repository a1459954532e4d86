#pragma once
// What the head of a story says of its fate in the mirror. Internal to this module.

#include "mirror/open_mirror.h"

namespace newshole::mirror {

struct StoryMarks {
  std::optional<UtcTime> changed;     ///< when its text last changed
  std::string correction;             ///< the path of the page that says in what; empty: none does
  std::optional<UtcTime> taken_down;  ///< since when its site lacks it

  [[nodiscard]] bool is_any() const { return changed || taken_down; }
};

/// The marks of a story that the state knows. Errors: Io.
[[nodiscard]] Result<StoryMarks> marks_of(const SiteMirror& mirror,
                                          const store::StoryRecord& story);

/// How long a story is, as format::Marks has it.
[[nodiscard]] std::string length_of(const extract::Article& article);

/// The same as an edition shows them.
[[nodiscard]] format::Marks marks_in(const pages::EditionScope& scope, const StoryMarks& marks);
/// And as each edition does, by the configuration's order; none where there are none.
[[nodiscard]] std::vector<format::Marks> marks_in_editions(const SiteMirror& mirror,
                                                           const StoryMarks& marks);

}  // namespace newshole::mirror
