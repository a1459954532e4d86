#pragma once
// The stories of a front page. Internal to this module.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/article.h"
#include "extract/by_profile/extractor.h"
#include "fetch/page.h"
#include "html/document.h"
#include "html/node.h"
#include "site/profile.h"
#include "text/dates/dates.h"

namespace newshole::extract {

/// A story, and the element that lists it, or that is the whole story.
struct ListedStory {
  Story story;
  html::Node element;
};

struct StoryList {
  std::vector<ListedStory> stories;  ///< in the page's order, each once; of items the first 200
  std::vector<FieldTrace> trace;     ///< what found the stories, their sections, their dates
};

/// Empty where the page lists none.
[[nodiscard]] StoryList list_stories(const fetch::Page& page, const html::Document& document,
                                     const site::SiteProfile& profile, text::DateReader& dates);

/// What links of the page lead from: its `own` address, unless a base element says otherwise.
[[nodiscard]] url::Url base_of(const url::Url& own, const html::Document& document);

}  // namespace newshole::extract
