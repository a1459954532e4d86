#pragma once
// The objects that read pages and set stories and menus in a run. Internal to this module.

#include "press/press.h"
#include "press/reader.h"

namespace newshole::mirror {

/// An edition of the mirror and what sets its pages.
struct EditionSetter {
  const config::Edition* edition = nullptr;
  press::Press press;
};

/// The tools of one thread that makes stories.
struct StoryTools {
  press::Reader reader;
  std::vector<EditionSetter> editions;  ///< by the configuration's order
};

/// Tools for as many threads as the machine has cores, up to a few. `config` and `clock` must
/// outlive them. Errors: Internal.
[[nodiscard]] Result<std::vector<StoryTools>> make_story_tools(const config::Config& config,
                                                               const Clock& clock);

}  // namespace newshole::mirror
