#pragma once
// The stage of a refresh that asks for stories. Internal to this module.

#include <map>

#include "mirror/refresh.h"
#include "mirror/stages/plan.h"
#include "mirror/stages/story_maker.h"

namespace newshole::mirror {

/// Asks for the pages of the plan and gives the answers to the maker, in the order in which they
/// come, while others are still on their way. `answers` are those of pages that were asked for
/// already (FrontPages::answers): they come first, and are not asked for again unless "not
/// modified" is no answer for a story. The maker may still be at work when it returns.
void fetch_stories(const Plan& plan, const std::map<std::string, fetch::Answer>& answers,
                   fetch::Fetcher& fetcher, Progress& progress, StoryMaker& maker);

}  // namespace newshole::mirror
