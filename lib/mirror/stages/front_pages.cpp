#include "mirror/stages/front_pages.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "base/limits.h"
#include "listing/discovery.h"
#include "mirror/stages/page_work.h"
#include "pages/story_path.h"

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
    request.hosts = site::hosts_of_pages(profile);
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
  // Of one that lists nothing to know of, "not modified" would say nothing.
  if (stories.empty()) return {.page = url, .validators = {}, .links = {}};
  store::Listing listing{.page = url, .validators = page.validators};
  if (page.validators == fetch::Validators{}) return listing;
  for (const extract::Story& story : stories) {
    listing.links.push_back({story.url.text, story.headline});
  }
  return listing;
}

void take_texts(listing::Listing& list, FrontPages& found) {
  for (std::size_t i = 0; i < list.texts.size(); ++i) {
    listing::FeedText& text = list.texts[i];
    if (!text.html.empty()) found.texts.try_emplace(list.stories[i].url.text, std::move(text));
  }
  list.texts.clear();
}

/// Reads the answer of the front page of `index`.
Result<listing::Listing> list_of(const fetch::Answer& answer, std::size_t index,
                                 const site::SiteProfile& profile, const TakenDown& taken_down,
                                 FrontPages& found, StoryTools& tools) {
  const auto* page = std::get_if<fetch::Page>(&answer);
  const url::Url& asked = profile.front_pages[index];
  if (!profile.stories.items.empty()) {
    const url::Url& url = page == nullptr ? asked : page->url;
    const url::Url key = site::canonical_story_url(url, profile).value_or(url);
    found.answers.insert_or_assign(key.text, answer);
  }
  if (page == nullptr) {
    return recalled_stories(found.listings[index], profile).map([&](StoryList stories) {
      for (const extract::Story& story : stories) found.known.insert(story.url.text);
      return listing::Listing{.stories = std::move(stories)};
    });
  }
  Result<listing::Listing> list = read_front_page(*page, profile, {}, tools);
  if (!list) return list;
  take_texts(*list, found);
  if (list->overruled) found.misfit.add_front_page(*list->overruled);
  if (list->damage) found.misfit.add_damage(asked.text, *list->damage);
  found.taken_down += std::erase_if(
      list->stories, [&](const extract::Story& story) { return taken_down.holds(story.url); });
  found.listings[index] = listing_of(*page, asked.text, list->stories);
  return list;
}

/// A page that the front page of `index` names as one that lists stories.
struct Sitemap {
  std::size_t index;
  url::Url url;
};

/// Reads sitemaps into the lists of the front pages that name them. An old one may be empty: that
/// one did not come or lists nothing is a failure where the index has no story at all.
void read_sitemaps(const std::vector<Sitemap>& sitemaps, const site::SiteProfile& profile,
                   const FrontPageRules& rules, FrontPages& found, std::vector<StoryList>& by_page,
                   fetch::Fetcher& fetcher, StoryTools& tools) {
  std::vector<fetch::Request> requests;
  for (const Sitemap& sitemap : sitemaps)
    requests.push_back(
        {.url = sitemap.url, .validators = {}, .hosts = site::hosts_of_pages(profile)});
  std::vector<Result<StoryList>> lists(sitemaps.size());
  fetcher.fetch_all(requests, [&](std::size_t at, const Result<fetch::Answer>& answer) {
    lists[at] = answer.and_then([&](const fetch::Answer& it) -> Result<StoryList> {
      const auto* page = std::get_if<fetch::Page>(&it);
      if (page == nullptr) return fail(ErrorKind::NotArticle, "not modified, but nobody asked so");
      return read_front_page(*page, profile, {}, tools).map([](listing::Listing list) {
        return std::move(list.stories);
      });
    });
  });
  for (std::size_t i = 0; i < sitemaps.size(); ++i) {
    if (!lists[i]) continue;
    found.taken_down += std::erase_if(
        *lists[i], [&](const extract::Story& story) { return rules.taken_down->holds(story.url); });
    std::ranges::move(*lists[i], std::back_inserter(by_page[sitemaps[i].index]));
  }
  for (std::size_t i = 0; i < sitemaps.size(); ++i) {
    if (!lists[i] && by_page[sitemaps[i].index].empty())
      found.failures.push_back({profile.name, sitemaps[i].url.text, lists[i].error()});
  }
}

Files files_of(const store::StoryRecord& record, const SiteMirror& mirror) {
  const bool is_missing = std::ranges::any_of(
      mirror.all.config.editions,
      [&](const config::Edition& edition) { return mirror.forms.is_missing(edition, record); });
  return is_missing ? Files::Missing : Files::Present;
}

}  // namespace

Result<Remembered> recall(store::State& state, const site::SiteProfile& profile) {
  auto site = state.site(profile.name);
  if (!site) return tl::unexpected(site.error());
  auto front = state.front_page(profile.name);
  if (!front) return tl::unexpected(front.error());
  Remembered remembered{*std::move(site), *std::move(front), {}};
  for (const url::Url& page : profile.front_pages) {
    auto listing = state.listing(profile.name, page.text);
    if (!listing) return tl::unexpected(listing.error());
    remembered.listings.push_back(*std::move(listing));
  }
  return remembered;
}

FrontPages list_stories(const site::SiteProfile& profile, const Remembered& remembered,
                        const FrontPageRules& rules, fetch::Fetcher& fetcher, StoryTools& tools) {
  FrontPages found{.listings = remembered.listings};
  std::vector<StoryList> by_page(profile.front_pages.size());
  const std::vector<fetch::Request> requests = requests_for(profile, remembered, rules.rules);
  std::vector<Sitemap> sitemaps;
  fetcher.fetch_all(requests, [&](std::size_t index, const Result<fetch::Answer>& answer) {
    Result<listing::Listing> list = answer.and_then([&](const fetch::Answer& it) {
      return list_of(it, index, profile, *rules.taken_down, found, tools);
    });
    if (!list) {
      const std::string& url = profile.front_pages[index].text;
      found.failures.push_back({profile.name, url, std::move(list.error())});
      return;
    }
    by_page[index] = std::move(list->stories);
    for (url::Url& url : listing::sitemaps_to_read(std::move(list->sitemaps)))
      sitemaps.push_back({index, std::move(url)});
  });
  if (!sitemaps.empty()) read_sitemaps(sitemaps, profile, rules, found, by_page, fetcher, tools);
  for (StoryList& page : by_page) {
    const std::size_t most = rules.story_limit != 0 ? rules.story_limit : limits::kMostStories;
    page.resize(std::min(page.size(), most));
  }
  std::unordered_set<std::string> seen;
  for (StoryList& page : by_page) {
    for (extract::Story& story : page) {
      if (seen.insert(story.url.text).second) found.stories.push_back(std::move(story));
    }
  }
  return found;
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

Result<std::vector<Listed>> look_up(FrontPages& pages, const Remembered& remembered,
                                    const SiteMirror& mirror) {
  std::unordered_map<std::string_view, const store::StoryRecord*> front;
  for (const store::StoryRecord& story : remembered.front) front.emplace(story.url, &story);
  std::vector<Listed> all;
  all.reserve(pages.stories.size());
  for (extract::Story& story : pages.stories) {
    const auto known = front.find(story.url.text);
    Result<std::optional<store::StoryRecord>> record =
        known != front.end() ? *known->second : mirror.state().story(mirror.name(), story.url.text);
    if (!record) return tl::unexpected(record.error());
    const Files files = *record ? files_of(**record, mirror) : Files::Present;
    std::string path = pages::story_path(story.url, mirror.profile);
    const bool is_known = pages.known.contains(story.url.text);
    auto text = pages.texts.extract(story.url.text);
    all.push_back({std::move(story), std::move(path), *std::move(record), files,
                   is_known ? ListState::Known : ListState::Read,
                   text.empty() ? listing::FeedText() : std::move(text.mapped())});
  }
  return all;
}

}  // namespace newshole::mirror
