#pragma once
// What of a story can be searched for. Internal to this module.

#include <map>
#include <string>

#include "mirror/run.h"
#include "search/index.h"

namespace newshole::mirror {

/// Sections' names for people, by folder.
using SectionTitles = std::map<std::string, std::string>;

/// The story with the text of its article, or of its file where the state has no article (those of
/// before it kept them, and of a state that was lost). Errors: Io.
[[nodiscard]] Result<search::IndexedStory> indexed_story(const Run& run, const std::string& site,
                                                         const SectionTitles& sections,
                                                         const store::StoryRecord& record);

}  // namespace newshole::mirror
