#include "mirror/stages/story_maker.h"

namespace newshole::mirror {
namespace {

constexpr std::size_t kMostBytesInWork = std::size_t{2} << 20;

void add_items(const PageToAsk& page, const Result<fetch::Answer>& answer, StoryMaker& maker) {
  for (const StoryToAsk& story : page.stories) {
    Result<fetch::Answer> own = answer;
    auto* copy = own ? std::get_if<fetch::Page>(&*own) : nullptr;
    if (copy != nullptr) copy->url = story.url;
    maker.add(story.index, std::move(own), story.known);
  }
}

// A page that is one story needs no copy.
void add(const PageToAsk& page, Result<fetch::Answer> answer, StoryMaker& maker) {
  if (page.kind == PageToAsk::Kind::Items) return add_items(page, answer, maker);
  const StoryToAsk& story = page.stories.front();
  maker.add(story.index, std::move(answer), story.known);
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

void StoryMaker::add(std::size_t index, Result<fetch::Answer> answer, const KnownText& known) {
  if (!answer) return work_.add_done(index, {tl::unexpected(std::move(answer.error())), {}});
  auto* page = std::get_if<fetch::Page>(&*answer);
  if (page == nullptr) return work_.add_done(index, {fetch::NotModified{}, {}});
  const std::size_t bytes = page->html.size();
  work_.add(index, bytes, [this, page = std::move(*page), known](std::size_t thread) mutable {
    if (time_.clock.tick() < time_.end)
      return read_story(page, known, time_.now, *profile_, tools_[thread]);
    return Made{fail(ErrorKind::Stopped, "the run's time was over"), {}};
  });
}

void fetch_stories(const Plan& plan, const std::map<std::string, fetch::Answer>& answers,
                   fetch::Fetcher& fetcher, Progress& progress, StoryMaker& maker) {
  std::vector<const PageToAsk*> pages;
  std::vector<fetch::Request> requests;
  for (const PageToAsk& page : plan.pages) {
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
