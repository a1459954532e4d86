#include "mirror/menus/told_once.h"

#include <algorithm>
#include <numeric>

namespace newshole::mirror {
namespace {

// So many prints of other sites may fall to each story, before a list is shorter than it could be.
constexpr std::size_t kPrintsOfStory = 2;

auto time_of(const SketchedStory& each) {
  const store::StoryRecord& story = each.story.story;
  return std::pair(store::archive_day(story), store::order_time(story));
}

/// Prints of one story by different sites, as indexes of stories: the first came first.
using Prints = std::vector<std::size_t>;

bool belongs_to(const Prints& prints, const SketchedStory& story,
                std::span<const SketchedStory> stories) {
  const bool has_site = std::ranges::any_of(
      prints, [&](std::size_t print) { return stories[print].story.site == story.story.site; });
  return !has_site && extract::are_one_story(stories[prints.front()].sketch, story.sketch);
}

std::vector<std::size_t> oldest_first(std::span<const SketchedStory> stories) {
  std::vector<std::size_t> order(stories.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::less<>(), [&](std::size_t i) {
    return std::pair(time_of(stories[i]), stories[i].story.site);
  });
  return order;
}

std::vector<std::string> titles_of_others(std::span<const SketchedStory> stories, Prints prints) {
  prints.erase(prints.begin());
  std::ranges::sort(prints, std::less<>(), [&](std::size_t i) { return stories[i].story.site; });
  std::vector<std::string> titles;
  for (const std::size_t print : prints) titles.push_back(stories[print].story.site->title);
  return titles;
}

}  // namespace

std::vector<StoryOfSite> told_once(std::vector<SketchedStory> stories) {
  std::vector<Prints> all;
  for (const std::size_t next : oldest_first(stories)) {
    const auto known = std::ranges::find_if(
        all, [&](const Prints& prints) { return belongs_to(prints, stories[next], stories); });
    if (known != all.end()) known->push_back(next);
    if (known == all.end()) all.push_back({next});
  }
  std::ranges::sort(all, std::less<>(), [](const Prints& prints) { return prints.front(); });
  std::vector<StoryOfSite> once;
  for (Prints& prints : all) {
    StoryOfSite& first = once.emplace_back(std::move(stories[prints.front()].story));
    first.also = titles_of_others(stories, std::move(prints));
  }
  return once;
}

Result<std::vector<StoryOfSite>> newest_told_once(store::State& state,
                                                  std::span<const store::SiteRecord> sites,
                                                  std::size_t limit) {
  auto newest = newest_of_all(state, sites, kPrintsOfStory * limit);
  if (!newest) return tl::unexpected(newest.error());
  std::vector<SketchedStory> stories;
  for (StoryOfSite& story : *newest) {
    const Result<std::string> sketch = state.sketch(story.site->name, story.story.url);
    if (!sketch) return tl::unexpected(sketch.error());
    stories.push_back({std::move(story), extract::sketch_from(*sketch)});
  }
  std::vector<StoryOfSite> once = told_once(std::move(stories));
  once.resize(std::min(once.size(), limit));
  return once;
}

}  // namespace newshole::mirror
