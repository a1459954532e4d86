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
  std::vector<extract::ListedStory> stories;  ///< in the page's order, each once; 200 items at most
  std::vector<extract::FieldTrace> trace;     ///< how stories, sections and dates were found
};

/// Empty where the page lists none.
[[nodiscard]] StoryList list_stories(const fetch::Page& page, const html::Document& document,
                                     const site::SiteProfile& profile, text::DateReader& dates);

}  // namespace newshole::listing
