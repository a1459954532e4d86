#pragma once
// What follows a transfer that brought no page: an error as the answer, or another try; and what
// that means for its host. Pure.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

/// Whose fault a failure is.
enum class Blame { Page, Server, Nobody };

struct Setback {
  Error error;
  Blame blame = Blame::Nobody;
  bool may_pass = false;                     ///< another try may succeed
  std::optional<std::chrono::seconds> rest;  ///< what Retry-After asks for
};

/// Before the try that follows `failures` ones (at least 1): `base`, doubled with each, at most
/// half a minute; of that a half, and `chance` (0 to 1) of the other half, so that clients that
/// failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pause_after(int failures, std::chrono::milliseconds base,
                                                    double chance);

/// How long a Retry-After field (RFC 9110 section 10.2.3, both forms) asks to wait; nothing for the
/// past and what is neither. At most a year.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(std::string_view value, UtcTime now);

/// Of a transfer that failed.
[[nodiscard]] Setback setback_of(Error error);
/// Of a status that is neither a page nor a redirect. `retry_after` is the field's value, if there
/// is one (RFC 9110 section 10.2.3).
[[nodiscard]] Setback setback_of(long status, const std::optional<std::string>& retry_after,
                                 UtcTime now);

/// Whether the setback counts among the failures of its host. Anybody may ask a service for pages
/// that fail; they must not cost others the host.
[[nodiscard]] bool counts_against_host(const Setback& setback, Life life);

/// What is known of the request and its host.
struct Situation {
  int retries = 0;                     ///< of this request so far
  std::chrono::milliseconds spent{0};  ///< of its max_time
  int host_failures = 0;               ///< in a row, this one included; 0: this one does not count
  Tick now;
  Tick last_moment = Tick::max();  ///< by when the request must have its answer
  double chance = 0;               ///< from 0 to below 1, see pause_after
  Life life = Life::Run;
};

/// The request is tried again at `when`; `spent` of its max_time is gone meanwhile.
struct Retry {
  Tick when;
  std::chrono::milliseconds spent{0};
};

/// Nothing is asked of the host before `until`.
struct HostRest {
  Tick until;
};

/// The host gets no further request, or none for `rest`: see Life.
struct HostLeft {
  Error reason;
  std::chrono::seconds rest;
};

struct NextStep {
  std::variant<Error, Retry> request;  ///< the answer, or another try
  std::variant<std::monostate, HostRest, HostLeft> host;
};

/// Of the options: max_retries, retry_pause, max_time, rests.
[[nodiscard]] NextStep next_step(const Setback& setback, const Situation& situation,
                                 const NetworkOptions& options);

}  // namespace newshole::fetch
