#include "mirror/stages/front_page_turn.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mirror/stages/plan.h"

namespace newshole::mirror {
namespace {

using std::chrono::seconds;

constexpr std::chrono::hours kDay{24};
constexpr std::chrono::hours kWeek{7 * 24};
constexpr long kGone = 410;

seconds slack_of(seconds time) {
  return std::min<seconds>(time / 10, kPunctuality);
}

/// True while `time` has not passed since `since`.
bool is_within(const std::optional<UtcTime>& since, seconds time, UtcTime now) {
  return since && *since <= now && now - *since < time - slack_of(time);
}

// Some servers answer "not modified" for ever, whatever changes.
bool is_doubtful(const store::Listing& known, UtcTime now) {
  if (!known.read || *known.read > now) return true;
  return known.answered > known.read && !is_within(known.read, kDay, now);
}

bool is_delay(const Error& error) {
  constexpr std::array kKinds = {ErrorKind::RateLimited, ErrorKind::Stopped, ErrorKind::Timeout};
  return std::ranges::find(kKinds, error.kind) != kKinds.end();
}

}  // namespace

Turn turn_of(const store::Listing& known, const Turns& turns) {
  if (known.rules != turns.rules) return Turn::AskWhole;
  if (turns.visit == Visit::Due) {
    if (is_within(known.ended, kWeek, turns.now)) return Turn::Ended;
    // Without links nobody knows what it listed.
    if (!known.links.empty() && is_within(known.answered, known.rest, turns.now))
      return Turn::Leave;
  }
  return is_doubtful(known, turns.now) ? Turn::AskWhole : Turn::Ask;
}

url::Url address_of(const url::Url& page, const store::Listing& known, const Turns& turns) {
  const bool has_moved = known.rules == turns.rules && !known.moved_to.empty();
  return has_moved ? url::parse_url(known.moved_to).value_or(page) : page;
}

// Shorter ages are there for caches of many readers. A feed says of itself how often it is to be
// asked; an age that a server gives all its files must not cost more than an hour.
seconds rest_of(std::optional<seconds> stated, std::optional<seconds> max_age) {
  constexpr std::chrono::minutes kShortestAge{5};
  constexpr std::chrono::hours kLongestAge{1};
  const seconds of_feed = std::clamp<seconds>(stated.value_or(seconds(0)), seconds(0), kDay);
  const seconds age = max_age.value_or(seconds(0));
  return age < kShortestAge ? of_feed : std::max(of_feed, std::min<seconds>(age, kLongestAge));
}

Place note_place(store::Listing& known, fetch::Redirects redirects, const url::Url& place,
                 UtcTime now) {
  const std::string target = url::without_fragment(place).text;
  const bool leads_elsewhere = redirects == fetch::Redirects::Permanent && target != known.page;
  const bool is_there = redirects == fetch::Redirects::None && target == known.moved_to;
  if (!is_there) known.moved_to.clear();
  if (!leads_elsewhere) {
    known.redirect.clear();
    known.redirect_since.reset();
    return Place::AsBefore;
  }
  const bool is_known =
      known.redirect == target && known.redirect_since.value_or(now + kWeek) <= now;
  if (!is_known) {
    known.redirect = target;
    known.redirect_since = now;
  }
  if (now - *known.redirect_since < kWeek) return Place::AsBefore;
  known.moved_to = std::exchange(known.redirect, {});
  known.redirect_since.reset();
  return Place::Moved;
}

bool note_failure(store::Listing& known, const Error& error, const Turns& turns) {
  if (!known.moved_to.empty()) {
    if (!is_delay(error)) known.moved_to.clear();
    return false;
  }
  if (error.status != kGone) return false;
  known = {.page = std::move(known.page), .rules = turns.rules, .ended = turns.now};
  return true;
}

}  // namespace newshole::mirror
