#include "listing/own_links.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "extract/day_in_path.h"
#include "extract/link_words.h"
#include "extract/metadata/page_head.h"
#include "listing/own_links/box_table.h"
#include "listing/own_links/judgement.h"
#include "listing/own_links/link_table.h"
#include "listing/own_links/link_targets.h"
#include "listing/own_links/story_box.h"

namespace newshole::listing {
namespace {

using extract::Story;

/// "Most read" stands above stories that stand elsewhere, too.
void move_popular(LinkTable& table, const BoxTable& boxes, std::vector<Target>& targets) {
  const std::vector<std::string> headings = boxes.headings_above();
  const auto place_of = [&table](std::uint32_t link) -> Place& {
    return table.elements[table.links[link].element].place;
  };
  for (std::uint32_t i = 0; i < headings.size(); ++i) {
    if (!headings[i].empty() && extract::names_popular(headings[i]))
      place_of(i) = std::max(place_of(i), Place::Popular);
  }
  for (Target& target : targets) {
    target.place = Place::Hidden;
    for (const std::uint32_t link : target.links)
      target.place = std::min(target.place, place_of(link));
  }
}

std::optional<std::string> section_of(const std::string& heading) {
  constexpr auto kMostBlanks = 4;
  const bool is_name = !heading.empty() && std::ranges::count(heading, ' ') <= kMostBlanks;
  if (!is_name || extract::names_no_section(heading)) return std::nullopt;
  return heading;
}

/// The section of the path is one where several stories share it.
void add_sections_of_paths(std::vector<Story>& stories) {
  std::map<std::string, int> counts;
  for (const Story& story : stories) {
    if (auto section = section_in(story.url)) ++counts[*std::move(section)];
  }
  for (Story& story : stories) {
    auto section = section_in(story.url);
    if (!story.section && section && counts[*section] > 1) story.section = std::move(section);
  }
}

std::optional<std::chrono::year_month_day> day_of(const Story& story) {
  if (const auto day = extract::day_in_path(story.url.path)) return day;
  if (!story.published) return std::nullopt;
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(story.published->time));
}

class StoryFinder {
 public:
  StoryFinder(const fetch::Page& page, const html::Document& document)
      : table_(link_table_of(document, places_)),
        targets_(link_targets_of(table_, page.url, extract::base_of(page.url, document),
                                 places_.meanings())),
        language_(document.root().attribute("lang").value_or("")) {
    const BoxTable boxes(table_, targets_.all);
    move_popular(table_, boxes, targets_.all);
    judge(targets_.all, table_, boxes);
  }

  std::vector<Story> stories() {
    const BoxTable boxes = BoxTable::of_stories(table_, targets_.all);
    const std::vector<std::string> headings = boxes.headings_above();
    const BoxContext context{language_, story_links(), places_.meanings()};
    std::vector<Story> out;
    for (const auto& [link, number] : order()) {
      if (out.size() == limits::kMostStories) break;
      Target& target = targets_.all[number];
      StoryBox box = box_of(target, link, boxes, context);
      if (box.headline.empty()) target.refusal = Refusal::Text;
      if (box.headline.empty()) continue;
      Story story{.url = target.url, .headline = std::move(box.headline)};
      story.section = section_of(headings[link]);
      if (!story.section) story.section = std::move(box.kicker);
      story.published = box.published;
      story.date = day_of(story);
      story.authors = std::move(box.authors);
      story.summary = std::move(box.summary);
      out.push_back(std::move(story));
    }
    add_sections_of_paths(out);
    return out;
  }

  [[nodiscard]] std::string refusals() const { return refusals_of(targets_); }

 private:
  [[nodiscard]] std::unordered_set<const void*> story_links() const {
    std::unordered_set<const void*> out;
    for (const Target& target : targets_.all) {
      if (target.refusal != Refusal::None) continue;
      for (const std::uint32_t link : target.links)
        out.insert(table_.elements[table_.links[link].element].node.identity());
    }
    return out;
  }

  /// The first link of each story in its best place, and its target.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> order() const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    for (std::uint32_t i = 0; i < targets_.all.size(); ++i) {
      const Target& target = targets_.all[i];
      if (target.refusal != Refusal::None) continue;
      const auto is_best = [&](std::uint32_t link) {
        return table_.elements[table_.links[link].element].place == target.place;
      };
      out.emplace_back(*std::ranges::find_if(target.links, is_best), i);
    }
    std::ranges::sort(out);
    return out;
  }

  /// The box of `link`, with the headline of another of the target's links where it has none.
  static StoryBox box_of(const Target& target, std::uint32_t link, const BoxTable& boxes,
                         const BoxContext& context) {
    constexpr std::size_t kMostTried = 4;
    StoryBox box = read_story_box(boxes.nodes_around(link), context);
    for (std::size_t i = 0; i < std::min(target.links.size(), kMostTried); ++i) {
      if (!box.headline.empty()) break;
      box.headline = read_story_box(boxes.nodes_around(target.links[i]), context).headline;
    }
    return box;
  }

  LinkPlaces places_;
  LinkTable table_;
  LinkTargets targets_;
  std::string_view language_;
};

}  // namespace

std::vector<Story> own_stories(const fetch::Page& page, const html::Document& document,
                               extract::FieldTraces* trace) {
  StoryFinder finder(page, document);
  std::vector<Story> stories = finder.stories();
  if (trace == nullptr) return stories;
  const std::string count = std::to_string(stories.size());
  if (!stories.empty())
    extract::add_trace(*trace, "stories", "links", count + ", first: " + stories.front().headline);
  const std::string refusals = finder.refusals();
  if (!refusals.empty()) trace->push_back({"other links", "", refusals});
  return stories;
}

std::string why_no_own_stories(const fetch::Page& page, const html::Document& document) {
  const std::string refusals = StoryFinder(page, document).refusals();
  return refusals.empty() ? "it has no links to pages" : "of its links " + refusals;
}

}  // namespace newshole::listing
