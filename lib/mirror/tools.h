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

}  // namespace newshole::mirror
