#pragma once
// The stories of a front page. Internal to this module.

#include <vector>

#include "extract/by_profile/article_reader.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "html/document.h"
#include "site/profile.h"
#include "text/dates/dates.h"

namespace newshole::listing {

struct StoryList {
  std::vector<extract::ListedStory>
      stories;  ///< in the page's order, each once; of items the first 200
  std::vector<extract::FieldTrace> trace;  ///< what found the stories, their sections, their dates
};

/// Empty where the page lists none.
[[nodiscard]] StoryList list_stories(const fetch::Page& page, const html::Document& document,
                                     const site::SiteProfile& profile, text::DateReader& dates);

}  // namespace newshole::listing
