#pragma once
// The text by which a story can be found. Internal to this module.

#include <map>
#include <string>

#include "search/index.h"
#include "search/update.h"

namespace newshole::search {

/// Sections' names for people, by folder.
using SectionTitles = std::map<std::string, std::string>;

/// The story with the text of its article, or of its file where the state has no article (that of
/// an older version, or one that was lost). Errors: Io.
[[nodiscard]] Result<IndexedStory> indexed_story(const UpdateSources& sources,
                                                 const std::string& site,
                                                 const SectionTitles& sections,
                                                 const store::StoryRecord& record);

}  // namespace newshole::search
