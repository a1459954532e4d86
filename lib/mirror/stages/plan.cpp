#include "mirror/stages/plan.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace newshole::mirror {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

struct Interval {
  seconds age_below;
  seconds between_requests;
};

constexpr std::array kIntervals = {
    Interval{hours(2), seconds(0)},
    Interval{hours(12), hours(1)},
    Interval{hours(48), hours(6)},
    Interval{hours(7 * 24), hours(24)},
};

bool is_due(const store::StoryRecord& story, UtcTime last_fetched, UtcTime now) {
  if (last_fetched > now + kPunctuality) return true;
  const auto between = time_between_looks(now - story.first_seen);
  return between && now - last_fetched + kPunctuality >= *between;
}

bool has_whole_text(const Listed& listed, const Rules& rules) {
  return rules.takes_whole_texts && listed.text.is_whole;
}

// What its feed says of it is as it was; that stands for a whole text, not for an excerpt.
bool is_of_known_feed(const Listed& listed) {
  return listed.list == ListState::Known && listed.before->origin == extract::TextOrigin::Feed;
}

bool is_to_be_fetched(const Listed& listed, const Rules& rules, UtcTime now) {
  if (has_whole_text(listed, rules)) return true;
  if (listed.retry == Retry::Resting) return false;
  if (!is_up_to_date(listed, rules) || !listed.before->last_fetched) return true;
  if (listed.before->headline != listed.story.headline) return true;
  return !is_of_known_feed(listed) && is_due(*listed.before, *listed.before->last_fetched, now);
}

bool may_be_not_modified(const Listed& listed, const Rules& rules) {
  return is_up_to_date(listed, rules) && listed.before->last_fetched && !listed.before->held;
}

PageToAsk page_of(const Listed& listed, const Rules& rules) {
  PageToAsk page;
  const bool is_item = !listed.story.url.fragment.empty();
  page.kind = is_item ? PageToAsk::Kind::Items : PageToAsk::Kind::Story;
  if (has_whole_text(listed, rules)) page.kind = PageToAsk::Kind::Text;
  page.request = {.url = url::without_fragment(listed.story.url),
                  .validators = {},
                  .hosts = rules.hosts,
                  .may_follow = rules.may_follow,
                  .pause = rules.pause};
  if (is_up_to_date(listed, rules)) page.request.validators = listed.before->validators;
  page.may_be_not_modified = true;
  return page;
}

void add(PageToAsk& page, std::size_t index, const Listed& listed, const Rules& rules) {
  // A page that is as it was when one of its stories was made may be newer than another's copy.
  if (!page.stories.empty()) page.request.validators = {};
  page.stories.push_back(
      {index, listed.story.url, known_text(listed, rules), {&listed.story, &listed.text}});
  page.may_be_not_modified = page.may_be_not_modified && may_be_not_modified(listed, rules);
}

}  // namespace

std::optional<seconds> time_between_looks(seconds age) {
  const auto* interval = std::find_if(kIntervals.begin(), kIntervals.end(),
                                      [age](const Interval& each) { return age < each.age_below; });
  if (interval == kIntervals.end()) return std::nullopt;
  return interval->between_requests;
}

Plan plan(std::span<const Listed> stories, const Rules& rules, UtcTime now) {
  Plan plan;
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (!is_to_be_fetched(stories[i], rules, now)) continue;
    PageToAsk page = page_of(stories[i], rules);
    const bool is_text = page.kind == PageToAsk::Kind::Text;
    const std::string& key = is_text ? stories[i].story.url.text : page.request.url.text;
    const auto [place, is_new] = places.emplace(key, plan.pages.size());
    if (is_text) ++plan.texts;
    if (is_new) plan.pages.push_back(std::move(page));
    add(plan.pages[place->second], i, stories[i], rules);
    ++plan.stories;
  }
  return plan;
}

}  // namespace newshole::mirror
