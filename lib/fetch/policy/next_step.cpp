#include "fetch/policy/next_step.h"

#include <algorithm>
#include <utility>

#include "fetch/policy/retry.h"
#include "fetch/policy/schedule.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kRestInTrouble{60};

milliseconds pause_before(int attempt, const Situation& situation, const NetworkOptions& options) {
  return pause_after(attempt, options.retry_pause, situation.chance);
}

Error asks_for_rest(const Error& error, seconds rest) {
  return {ErrorKind::RateLimited,
          error.message + " and asks for a rest of " + std::to_string(rest.count()) + " s"};
}

// The host lives and says what it wants: that is no failure.
NextStep step_after_rest(const Setback& setback, const Situation& situation,
                         const NetworkOptions& options) {
  const milliseconds pause = pause_before(situation.retries + 1, situation, options);
  const milliseconds rest = std::max<milliseconds>(*setback.rest, pause);
  const Tick until = situation.now + rest;
  const bool counts = options.rests == Rests::Counted;
  if (until > situation.last_moment || (counts && situation.spent + rest >= options.max_time)) {
    const Error reason = asks_for_rest(setback.error, *setback.rest);
    return {reason, HostLeft{reason, *setback.rest}};
  }
  if (situation.retries >= options.max_retries) return {setback.error, HostRest{until}};
  return {Retry{until, counts ? rest : milliseconds(0)}, HostRest{until}};
}

std::variant<std::monostate, HostRest, HostLeft> host_after(const Setback& setback,
                                                            const Situation& situation,
                                                            const NetworkOptions& options) {
  if (situation.host_failures >= kFailuresToLeave) {
    Error reason = setback.error;
    reason.message += "; the host failed " + std::to_string(kFailuresToLeave) + " times";
    return HostLeft{std::move(reason), kRestInTrouble};
  }
  if (situation.host_failures == 0 || setback.blame != Blame::Server) return std::monostate();
  return HostRest{situation.now + pause_before(situation.host_failures, situation, options)};
}

bool may_retry(const Situation& situation, milliseconds pause, const NetworkOptions& options) {
  return situation.retries < options.max_retries && situation.spent + pause < options.max_time &&
         situation.now + pause <= situation.last_moment;
}

}  // namespace

Setback setback_of(Error error) {
  const ErrorKind kind = error.kind;
  const bool is_servers =
      kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls;
  const Blame blame = is_servers                     ? Blame::Server
                      : kind == ErrorKind::Truncated ? Blame::Page
                                                     : Blame::Nobody;
  return {.error = std::move(error), .blame = blame, .may_pass = may_pass(kind)};
}

// A server that asks for a rest, in earnest or not, is one that limits its clients.
Setback setback_of(long status, const std::optional<std::string>& rest, UtcTime now) {
  const bool is_limit = status == 429 || (status == 503 && rest);
  Setback setback{.error = {is_limit ? ErrorKind::RateLimited : ErrorKind::HttpStatus,
                            "answered " + std::to_string(status), status},
                  .blame = status == 429 || status == 503 ? Blame::Server : Blame::Page,
                  .may_pass = may_pass(status)};
  if (!setback.may_pass) setback.blame = Blame::Nobody;
  if (is_limit && rest) setback.rest = retry_after(*rest, now);
  return setback;
}

bool counts_against_host(const Setback& setback, Life life) {
  if (setback.blame == Blame::Nobody) return false;
  return setback.blame == Blame::Server || life == Life::Run;
}

NextStep next_step(const Setback& setback, const Situation& situation,
                   const NetworkOptions& options) {
  if (setback.rest) return step_after_rest(setback, situation, options);
  NextStep step{setback.error, host_after(setback, situation, options)};
  if (!setback.may_pass) return step;
  const auto* left = std::get_if<HostLeft>(&step.host);
  const milliseconds pause = pause_before(situation.retries + 1, situation, options);
  if (left != nullptr && situation.life == Life::Run) {
    step.request = left->reason;
  } else if (may_retry(situation, pause, options)) {
    step.request = Retry{situation.now + pause, pause};
  }
  return step;
}

}  // namespace newshole::fetch
