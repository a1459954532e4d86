#include "mirror/stages/story_maker.h"

#include <utility>

namespace newshole::mirror {
namespace {

constexpr std::size_t kMostBytesInWork = std::size_t{2} << 20;

void add_items(const PageToAsk& page, const Result<fetch::Answer>& answer, StoryMaker& maker) {
  for (const StoryToAsk& story : page.stories) {
    Result<fetch::Answer> own = answer;
    auto* copy = own ? std::get_if<fetch::Page>(&*own) : nullptr;
    if (copy != nullptr) copy->url = story.url;
    maker.add(story, std::move(own));
  }
}

// A page that is one story needs no copy.
void add(const PageToAsk& page, Result<fetch::Answer> answer, StoryMaker& maker) {
  if (page.kind == PageToAsk::Kind::Items) return add_items(page, answer, maker);
  const StoryToAsk& story = page.stories.front();
  maker.add(story, std::move(answer));
}

// What the rules of the profile found of the page.
listing::Before before_of(const KnownText& known) {
  const bool is_by_rules = known.content != 0 && known.origin == extract::TextOrigin::Page;
  return {is_by_rules ? static_cast<std::size_t>(known.words) : 0};
}

// An excerpt stays as long as there is a wall before the page.
bool is_walled_still(const StoryToAsk& story, const Error& error) {
  return story.known.content != 0 && story.known.origin == extract::TextOrigin::FeedExcerpt &&
         !press::has_text(story.listed) && listing::is_walled(error);
}

// A copy that is there stays where the page is not to be had, unless it is from the feed itself.
press::StandIn stand_in_for(const StoryToAsk& story) {
  const bool is_free = story.known.content == 0 || extract::is_of_feed(story.known.origin);
  return is_free ? press::StandIn::Allowed : press::StandIn::Refused;
}

bool may_be_of_feed(const StoryToAsk& story) {
  return press::has_text(story.listed) && stand_in_for(story) == press::StandIn::Allowed;
}

bool is_enough(const fetch::Answer& answer, const PageToAsk& page) {
  return page.may_be_not_modified || std::holds_alternative<fetch::Page>(answer);
}

}  // namespace

StoryMaker::StoryMaker(const site::SiteProfile& profile, std::span<StoryTools> tools,
                       const RunTime& time, OnMade on_made)
    : profile_(&profile),
      tools_(tools),
      time_(time),
      work_(tools.size(), kMostBytesInWork, std::move(on_made)) {}

void StoryMaker::add(const StoryToAsk& story, Result<fetch::Answer> answer) {
  if (answer && std::holds_alternative<fetch::NotModified>(*answer))
    return work_.add_done(story.index, {fetch::NotModified{}, {}});
  if (!answer && is_walled_still(story, answer.error()))
    return work_.add_done(story.index, {fetch::NotModified{}, {}});
  if (!answer && !may_be_of_feed(story))
    return work_.add_done(story.index, {tl::unexpected(std::move(answer.error())), {}});
  Result<fetch::Page> page =
      std::move(answer).map([](fetch::Answer it) { return std::get<fetch::Page>(std::move(it)); });
  const std::size_t bytes = page ? page->html.size() : story.listed.text->html.size();
  read(story, std::move(page), bytes);
}

void StoryMaker::add_text(const StoryToAsk& story) {
  read(story, std::nullopt, story.listed.text->html.size());
}

void StoryMaker::read(const StoryToAsk& story, std::optional<Result<fetch::Page>> page,
                      std::size_t bytes) {
  work_.add(story.index, bytes, [this, page = std::move(page), story](std::size_t thread) mutable {
    if (time_.clock.tick() < time_.end)
      return read_story(
          {{std::move(page), story.listed, stand_in_for(story), before_of(story.known)},
           story.known},
          *profile_, tools_[thread]);
    return Made{fail(ErrorKind::Stopped, "the run's time was over"), {}};
  });
}

void fetch_stories(const Plan& plan, const std::map<std::string, fetch::Answer>& answers,
                   fetch::Fetcher& fetcher, Progress& progress, StoryMaker& maker) {
  std::vector<const PageToAsk*> pages;
  std::vector<fetch::Request> requests;
  for (const PageToAsk& page : plan.pages) {
    if (page.kind == PageToAsk::Kind::Text) {
      maker.add_text(page.stories.front());
      continue;
    }
    const auto known = answers.find(page.request.url.text);
    if (known != answers.end() && is_enough(known->second, page)) {
      add_items(page, known->second, maker);
      continue;
    }
    pages.push_back(&page);
    requests.push_back(page.request);
  }
  std::vector<bool> is_here(requests.size(), false);
  std::size_t first_missing = 0;
  fetcher.fetch_all(requests, [&](std::size_t index, Result<fetch::Answer> answer) {
    is_here[index] = true;
    while (first_missing < is_here.size() && is_here[first_missing]) ++first_missing;
    progress.fetched(
        {requests[index].url.text,
         first_missing < requests.size() ? requests[first_missing].url.text : std::string_view(),
         fetcher.traffic().bytes_on_the_wire});
    add(*pages[index], std::move(answer), maker);
  });
}

}  // namespace newshole::mirror
