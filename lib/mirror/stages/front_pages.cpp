#include "mirror/stages/front_pages.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/limits.h"
#include "listing/discovery.h"
#include "mirror/stages/page_work.h"
#include "pages/stories/story_path.h"

namespace newshole::mirror {
namespace {

using StoryList = std::vector<extract::Story>;

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

/// Notes a page that came whole. Of one that lists nothing to know of, "not modified" would say
/// nothing.
void note_page(store::Listing& known, const fetch::Page& page, const listing::Listing& list,
               const Turns& turns) {
  const std::chrono::seconds rest = rest_of(list.rest, page.max_age);
  const bool is_of_use =
      !list.stories.empty() && (page.validators != fetch::Validators{} || rest.count() > 0);
  known.validators = is_of_use ? page.validators : fetch::Validators{};
  known.rest = is_of_use ? rest : std::chrono::seconds(0);
  known.rules = turns.rules;
  known.read = turns.now;
  known.links.clear();
  if (!is_of_use) return;
  for (const extract::Story& story : list.stories)
    known.links.push_back({story.url.text, story.headline});
}

// Of several feeds that have a text of one story the longest counts, whichever comes first.
bool is_better(const listing::FeedText& text, const listing::FeedText& than) {
  return std::tuple(text.is_whole, text.html.size(), std::string_view(text.html)) >
         std::tuple(than.is_whole, than.html.size(), std::string_view(than.html));
}

void take_texts(listing::Listing& list, FrontPages& found) {
  for (std::size_t i = 0; i < list.texts.size(); ++i) {
    listing::FeedText& text = list.texts[i];
    if (text.html.empty()) continue;
    listing::FeedText& best = found.texts[list.stories[i].url.text];
    if (is_better(text, best)) best = std::move(text);
  }
  list.texts.clear();
}

/// A page that the front page of `index` names as one that lists stories.
struct Sitemap {
  std::size_t index;
  url::Url url;
};

std::string moved(const store::Listing& listing) {
  return listing.page + " has moved to " + listing.moved_to +
         " for good; that is asked for now, until the configuration names it";
}

Error ended(Error error) {
  error.message += "; it is gone for good, and not asked for again for a week";
  return error;
}

bool is_asked(Turn turn) {
  return turn == Turn::Ask || turn == Turn::AskWhole;
}

/// Front pages, as their answers come.
class FrontPageReader {
 public:
  FrontPageReader(const site::SiteProfile& profile, const FrontPageRules& rules, FrontPages& found,
                  StoryTools& tools)
      : profile_(profile),
        rules_(rules),
        found_(found),
        tools_(tools),
        by_page_(profile.front_pages.size()) {}

  void ask(fetch::Fetcher& fetcher) {
    const auto requests = front_page_requests(profile_, found_.listings, rules_.turns);
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < by_page_.size(); ++i) {
      const Turn turn = turn_of(found_.listings[i], rules_.turns);
      if (turn == Turn::Ended) ++found_.ended;
      if (turn == Turn::Leave) take(i, list_of(fetch::NotModified{}, i));
      if (is_asked(turn)) asked.push_back(i);
    }
    fetcher.fetch_in_turn(requests, [&](std::size_t at, const Result<fetch::Answer>& answer) {
      read(asked[at], answer);
    });
    if (!sitemaps_.empty()) read_sitemaps(fetcher);
  }

  [[nodiscard]] std::vector<StoryList>& by_page() { return by_page_; }

 private:
  void read(std::size_t index, const Result<fetch::Answer>& answer) {
    auto list = answer.and_then([&](const fetch::Answer& it) { return list_of(it, index); });
    if (list) note(found_.listings[index], *answer);
    if (!list && note_failure(found_.listings[index], list.error(), rules_.turns))
      list = tl::unexpected(ended(std::move(list.error())));
    take(index, std::move(list));
  }

  void note(store::Listing& known, const fetch::Answer& answer) {
    known.answered = rules_.turns.now;
    known.ended.reset();
    const auto place = std::visit(
        [&](const auto& it) { return note_place(known, it.redirects, it.url, rules_.turns.now); },
        answer);
    if (place == Place::Moved) found_.notices.push_back(moved(known));
    if (const auto* same = std::get_if<fetch::NotModified>(&answer))
      known.rest = std::max(known.rest, rest_of({}, same->max_age));
  }

  Result<listing::Listing> list_of(const fetch::Answer& answer, std::size_t index) {
    const auto* page = std::get_if<fetch::Page>(&answer);
    if (!profile_.stories.items.empty()) {
      const url::Url& url = page == nullptr ? profile_.front_pages[index] : page->url;
      const url::Url key = site::canonical_story_url(url, profile_).value_or(url);
      found_.answers.insert_or_assign(key.text, answer);
    }
    return page == nullptr ? known_list(index) : new_list(*page, index);
  }

  Result<listing::Listing> known_list(std::size_t index) {
    return recalled_stories(found_.listings[index], profile_).map([&](StoryList stories) {
      for (const extract::Story& story : stories) found_.known.insert(story.url.text);
      return listing::Listing{.stories = std::move(stories)};
    });
  }

  /// What today's rules found of the page.
  [[nodiscard]] listing::Before before_of(std::size_t index) const {
    const store::Listing& known = found_.listings[index];
    if (known.rules != rules_.turns.rules) return {};
    return {known.links.empty() && by_page_.size() == 1 ? rules_.front : known.links.size()};
  }

  Result<listing::Listing> new_list(const fetch::Page& page, std::size_t index) {
    Result<listing::Listing> list = read_front_page(page, profile_, before_of(index), tools_);
    if (!list) return list;
    take_texts(*list, found_);
    if (list->overruled) found_.misfit.add_front_page(*list->overruled);
    if (list->damage) found_.misfit.add_damage(profile_.front_pages[index].text, *list->damage);
    leave_out_taken_down(list->stories);
    note_page(found_.listings[index], page, *list, rules_.turns);
    return list;
  }

  void leave_out_taken_down(StoryList& stories) {
    found_.taken_down += std::erase_if(
        stories, [&](const extract::Story& story) { return rules_.taken_down->holds(story.url); });
  }

  void take(std::size_t index, Result<listing::Listing> list) {
    if (!list) {
      const std::string& url = profile_.front_pages[index].text;
      found_.failures.push_back({profile_.name, url, std::move(list.error())});
      return;
    }
    by_page_[index] = std::move(list->stories);
    for (url::Url& url : listing::sitemaps_to_read(std::move(list->sitemaps)))
      sitemaps_.push_back({index, std::move(url)});
  }

  /// Reads sitemaps into the lists of the front pages that name them. An old one may be empty: that
  /// one did not come or lists nothing is a failure where the index has no story at all.
  void read_sitemaps(fetch::Fetcher& fetcher) {
    std::vector<fetch::Request> requests;
    for (const Sitemap& sitemap : sitemaps_)
      requests.push_back(
          {.url = sitemap.url, .validators = {}, .hosts = site::hosts_of_pages(profile_)});
    std::vector<Result<StoryList>> lists(sitemaps_.size());
    fetcher.fetch_in_turn(requests, [&](std::size_t at, Result<fetch::Answer> answer) {
      lists[at] = fetch::page_of(std::move(answer)).and_then([&](const fetch::Page& page) {
        return read_front_page(page, profile_, {}, tools_).map([](listing::Listing list) {
          return std::move(list.stories);
        });
      });
    });
    for (std::size_t i = 0; i < sitemaps_.size(); ++i) {
      if (!lists[i]) continue;
      leave_out_taken_down(*lists[i]);
      std::ranges::move(*lists[i], std::back_inserter(by_page_[sitemaps_[i].index]));
    }
    for (std::size_t i = 0; i < sitemaps_.size(); ++i) {
      if (!lists[i] && by_page_[sitemaps_[i].index].empty())
        found_.failures.push_back({profile_.name, sitemaps_[i].url.text, lists[i].error()});
    }
  }

  const site::SiteProfile& profile_;
  const FrontPageRules& rules_;
  FrontPages& found_;
  StoryTools& tools_;
  std::vector<StoryList> by_page_;
  std::vector<Sitemap> sitemaps_;
};

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
  auto listings = recall_listings(state, profile);
  if (!listings) return tl::unexpected(listings.error());
  return Remembered{*std::move(site), *std::move(front), *std::move(listings)};
}

Result<std::vector<store::Listing>> recall_listings(store::State& state,
                                                    const site::SiteProfile& profile) {
  std::vector<store::Listing> listings;
  for (const url::Url& page : profile.front_pages) {
    auto listing = state.listing(profile.name, page.text);
    if (!listing) return tl::unexpected(listing.error());
    listings.push_back(*std::move(listing));
  }
  return listings;
}

std::vector<fetch::Request> front_page_requests(const site::SiteProfile& profile,
                                                std::span<const store::Listing> listings,
                                                const Turns& turns) {
  std::vector<fetch::Request> requests;
  for (std::size_t i = 0; i < listings.size(); ++i) {
    const Turn turn = turn_of(listings[i], turns);
    if (!is_asked(turn)) continue;
    fetch::Request& request = requests.emplace_back();
    request.url = address_of(profile.front_pages[i], listings[i], turns);
    request.hosts = site::hosts_of_pages(profile);
    if (turn == Turn::Ask) request.validators = listings[i].validators;
  }
  return requests;
}

FrontPages list_stories(const site::SiteProfile& profile, const Remembered& remembered,
                        const FrontPageRules& rules, fetch::Fetcher& fetcher, StoryTools& tools) {
  FrontPages found{.listings = remembered.listings};
  FrontPageReader reader(profile, rules, found, tools);
  reader.ask(fetcher);
  std::vector<StoryList>& by_page = reader.by_page();
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
  if (pages.failures.empty() && pages.ended == 0) return {};
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

/// The record of a new story whose file was found when the state was lost, under an address that
/// was guessed and that no page lists: the guess was wrong. Nothing: there is none.
Result<std::optional<store::StoryRecord>> recovered_as(
    const url::Url& url, const std::unordered_set<std::string>& listed, const SiteMirror& mirror) {
  for (const std::string& path : pages::story_paths(url, mirror.profile)) {
    auto other = mirror.state().story_at(mirror.name(), path);
    if (!other) return other;
    const bool is_guessed = *other && (*other)->content == 0 && !listed.contains((*other)->url);
    if (!is_guessed) continue;
    mirror.transaction.remove_story(mirror.name(), (*other)->url);
    (*other)->url = url.text;
    mirror.transaction.save(mirror.name(), **other);
    return other;
  }
  return std::nullopt;
}

/// Gives each new story a path that no other story of the site has.
class PathChooser {
 public:
  explicit PathChooser(const SiteMirror& mirror) : mirror_(&mirror) {}

  /// A story whose file stands where former versions had it, of a mirror that lost its state say,
  /// stays there.
  Result<std::string> path_of(const url::Url& url) {
    const std::string former = pages::former_story_path(url, mirror_->profile);
    std::vector<std::string> paths = pages::story_paths(url, mirror_->profile);
    if (has_file(former)) paths.insert(paths.begin(), former);
    for (std::string& path : paths) {
      const Result<bool> is_free = is_left(path, url);
      if (!is_free) return tl::unexpected(is_free.error());
      if (*is_free) return take(std::move(path));
    }
    return take(std::move(paths.back()));
  }

 private:
  [[nodiscard]] Result<bool> is_left(const std::string& path, const url::Url& url) const {
    if (taken_.contains(path)) return false;
    return mirror_->state().story_at(mirror_->name(), path).transform([&](const auto& other) {
      return !other || other->url == url.text;
    });
  }

  [[nodiscard]] bool has_file(const std::string& path) const {
    const config::Edition& edition = mirror_->all.config.editions.front();
    const pages::StoryFiles files = pages::story_files(edition, path);
    return std::ranges::any_of(
        files.own, [this](const std::string& file) { return mirror_->publisher().has_file(file); });
  }

  std::string take(std::string path) {
    taken_.insert(path);
    return path;
  }

  const SiteMirror* mirror_;
  std::unordered_set<std::string> taken_;  // by new stories of the same list
};

Result<std::vector<Listed>> look_up(FrontPages& pages, const Remembered& remembered,
                                    const SiteMirror& mirror) {
  std::unordered_map<std::string_view, const store::StoryRecord*> front;
  for (const store::StoryRecord& story : remembered.front) {
    if (!story.path.empty()) front.emplace(story.url, &story);
  }
  std::unordered_set<std::string> listed;
  for (const extract::Story& story : pages.stories) listed.insert(story.url.text);
  PathChooser paths(mirror);
  std::vector<Listed> all;
  all.reserve(pages.stories.size());
  for (extract::Story& story : pages.stories) {
    const auto known = front.find(story.url.text);
    Result<std::optional<store::StoryRecord>> record =
        known != front.end() ? *known->second : mirror.state().story(mirror.name(), story.url.text);
    if (record && !*record) record = recovered_as(story.url, listed, mirror);
    if (!record) return tl::unexpected(record.error());
    const Files files = *record ? files_of(**record, mirror) : Files::Present;
    Result<std::string> path = *record ? (*record)->path : paths.path_of(story.url);
    if (!path) return tl::unexpected(path.error());
    const bool is_known = pages.known.contains(story.url.text);
    auto text = pages.texts.extract(story.url.text);
    all.push_back({std::move(story), *std::move(path), *std::move(record), files,
                   is_known ? ListState::Known : ListState::Read,
                   text.empty() ? listing::FeedText() : std::move(text.mapped())});
  }
  return all;
}

}  // namespace newshole::mirror
