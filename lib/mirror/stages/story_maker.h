#pragma once
// The stage of a refresh that asks for stories: their pages to what is published of them, on
// threads of their own, so that fetching goes on while a page is converted. Internal to this
// module.

#include <map>

#include "base/ordered_work.h"
#include "mirror/stages/page_work.h"

namespace newshole::mirror {

/// Takes answers and hands on what they come to, in the same order and in the caller's thread. What
/// is handed in must outlive it, and nobody else may use the tools meanwhile, but for the editions'
/// typesetters of titles. It uses as many threads as there are tools; fewer, or the caller's alone,
/// where the system cannot start them. Its destructor drops what was not handed on.
class StoryMaker {
 public:
  using OnMade = std::function<void(std::size_t index, Made made)>;

  StoryMaker(const site::SiteProfile& profile, std::span<StoryTools> tools, const RunTime& time,
             OnMade on_made);

  /// Hands on those that are done; waits for some only when too many bytes are in work.
  void add(const StoryToAsk& story, Result<fetch::Answer> answer);
  /// The same of a story that nothing was asked for.
  void add_text(const StoryToAsk& story);
  /// Hands on all that are left.
  void finish() { work_.finish(); }

 private:
  void read(const StoryToAsk& story, std::optional<Result<fetch::Page>> page, std::size_t bytes);

  const site::SiteProfile* profile_;
  std::span<StoryTools> tools_;
  RunTime time_;
  OrderedWork<Made> work_;
};

/// Asks for the pages of the plan and gives the answers to the maker, in the order in which they
/// come, while others are still on their way. `answers` are those of pages that were asked for
/// already (FrontPages::answers): they come first, and are not asked for again unless "not
/// modified" is no answer for a story. The maker may still be at work when it returns.
void fetch_stories(const Plan& plan, const std::map<std::string, fetch::Answer>& answers,
                   fetch::Fetcher& fetcher, Progress& progress, StoryMaker& maker);

}  // namespace newshole::mirror
