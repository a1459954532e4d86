#include "fetch/policy/next_step.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <utility>

#include <curl/curl.h>

#include "base/ascii.h"
#include "fetch/policy/schedule.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kRestInTrouble{60};
constexpr seconds kYear{365L * 24 * 60 * 60};

seconds of_digits(std::string_view digits) {
  return std::min(seconds(ascii::number<long>(digits).value_or(kYear.count())), kYear);
}

// All three forms of a date start with a weekday; curl_getdate takes much else for one.
bool looks_like_date(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                     "Fri", "Sat", "Sun"};
  return text.size() <= kLongest &&
         std::any_of(kDays.begin(), kDays.end(), [&](auto day) { return text.starts_with(day); });
}

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

// A server may not give these the next time.
bool may_pass(long status) {
  constexpr std::array kStatuses = {429L, 500L, 502L, 503L, 504L};
  return std::ranges::find(kStatuses, status) != kStatuses.end();
}

}  // namespace

milliseconds pause_after(int failures, milliseconds base, double chance) {
  constexpr double kLongest = 30'000;
  const double whole =
      std::min(static_cast<double>(base.count()) * std::exp2(failures - 1), kLongest);
  return milliseconds(std::lround(whole * (0.5 + 0.5 * std::clamp(chance, 0.0, 1.0))));
}

std::optional<seconds> retry_after(std::string_view value, UtcTime now) {
  const std::string_view text = ascii::trimmed(value, " \t");
  if (text.empty()) return std::nullopt;
  if (std::ranges::all_of(text, ascii::is_digit)) return of_digits(text);
  if (!looks_like_date(text)) return std::nullopt;
  const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
  const seconds wait = seconds(date) - now.time_since_epoch();
  if (date == -1 || wait.count() <= 0) return std::nullopt;
  return std::min(wait, kYear);
}

Setback setback_of(Error error) {
  const ErrorKind kind = error.kind;
  Setback setback{.error = std::move(error)};
  if (kind == ErrorKind::Truncated) setback.blame = Blame::Page;
  if (kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls)
    setback.blame = Blame::Server;
  setback.may_pass = setback.blame != Blame::Nobody && kind != ErrorKind::Tls;
  return setback;
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
