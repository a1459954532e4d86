#pragma once
// The first stage of a refresh: what the front pages of a site list, and what the state knows of
// it. Internal to this module.

#include <unordered_map>
#include <unordered_set>

#include "mirror/open_mirror.h"
#include "mirror/stages/front_page_turn.h"
#include "mirror/stages/misfit.h"
#include "mirror/stages/taken_down.h"

namespace newshole::mirror {

/// A site's front page as the state has it.
struct Remembered {
  std::optional<store::SiteRecord> site;  ///< nothing: it is new
  std::vector<store::StoryRecord> front;  ///< the stories of its front page, in order
  std::vector<store::Listing> listings;   ///< by front page of the profile
};

/// Errors: Io.
[[nodiscard]] Result<Remembered> recall(store::State& state, const site::SiteProfile& profile);

/// The front pages as they were read.
struct FrontPages {
  /// The stories of all that came, each once, in order.
  std::vector<extract::Story> stories;
  /// The listings that the state is to have, by front page of the profile.
  std::vector<store::Listing> listings;
  /// The texts that feeds among the pages have, by the story's address.
  std::unordered_map<std::string, listing::FeedText> texts;
  /// The addresses of stories whose pages did not change or did not come.
  std::unordered_set<std::string> known;
  /// The answers whose stories are items of the page itself, by the page's canonical address.
  std::map<std::string, fetch::Answer> answers;
  std::size_t taken_down = 0;  ///< stories that the pages list, and that were taken down
  std::size_t read = 0;        ///< pages that came and list stories
  /// Of the pages together that the site's profile does not fit.
  Misfit misfit;
  /// The pages that did not come or list no story.
  std::vector<Failure> failures;
  std::size_t ended = 0;             ///< pages that are gone for good, and were not asked for
  std::vector<std::string> notices;  ///< that the operator is to know, one line each
};

/// How to ask for front pages.
struct FrontPageRules {
  Turns turns;
  std::size_t story_limit = 0;            ///< stories of each page; 0: all
  const TakenDown* taken_down = nullptr;  ///< not listed
  std::size_t front = 0;                  ///< stories of the site's front page so far
};

/// The same of its front pages alone. Errors: Io.
[[nodiscard]] Result<std::vector<store::Listing>> recall_listings(store::State& state,
                                                                  const site::SiteProfile& profile);

/// The requests of list_stories for these listings of the site's front pages.
[[nodiscard]] std::vector<fetch::Request> front_page_requests(
    const site::SiteProfile& profile, std::span<const store::Listing> listings, const Turns& turns);

/// Asks for the front pages whose turn it is (front_page_turn.h), of each host one after another.
/// One that says that it is not modified, or that is left alone, lists what is remembered of it.
[[nodiscard]] FrontPages list_stories(const site::SiteProfile& profile,
                                      const Remembered& remembered, const FrontPageRules& rules,
                                      fetch::Fetcher& fetcher, StoryTools& tools);

/// Stories of the former front page that `pages` does not list. Where a page failed or has ended,
/// nobody can say which of them it lists, so that they stay on the mirror's front page.
[[nodiscard]] std::vector<extract::Story> stories_of_failed_pages(const FrontPages& pages,
                                                                  const Remembered& remembered);

/// The stories of the pages with their records and texts, which it takes, in the same order.
/// Errors: Io.
[[nodiscard]] Result<std::vector<Listed>> look_up(FrontPages& pages, const Remembered& remembered,
                                                  const SiteMirror& mirror);

}  // namespace newshole::mirror
