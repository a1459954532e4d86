#pragma once
// Whether a front page is asked for in a run, where and with what; and what its answer says about
// the next runs. Pure. Internal to this module.

#include <chrono>
#include <cstdint>
#include <optional>

#include "fetch/fetcher.h"
#include "mirror/refresh.h"
#include "store/records.h"

namespace newshole::mirror {

/// The facts of a run that decide about each front page.
struct Turns {
  std::uint64_t rules = 0;  ///< Fingerprints::rules of today
  Visit visit = Visit::Due;
  UtcTime now;
};

enum class Turn {
  AskWhole,  ///< without validators
  Ask,       ///< with those that are remembered
  Leave,     ///< it asks to be left alone: it lists what is remembered
  Ended      ///< it is gone for good: it lists nothing
};

/// A page that was read by other rules than today's is asked for whole, and so is one that has said
/// for a day that it is not modified. Left alone is, unless the visit is one Now, a
/// page whose rest is not over (a tenth of it early, 5 minutes at most: runs are not punctual), and
/// for a week one that has ended. A time in the future (the clock was set back) counts for nothing.
[[nodiscard]] Turn turn_of(const store::Listing& known, const Turns& turns);

/// The address at which `page` is asked for: the place that it moved to, if it was read by today's
/// rules.
[[nodiscard]] url::Url address_of(const url::Url& page, const store::Listing& known,
                                  const Turns& turns);

/// The rest that counts of what a page asks for: `stated` in a feed (ttl, sy:updatePeriod) up to a
/// day; `max_age` of its header from 5 minutes on, as an hour if it is longer. The longer of both.
[[nodiscard]] std::chrono::seconds rest_of(std::optional<std::chrono::seconds> stated,
                                           std::optional<std::chrono::seconds> max_age);

/// Whether a front page has another address from now on.
enum class Place { AsBefore, Moved };

/// Notes which redirects led to a page that lists stories, or did not change. Once permanent ones
/// have led to the same place for a week, that is asked for in the page's place; if they end, or
/// lead elsewhere, the week begins anew.
[[nodiscard]] Place note_place(store::Listing& known, fetch::Redirects redirects,
                               const url::Url& place, UtcTime now);

/// Notes an answer that is an error, or lists no story: where that is the answer of the place that
/// the page moved to, and no mere delay, the page itself is asked for again. True: the page itself
/// is gone for good, and its week begins.
[[nodiscard]] bool note_failure(store::Listing& known, const Error& error, const Turns& turns);

}  // namespace newshole::mirror
