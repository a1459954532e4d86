#include "mirror/stages/front_pages.h"

#include <span>
#include <unordered_set>
#include <utility>
#include <variant>

namespace newshole::mirror {
namespace {

using StoryList = std::vector<extract::Story>;

// A page that was read by other rules than today's is asked for whole.
std::vector<fetch::Request> requests_for(const site::SiteProfile& profile,
                                         const Remembered& remembered, std::uint64_t rules) {
  const bool are_same_rules = remembered.site && remembered.site->rules == rules;
  std::vector<fetch::Request> requests;
  for (std::size_t i = 0; i < profile.front_pages.size(); ++i) {
    fetch::Request& request = requests.emplace_back();
    request.url = profile.front_pages[i];
    request.hosts = profile.hosts;
    if (are_same_rules) request.validators = remembered.listings[i].validators;
  }
  return requests;
}

Result<StoryList> recalled_stories(const store::Listing& listing,
                                   const site::SiteProfile& profile) {
  StoryList stories;
  for (const store::Listing::Link& link : listing.links) {
    Result<url::Url> url = url::parse_url(link.url);
    if (!url) continue;
    const auto facts = site::story_path_facts(*url, profile);
    if (!facts) continue;
    stories.push_back({*std::move(url), link.headline, facts->section, facts->date});
  }
  if (!stories.empty()) return stories;
  return fail(ErrorKind::NotArticle, "not modified, but nobody knows what it listed");
}

store::Listing listing_of(const fetch::Page& page, const std::string& url,
                          const StoryList& stories) {
  store::Listing listing{.page = url, .validators = page.validators};
  if (page.validators == fetch::Validators{}) return listing;
  for (const extract::Story& story : stories) {
    listing.links.push_back({story.url.text, story.headline});
  }
  return listing;
}

void cut_to_limit(StoryList& stories, std::size_t limit) {
  if (limit == 0 || stories.size() <= limit) return;
  stories.erase(stories.begin() + static_cast<std::ptrdiff_t>(limit), stories.end());
}

/// Reads the answers of a site's front pages, in whichever order they come.
class FrontPageAnswers {
 public:
  FrontPageAnswers(const site::SiteProfile& profile, const Remembered& remembered,
                   const FrontPageRules& rules, press::Reader& reader)
      : profile_(&profile),
        remembered_(&remembered),
        rules_(rules),
        reader_(&reader),
        stories_(profile.front_pages.size()) {
    found_.listings = remembered.listings;
  }

  void take(std::size_t index, Result<fetch::Answer> answer) {
    Result<StoryList> stories = std::move(answer).and_then([&](const fetch::Answer& it) {
      keep_items(index, it);
      const auto* page = std::get_if<fetch::Page>(&it);
      return page == nullptr ? recalled_stories(remembered_->listings[index], *profile_)
                             : read(index, *page);
    });
    if (!stories) {
      const std::string& url = profile_->front_pages[index].text;
      found_.failures.push_back({profile_->name, url, std::move(stories.error())});
      return;
    }
    cut_to_limit(*stories, rules_.story_limit);
    stories_[index] = *std::move(stories);
  }

  FrontPages finish() {
    std::unordered_set<std::string> seen;
    for (StoryList& page : stories_) {
      for (extract::Story& story : page) {
        if (seen.insert(story.url.text).second) found_.stories.push_back(std::move(story));
      }
    }
    return std::move(found_);
  }

 private:
  Result<StoryList> read(std::size_t index, const fetch::Page& page) {
    Result<StoryList> stories = reader_->stories(page, *profile_);
    if (stories) {
      found_.listings[index] = listing_of(page, profile_->front_pages[index].text, *stories);
    }
    return stories;
  }

  void keep_items(std::size_t index, const fetch::Answer& answer) {
    if (profile_->stories.items.empty()) return;
    const auto* page = std::get_if<fetch::Page>(&answer);
    const url::Url& url = page == nullptr ? profile_->front_pages[index] : page->url;
    const url::Url key = site::canonical_story_url(url, *profile_).value_or(url);
    found_.answers.insert_or_assign(key.text, answer);
  }

  const site::SiteProfile* profile_;
  const Remembered* remembered_;
  FrontPageRules rules_;
  press::Reader* reader_;
  std::vector<StoryList> stories_;  // by front page
  FrontPages found_;
};

}  // namespace

Result<Remembered> recall(store::State& state, const site::SiteProfile& profile) {
  Remembered remembered;
  auto site = state.site(profile.name);
  if (!site) return tl::unexpected(site.error());
  remembered.site = *std::move(site);
  auto front = state.front_page(profile.name);
  if (!front) return tl::unexpected(front.error());
  remembered.front = *std::move(front);
  for (const url::Url& page : profile.front_pages) {
    auto listing = state.listing(profile.name, page.text);
    if (!listing) return tl::unexpected(listing.error());
    remembered.listings.push_back(*std::move(listing));
  }
  return remembered;
}

FrontPages list_stories(const site::SiteProfile& profile, const Remembered& remembered,
                        const FrontPageRules& rules, fetch::Fetcher& fetcher,
                        press::Reader& reader) {
  const std::vector<fetch::Request> requests = requests_for(profile, remembered, rules.rules);
  FrontPageAnswers taken(profile, remembered, rules, reader);
  fetcher.fetch_all(requests, [&](std::size_t index, Result<fetch::Answer> answer) {
    taken.take(index, std::move(answer));
  });
  return taken.finish();
}

void save_listings(store::Transaction& transaction, const std::string& site,
                   const std::vector<store::Listing>& now,
                   const std::vector<store::Listing>& before) {
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i] != before[i]) transaction.save(site, now[i]);
  }
}

std::vector<extract::Story> stories_of_failed_pages(const FrontPages& pages,
                                                    const Remembered& remembered) {
  if (pages.failures.empty()) return {};
  std::unordered_set<std::string_view> listed;
  for (const extract::Story& story : pages.stories) listed.insert(story.url.text);
  StoryList missing;
  for (const store::StoryRecord& story : remembered.front) {
    Result<url::Url> url = url::parse_url(story.url);
    if (listed.contains(story.url) || !url) continue;
    missing.push_back({.url = *std::move(url), .headline = story.headline});
  }
  return missing;
}

}  // namespace newshole::mirror
