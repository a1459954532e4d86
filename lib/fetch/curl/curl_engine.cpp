#include "fetch/curl/curl_engine.h"

#include <algorithm>

#include "fetch/curl/curl_error.h"
#include "fetch/policy/refresh.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr long kOk = 200;
constexpr long kByProxy = 203;  // a page that a proxy has changed
constexpr long kNotModified = 304;
// Of one chain: a page that leads to itself again and again is the answer.
constexpr int kMostRefreshes = 2;
// Of pages whose answers are to be given; what is finished beyond them waits in libcurl.
constexpr std::size_t kMostWaitingBytes = std::size_t{2} << 20;
// This libcurl's poll sleeps its whole time over HTTP/2 although data lie in its buffers.
constexpr milliseconds kLongestPoll{10};
// With nothing on its way, so that a wish to stop is soon seen.
constexpr milliseconds kLongestIdle{200};
// With nothing to do at all; `wake` ends it.
constexpr milliseconds kLongestSleep{60'000};
// libcurl's timers may end a little early.
constexpr milliseconds kTimerSlack{50};
constexpr seconds kLongestRest{24L * 60 * 60};
// Beyond so many hosts the schedule drops those that it needs to know nothing of.
constexpr std::size_t kMostHosts = 1024;
// Of a service; a run needs all it can get.
constexpr long kOpenConnections = 16;

std::string in_words(milliseconds limit) {
  if (limit.count() % 1000 == 0) return std::to_string(limit.count() / 1000) + " s";
  return std::to_string(limit.count()) + " ms";
}

std::string server_of(const url::Url& url) {
  return url.host + ":" + url.port;
}

Error in_trouble(const Error& cause, seconds rest) {
  return {cause.kind,
          cause.message + "; it is left alone for " + std::to_string(rest.count()) + " s",
          cause.status};
}

Error too_long(const NetworkOptions& options) {
  return {ErrorKind::Timeout, "not finished within " + in_words(options.max_time)};
}

tl::unexpected<Error> run_is_over(const NetworkOptions& options) {
  return fail(ErrorKind::Stopped, "the run's " + in_words(options.max_run) + " are over");
}

Error astray(const Error& error) {
  return {ErrorKind::RedirectRefused, "a redirect leads to where we do not go: " + error.message};
}

// A slow reader of many pages, or a server that was left, must not cost memory for each page.
bool is_full(const auto& answers, const NetworkOptions& options) {
  std::size_t bytes = 0;
  for (const auto& [on_answer, answer] : answers) {
    const Page* page = answer ? std::get_if<Page>(&*answer) : nullptr;
    if (page != nullptr) bytes += page->html.size();
  }
  return bytes >= kMostWaitingBytes || answers.size() >= 2 * options.max_in_flight;
}

void give_first(auto& answers) {
  auto [on_answer, answer] = std::move(answers.front());
  answers.pop_front();
  on_answer(std::move(answer));
}

Error timeout(const Transfer& transfer, const Job& job, const NetworkOptions& options, Tick now) {
  if (job.spent >= options.max_time) return too_long(options);
  if (job.request.deadline && now + kTimerSlack >= *job.request.deadline) {
    return {ErrorKind::Timeout, "not finished in time"};
  }
  if (!transfer.had_connection()) {
    return {ErrorKind::Timeout, "no connection within " + in_words(options.connect_timeout)};
  }
  return {ErrorKind::Timeout, "stalled for " + in_words(options.stall_time)};
}

/// Where a page without an article leads by itself.
std::optional<std::string> place_after(const Answer& answer, const Job& job,
                                       const Transfer& transfer) {
  const auto* page = std::get_if<Page>(&answer);
  const bool is_html =
      page != nullptr && page->media_type != "text/plain" && !is_declared_list(*page);
  if (!is_html || job.refreshes == kMostRefreshes) return std::nullopt;
  return refresh_of(transfer.field("Refresh").value_or(""), page->html);
}

Redirects redirects_of(const Job& job) {
  if (job.followed == 0) return Redirects::None;
  return job.moves == job.followed ? Redirects::Permanent : Redirects::Temporary;
}

Result<Answer> page_of(Transfer& transfer, const Job& job) {
  return transfer.take_page(job.at).map([&](Page page) -> Answer {
    page.redirects = redirects_of(job);
    return page;
  });
}

/// Where the job goes on, if it may follow a redirect there.
Result<url::Url> target_of(const Job& job, const std::string& location,
                           const AllowedServers& allowed, const NetworkOptions& options) {
  if (job.followed == options.max_redirects) {
    return fail(ErrorKind::RedirectRefused,
                "more than " + std::to_string(options.max_redirects) + " redirects");
  }
  Result<url::Url> target = redirect_target(job.at, location, job.request.hosts);
  if (!target) return target;
  Status may = job.request.may_follow ? job.request.may_follow(*target) : Status();
  if (may) may = allowed.check(*target).map_error(astray);
  if (may && job.spent >= options.max_time) may = tl::unexpected(too_long(options));
  if (may) return target;
  if (job.moves > job.followed) may.error().status = kMovedForGood;
  return tl::unexpected(may.error());
}

}  // namespace

CurlEngine::CurlEngine(std::unique_ptr<Transfers> transfers, EngineTools tools)
    : transfers_(std::move(transfers)),
      tools_(std::move(tools)),
      allowed_(transfers_->options()),
      end_(tools_.life == Life::Run ? now() + transfers_->options().max_run : Tick::max()),
      schedule_({.max_per_host = transfers_->options().max_per_host,
                 .max_in_flight = transfers_->options().max_in_flight,
                 .pause = transfers_->options().pause,
                 .pauses = transfers_->options().pauses}),
      waits_(std::exchange(tools_.on_wait, {})) {}

Result<std::unique_ptr<CurlEngine>> CurlEngine::create(const NetworkOptions& options,
                                                       EngineTools tools) {
  const long max_open = tools.life == Life::Run ? 0 : kOpenConnections;
  return check_options(options)
      .and_then([&] { return Transfers::create(options, max_open); })
      .map([&](std::unique_ptr<Transfers> transfers) {
        return std::unique_ptr<CurlEngine>(new CurlEngine(std::move(transfers), std::move(tools)));
      });
}

void CurlEngine::add(Request request, Fetcher::OnAnswer on_answer) {
  const std::size_t index = next_++;
  const url::Url at = request.url;
  const std::optional<Tick> deadline = request.deadline;
  const std::optional<milliseconds> pause = request.pause;
  const std::string server = server_of(at);
  jobs_.emplace(index,
                Job{.request = std::move(request), .on_answer = std::move(on_answer), .at = at});
  if (tools_.life == Life::Service && schedule_.hosts() > kMostHosts) schedule_.forget_idle(now());
  if (pause) schedule_.slow_down(server, *pause);
  schedule_.add(index, server);
  if (!deadline) return;
  deadlines_.emplace(*deadline, index);
  const Tick until = schedule_.resting_until(server);
  if (until < *deadline) return;
  const seconds rest = std::chrono::ceil<seconds>(until - now());
  give_up_on(server, until,
             in_trouble({ErrorKind::RateLimited, "the host failed or asked for a rest"}, rest));
}

// What can start does so before an answer is given, which may take its time. That includes what
// takes the places of those that are found to be finished: else these would stay empty meanwhile.
void CurlEngine::turn() {
  do {
    transfers_->perform();
    take_finished();
  } while (start_ready());
  expire();
  if (answers_.empty()) wait();
  if (!answers_.empty()) give_first(answers_);
}

// Transfers are left as they are until the engine goes: libcurl may wait for a name server when it
// drops one.
void CurlEngine::stop() {
  while (!answers_.empty()) give_first(answers_);
  for (const auto& [index, job] : std::exchange(jobs_, {})) job.on_answer(stopped());
}

void CurlEngine::idle() {
  transfers_->wait(kLongestIdle);
}

// libcurl ends those in flight in time. A pause between requests must not hold up those that no
// longer get their turn.
void CurlEngine::expire() {
  if (now() >= end_) withdraw_all();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now()) {
    const std::size_t index = deadlines_.begin()->second;
    deadlines_.erase(deadlines_.begin());
    withdraw(index, {ErrorKind::Timeout, "it did not get its turn in time"});
  }
}

/// If the job waits for its turn, answers it with `error`.
void CurlEngine::withdraw(std::size_t index, const Error& error) {
  const auto job = jobs_.find(index);
  if (job == jobs_.end() || !schedule_.withdraw(index, server_of(job->second.at))) return;
  answer(index, tl::unexpected(error));
}

void CurlEngine::withdraw_all() {
  std::vector<std::size_t> waiting;
  for (const auto& [index, job] : jobs_) waiting.push_back(index);
  for (const std::size_t index : waiting)
    withdraw(index, run_is_over(transfers_->options()).value());
}

/// Withdraws the jobs that wait for `server` and have a deadline before `until`.
void CurlEngine::give_up_on(const std::string& server, Tick until, const Error& error) {
  std::vector<std::size_t> hopeless;
  for (const auto& [index, job] : jobs_) {
    const bool is_in_time = !job.request.deadline || *job.request.deadline > until;
    if (!is_in_time && server_of(job.at) == server) hopeless.push_back(index);
  }
  for (const std::size_t index : hopeless) withdraw(index, error);
}

bool CurlEngine::start_ready() {
  bool has_started = false;
  while (!is_full(answers_, transfers_->options())) {
    const std::optional<std::size_t> index = schedule_.start(now());
    if (!index) break;
    has_started = true;
    start(*index);
  }
  return has_started;
}

void CurlEngine::start(std::size_t index) {
  const Job& job = jobs_.at(index);
  const std::string server = server_of(job.at);
  // Such jobs take no place in the schedule.
  if (const Error* left = schedule_.reason_left(server); left != nullptr) {
    return answer(index, tl::unexpected(*left));
  }
  Status status = now() < end_ ? allowed_.check(job.at) : run_is_over(transfers_->options());
  if (status) status = send(index, job);
  if (status) return;
  schedule_.end(server);
  answer(index, tl::unexpected(status.error()));
}

Status CurlEngine::send(std::size_t index, const Job& job) {
  const NetworkOptions& options = transfers_->options();
  milliseconds left = options.max_time - job.spent;
  if (job.request.deadline) {
    left = std::min(left, std::chrono::ceil<milliseconds>(*job.request.deadline - now()));
  }
  const bool any = !options.proxy.empty() || allowed_.is_named(job.at);
  return transfers_->start(index,
                           {.url = job.at,
                            .validators = job.request.validators,
                            .cookies = job.cookies,
                            .limit = std::max(left, milliseconds(1)),
                            .addresses = any ? Addresses::Any : Addresses::Public},
                           now());
}

// All that are finished, so that those that take their places are sent together: one packet each
// would spend the round trips of a young connection.
void CurlEngine::take_finished() {
  while (!is_full(answers_, transfers_->options())) {
    const std::optional<Transfers::Done> done = transfers_->next_done();
    if (!done) return;
    finish(*done, jobs_.at(done->slot->job));
    transfers_->release(*done->slot);
  }
}

void CurlEngine::wait() {
  const Tick begin = now();
  const bool is_idle = schedule_.running() == 0;
  milliseconds time = is_idle ? kLongestIdle : kLongestPoll;
  if (const auto next = schedule_.next_start(begin)) {
    time = std::min(time, std::chrono::ceil<milliseconds>(next->when - begin));
    if (is_idle) waits_.report(next->host, begin, next->when);
  } else if (is_idle && tools_.life == Life::Run) {
    return;
  } else if (is_idle && jobs_.empty()) {
    time = kLongestSleep;
  }
  transfers_->wait(time);
}

void CurlEngine::answer(std::size_t index, Result<Answer> result) {
  auto job = jobs_.extract(index);
  answers_.emplace_back(std::move(job.mapped().on_answer), std::move(result));
}

void CurlEngine::finish(const Transfers::Done& done, Job& job) {
  Transfers::Slot& slot = *done.slot;
  charge(job, done.cost);
  const std::string server = server_of(job.at);
  job.spent += std::chrono::ceil<milliseconds>(now() - slot.started);
  schedule_.end(server);
  if (is_worth_a_retry(done.code) && !std::exchange(job.was_resent, true)) {
    charge(job, {.retries = 1});
    return schedule_.add(slot.job, server);
  }
  if (done.code == CURLE_OK) return take_response(slot, job);
  Error error = done.code == CURLE_OPERATION_TIMEDOUT
                    ? timeout(*slot.transfer, job, transfers_->options(), now())
                    : slot.transfer->failure(done.code, job.at);
  if (error.kind == ErrorKind::AddressRefused && job.followed > 0) error = astray(error);
  Setback setback = setback_of(std::move(error));
  setback.may_pass = setback.may_pass || slot.transfer->was_crowded_out();
  take_setback(slot, job, setback);
}

void CurlEngine::charge(const Job& job, const Traffic& cost) {
  traffic_ += cost;
  if (job.request.account != nullptr) *job.request.account += cost;
}

void CurlEngine::take_response(Transfers::Slot& slot, Job& job) {
  const NetworkOptions& options = transfers_->options();
  Transfer& transfer = *slot.transfer;
  const long status = transfer.status();
  if (const auto location = transfer.field("Location"); is_redirect(status) && location) {
    if (!location->empty()) {
      if (is_permanent(status)) ++job.moves;
      return follow(slot, job, target_of(job, *location, allowed_, options));
    }
  }
  const bool is_not_modified = status == kNotModified && transfer.had_validators();
  if (!is_not_modified && status != kOk && status != kByProxy) {
    return take_setback(slot, job,
                        setback_of(status, transfer.field("Retry-After"), tools_.clock->now()));
  }
  Result<Answer> result =
      NotModified{.url = job.at, .max_age = transfer.max_age(), .redirects = redirects_of(job)};
  if (!is_not_modified) result = page_of(transfer, job);
  if (!result) return take_setback(slot, job, setback_of(result.error()));
  if (const auto place = place_after(*result, job, transfer)) {
    // Where it may not lead, the page is the answer.
    if (auto target = target_of(job, *place, allowed_, options)) {
      ++job.refreshes;
      return follow(slot, job, std::move(target));
    }
  }
  if (is_not_modified) charge(job, {.not_modified = 1});
  schedule_.note_success(server_of(job.at));
  waits_.note_success(server_of(job.at));
  answer(slot.job, std::move(result));
}

void CurlEngine::follow(const Transfers::Slot& slot, Job& job, Result<url::Url> target) {
  schedule_.note_success(server_of(job.at));
  if (!target) return answer(slot.job, tl::unexpected(target.error()));
  ++job.followed;
  job.cookies = slot.transfer->cookies();
  job.at = *std::move(target);
  schedule_.add(slot.job, server_of(job.at));
}

void CurlEngine::take_setback(const Transfers::Slot& slot, Job& job, const Setback& setback) {
  const std::string server = server_of(job.at);
  Situation situation{.retries = job.retries,
                      .spent = job.spent,
                      .now = now(),
                      .last_moment = std::min(end_, job.request.deadline.value_or(Tick::max())),
                      .chance = tools_.jitter(),
                      .life = tools_.life};
  if (!setback.rest && counts_against_host(setback, tools_.life)) {
    situation.host_failures = schedule_.note_failure(server, slot.started);
  } else if (!setback.rest) {
    schedule_.note_success(server);
  }
  const NextStep step = next_step(setback, situation, transfers_->options());
  treat_host(server, step);
  const auto* retry = std::get_if<Retry>(&step.request);
  if (retry == nullptr) return answer(slot.job, tl::unexpected(std::get<Error>(step.request)));
  // Another request may have been the last that the host failed.
  if (const Error* left = schedule_.reason_left(server); left != nullptr) {
    return answer(slot.job, tl::unexpected(*left));
  }
  ++job.retries;
  charge(job, {.retries = 1});
  job.spent += retry->spent;
  job.followed = job.refreshes = job.moves = 0;
  job.cookies.clear();
  job.at = job.request.url;
  waits_.note_cause(server_of(job.at), setback.error.message);
  schedule_.add_later(slot.job, server_of(job.at), retry->when);
}

void CurlEngine::treat_host(const std::string& server, const NextStep& step) {
  if (const auto* rest = std::get_if<HostRest>(&step.host)) {
    return schedule_.rest(server, now(), rest->until);
  }
  const auto* left = std::get_if<HostLeft>(&step.host);
  if (left == nullptr) return;
  if (tools_.life == Life::Run) return schedule_.leave(server, left->reason);
  const Tick begin = now();
  const seconds time = std::min(left->rest, kLongestRest);
  schedule_.rest(server, begin, begin + time);
  give_up_on(server, begin + time, in_trouble(left->reason, time));
}

}  // namespace newshole::fetch
