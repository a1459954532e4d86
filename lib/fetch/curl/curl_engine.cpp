#include "fetch/curl/curl_engine.h"

#include <algorithm>
#include <utility>

#include "fetch/curl/curl_error.h"
#include "fetch/curl/network_options.h"
#include "fetch/curl/redirect.h"
#include "fetch/curl/retry.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr long kNotModified = 304;
// Of pages that came while others were handed on; what is finished beyond them waits in libcurl.
constexpr std::size_t kMostWaitingBytes = std::size_t{2} << 20;
// This libcurl's poll sleeps its whole time over HTTP/2 although data lie in its buffers.
constexpr milliseconds kLongestPoll{10};
// With nothing on its way, so that a wish to stop is soon seen.
constexpr milliseconds kLongestIdle{200};
// With nothing to do at all; `wake` ends it.
constexpr milliseconds kLongestSleep{60'000};
// libcurl's timers may end a little early.
constexpr milliseconds kTimerSlack{50};
// Of a host that fails, or asks for it.
constexpr seconds kRestInTrouble{60};
constexpr seconds kLongestRest{24L * 60 * 60};
// Hosts that are known; those that nothing is to be known of are forgotten beyond it.
constexpr std::size_t kMostHosts = 1024;
// Of an engine that lives on; a run needs all it can get.
constexpr long kOpenConnections = 16;

std::string in_words(milliseconds limit) {
  if (limit.count() % 1000 == 0) return std::to_string(limit.count() / 1000) + " s";
  return std::to_string(limit.count()) + " ms";
}

// Its threads and certificates live as long as the process, and other code may use libcurl, so it
// is never cleaned up.
CURLcode start_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code;
}

std::string server_of(const url::Url& url) {
  return url.host + ":" + url.port;
}

std::size_t weight_of(const Result<Answer>& answer) {
  const Page* page = answer ? std::get_if<Page>(&*answer) : nullptr;
  return page == nullptr ? 0 : page->html.size();
}

Error in_trouble(const Error& cause, seconds rest) {
  return {cause.kind,
          cause.message + "; it is left alone for " + std::to_string(rest.count()) + " s",
          cause.status};
}

Error astray(const Error& error) {
  return {ErrorKind::RedirectRefused, "a redirect leads to where we do not go: " + error.message};
}

}  // namespace

CurlEngine::Setback CurlEngine::setback_of(Error error) {
  const ErrorKind kind = error.kind;
  const bool is_servers =
      kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls;
  const Blame blame = is_servers                     ? Blame::Server
                      : kind == ErrorKind::Truncated ? Blame::Page
                                                     : Blame::Nobody;
  return {.error = std::move(error), .blame = blame, .may_pass = may_pass(kind)};
}

CurlEngine::CurlEngine(const NetworkOptions& options, const Clock& clock, Jitter jitter, Life life)
    : session_(options),
      allowed_(options),
      clock_(&clock),
      jitter_(std::move(jitter)),
      life_(life),
      end_(life == Life::Run ? clock.tick() + options.max_run : Tick::max()),
      schedule_({.max_per_host = options.max_per_host,
                 .max_in_flight = options.max_in_flight,
                 .pause = options.pause}),
      multi_(curl_multi_init()) {}

Result<std::unique_ptr<CurlEngine>> CurlEngine::create(const NetworkOptions& options,
                                                       const Clock& clock, Jitter jitter,
                                                       Life life) {
  if (const Status valid = check_options(options); !valid) return tl::unexpected(valid.error());
  if (start_libcurl() != CURLE_OK) return fail(ErrorKind::Internal, "libcurl does not start");
  std::unique_ptr<CurlEngine> engine(new CurlEngine(options, clock, std::move(jitter), life));
  if (const Status ready = engine->configure(); !ready) return tl::unexpected(ready.error());
  return engine;
}

Status CurlEngine::configure() {
  if (!multi_) return fail(ErrorKind::Internal, "libcurl: out of memory");
  CURLMcode code = curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long{CURLPIPE_MULTIPLEX});
  if (code == CURLM_OK && life_ == Life::Open) {
    code = curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kOpenConnections);
  }
  if (code != CURLM_OK) {
    return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_multi_strerror(code));
  }
  // Made at once, since it tells whether libcurl takes the options.
  const Result<Slot*> slot = free_slot();
  if (!slot) return tl::unexpected(slot.error());
  free_.push_back(*slot);
  return {};
}

Result<CurlEngine::Slot*> CurlEngine::free_slot() {
  if (free_.empty()) {
    Result<std::unique_ptr<Transfer>> made = Transfer::create(session_);
    if (!made) return tl::unexpected(made.error());
    slots_.push_back({.transfer = *std::move(made)});
    free_.push_back(&slots_.back());
  }
  Slot* slot = free_.back();
  free_.pop_back();
  return slot;
}

void CurlEngine::add(std::size_t index, const Request& request) {
  asked_.emplace(index, &request);
  const std::string server = server_of(request.url);
  if (life_ == Life::Open && schedule_.hosts() > kMostHosts) schedule_.forget_idle(clock_->tick());
  schedule_.add(index, server);
  if (!request.deadline) return;
  deadlines_.emplace(*request.deadline, index);
  const Tick until = schedule_.resting_until(server);
  if (until < *request.deadline) return;
  const seconds rest = std::chrono::ceil<seconds>(until - clock_->tick());
  give_up_on(server, until,
             in_trouble({ErrorKind::RateLimited, "the host failed or asked for a rest"}, rest));
}

// What can start does so before an answer is handed on, which may take its time. That includes what
// takes the places of those that are found to be finished: else these would stay empty meanwhile.
void CurlEngine::turn(const OnAnswer& on_answer) {
  do {
    perform();
    take_finished();
  } while (start_ready());
  expire();
  if (answers_.empty()) wait();
  hand_on(on_answer);
}

void CurlEngine::wake() {
  curl_multi_wakeup(multi_.get());
}

void CurlEngine::hand_on(const OnAnswer& on_answer) {
  if (answers_.empty()) return;
  Answered next = std::move(answers_.front());
  answers_.pop_front();
  waiting_bytes_ -= next.bytes;
  asked_.erase(next.index);
  on_answer(next.index, std::move(next.answer));
}

// Transfers are left as they are until the engine goes: libcurl may wait for a name server when it
// drops one, and nothing is asked of the engine any more.
void CurlEngine::stop(const OnAnswer& on_answer) {
  while (!answers_.empty()) hand_on(on_answer);
  for (const auto& [index, request] : std::exchange(asked_, {})) on_answer(index, stopped());
}

// Those on their way libcurl ends in time.
void CurlEngine::expire() {
  const Tick now = clock_->tick();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const std::size_t index = deadlines_.begin()->second;
    deadlines_.erase(deadlines_.begin());
    withdraw(index, {ErrorKind::Timeout, "it did not get its turn in time"});
  }
}

/// If it waits for its turn, answers it with `error`.
void CurlEngine::withdraw(std::size_t index, const Error& error) {
  const auto asked = asked_.find(index);
  if (asked == asked_.end()) return;
  const auto started = jobs_.find(index);
  const url::Url& at = started == jobs_.end() ? asked->second->url : started->second.at;
  if (!schedule_.withdraw(index, server_of(at))) return;
  answer(job_of(index), tl::unexpected(error));
}

/// Those that wait for `server` and cannot wait until then.
void CurlEngine::give_up_on(const std::string& server, Tick until, const Error& error) {
  std::vector<std::size_t> hopeless;
  for (const auto& [index, request] : asked_) {
    const auto started = jobs_.find(index);
    const url::Url& at = started == jobs_.end() ? request->url : started->second.at;
    const bool is_in_time = !request->deadline || *request->deadline > until;
    if (!is_in_time && server_of(at) == server) hopeless.push_back(index);
  }
  for (const std::size_t index : hopeless) withdraw(index, error);
}

CurlEngine::Job& CurlEngine::job_of(std::size_t index) {
  const Request* request = asked_.at(index);
  return jobs_.try_emplace(index, Job{.index = index, .request = request, .at = request->url})
      .first->second;
}

// A slow reader of many pages, or a server that was left, must not cost memory for each page.
bool CurlEngine::has_room() const {
  return waiting_bytes_ < kMostWaitingBytes && answers_.size() < 2 * options().max_in_flight;
}

bool CurlEngine::start_ready() {
  bool has_started = false;
  while (has_room()) {
    const std::optional<std::size_t> index = schedule_.start(clock_->tick());
    if (!index) break;
    has_started = true;
    start(job_of(*index));
  }
  return has_started;
}

void CurlEngine::start(Job& job) {
  if (const Error* left = schedule_.reason_left(server_of(job.at)); left != nullptr) {
    return answer(job, tl::unexpected(*left));
  }
  const Status allowed = may_start(job);
  if (allowed) return send(job);
  schedule_.end(server_of(job.at));
  answer(job, tl::unexpected(allowed.error()));
}

Status CurlEngine::may_start(const Job& job) const {
  if (clock_->tick() < end_) return allowed_.check(job.at);
  return fail(ErrorKind::Timeout, "the run's " + in_words(options().max_run) + " are over");
}

void CurlEngine::send(Job& job) {
  const Result<Slot*> slot = free_slot();
  if (!slot) {
    schedule_.end(server_of(job.at));
    return answer(job, tl::unexpected(slot.error()));
  }
  Transfer& transfer = *(*slot)->transfer;
  (*slot)->job = &job;
  (*slot)->server = server_of(job.at);
  (*slot)->started = clock_->tick();
  const bool any = !options().proxy.empty() || allowed_.is_named(job.at);
  CURLcode code = transfer.prepare(job.at, job.request->validators, time_left(job),
                                   any ? Addresses::Any : Addresses::Public);
  if (code == CURLE_OK) code = Setter(transfer.handle()).set(CURLOPT_PRIVATE, *slot).code();
  if (code == CURLE_OK && curl_multi_add_handle(multi_.get(), transfer.handle()) != CURLM_OK) {
    code = CURLE_FAILED_INIT;
  }
  if (code != CURLE_OK) finish(**slot, code);
}

milliseconds CurlEngine::time_left(const Job& job) const {
  milliseconds left = options().max_time - job.spent;
  if (job.request->deadline) {
    left = std::min(left, std::chrono::ceil<milliseconds>(*job.request->deadline - clock_->tick()));
  }
  return std::max(left, milliseconds(1));
}

/// By when the request must have its answer.
Tick CurlEngine::last_moment(const Job& job) const {
  return std::min(end_, job.request->deadline.value_or(Tick::max()));
}

void CurlEngine::perform() {
  int running = 0;
  session_.sockets.hold();
  const CURLMcode code = curl_multi_perform(multi_.get(), &running);
  session_.sockets.release();
  if (code == CURLM_OK) return;
  for (Slot& slot : slots_) {
    if (slot.job != nullptr) finish(slot, CURLE_FAILED_INIT);
  }
}

// All that are finished, so that those that take their places are sent together: one packet each
// would spend the round trips of a young connection.
void CurlEngine::take_finished() {
  int left = 0;
  while (has_room()) {
    const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
    if (message == nullptr) return;
    if (message->msg != CURLMSG_DONE) continue;
    finish(*info<Slot*>(message->easy_handle, CURLINFO_PRIVATE), message->data.result);
  }
}

void CurlEngine::wait() {
  const Tick now = clock_->tick();
  const bool is_idle = schedule_.running() == 0;
  milliseconds time = is_idle ? kLongestIdle : kLongestPoll;
  if (const std::optional<Tick> next = schedule_.next_start(now)) {
    time = std::min(time, std::chrono::ceil<milliseconds>(*next - now));
  } else if (is_idle && life_ == Life::Run) {
    return;
  } else if (is_idle && asked_.empty()) {
    time = kLongestSleep;
  }
  curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(time.count()), nullptr);
}

void CurlEngine::answer(const Job& job, Result<Answer> result) {
  const std::size_t index = job.index;
  const std::size_t bytes = weight_of(result);
  waiting_bytes_ += bytes;
  answers_.push_back({index, std::move(result), bytes});
  jobs_.erase(index);
}

void CurlEngine::count(const Slot& slot) {
  CURL* easy = slot.transfer->handle();
  ++traffic_.requests;
  traffic_.connections += static_cast<std::size_t>(info<long>(easy, CURLINFO_NUM_CONNECTS));
  traffic_.bytes_on_the_wire +=
      static_cast<std::size_t>(info<curl_off_t>(easy, CURLINFO_SIZE_DOWNLOAD_T)) +
      static_cast<std::size_t>(info<long>(easy, CURLINFO_HEADER_SIZE));
  traffic_.bytes_decoded += slot.transfer->bytes_decoded();
}

void CurlEngine::finish(Slot& slot, CURLcode code) {
  Job& job = *slot.job;
  curl_multi_remove_handle(multi_.get(), slot.transfer->handle());
  job.spent += std::chrono::ceil<milliseconds>(clock_->tick() - slot.started);
  count(slot);
  schedule_.end(slot.server);
  if (is_worth_a_retry(code) && !std::exchange(job.was_resent, true)) {
    ++traffic_.retries;
    schedule_.add(job.index, slot.server);
  } else if (code != CURLE_OK) {
    Setback setback = setback_of(failure(slot, code));
    setback.may_pass = setback.may_pass || slot.transfer->was_crowded_out();
    take_setback(slot, std::move(setback));
  } else {
    take_response(slot);
  }
  slot.transfer->drop_body();
  slot.job = nullptr;
  free_.push_back(&slot);
}

Error CurlEngine::failure(const Slot& slot, CURLcode code) const {
  if (code == CURLE_OPERATION_TIMEDOUT) return timeout(slot);
  Error error = slot.transfer->failure(code, slot.job->at);
  const bool is_astray = error.kind == ErrorKind::AddressRefused && slot.job->followed > 0;
  return is_astray ? astray(error) : error;
}

Error CurlEngine::timeout(const Slot& slot) const {
  if (slot.job->spent >= options().max_time) {
    return {ErrorKind::Timeout, "not finished within " + in_words(options().max_time)};
  }
  if (slot.job->request->deadline && clock_->tick() + kTimerSlack >= *slot.job->request->deadline) {
    return {ErrorKind::Timeout, "not finished in time"};
  }
  if (!slot.transfer->had_connection()) {
    return {ErrorKind::Timeout, "no connection within " + in_words(options().connect_timeout)};
  }
  return {ErrorKind::Timeout, "stalled for " + in_words(options().stall_time)};
}

void CurlEngine::take_response(Slot& slot) {
  const long status = slot.transfer->status();
  const std::string location = slot.transfer->field("Location");
  if (is_redirect(status) && !location.empty()) return take_redirect(slot, location);
  if (status == 200) return take_page(slot);
  if (status != kNotModified || !slot.transfer->had_validators()) return take_status(slot, status);
  schedule_.note_success(slot.server);
  ++traffic_.not_modified;
  answer(*slot.job, NotModified{});
}

void CurlEngine::take_redirect(Slot& slot, const std::string& location) {
  Job& job = *slot.job;
  schedule_.note_success(slot.server);
  if (job.followed == options().max_redirects) {
    return answer(job, fail(ErrorKind::RedirectRefused,
                            "more than " + std::to_string(options().max_redirects) + " redirects"));
  }
  const Request& request = *job.request;
  Result<url::Url> target = redirect_target(job.at, location, request.hosts);
  if (!target) return answer(job, tl::unexpected(target.error()));
  if (const Status may = request.may_follow ? request.may_follow(*target) : Status(); !may) {
    return answer(job, tl::unexpected(may.error()));
  }
  if (const Status allowed = allowed_.check(*target); !allowed) {
    return answer(job, tl::unexpected(astray(allowed.error())));
  }
  if (job.spent >= options().max_time) return answer(job, tl::unexpected(timeout(slot)));
  ++job.followed;
  job.at = *std::move(target);
  schedule_.add(job.index, server_of(job.at));
}

void CurlEngine::take_page(Slot& slot) {
  Result<Page> page = slot.transfer->take_page(slot.job->at);
  if (!page) return take_setback(slot, setback_of(page.error()));
  schedule_.note_success(slot.server);
  answer(*slot.job, *std::move(page));
}

// A server that asks for a rest, in earnest or not, is one that limits its clients.
void CurlEngine::take_status(Slot& slot, long status) {
  const bool is_limit = status == 429 || (status == 503 && slot.transfer->has_field("Retry-After"));
  Setback setback{.error = {is_limit ? ErrorKind::RateLimited : ErrorKind::HttpStatus,
                            "answered " + std::to_string(status), status},
                  .blame = status == 429 || status == 503 ? Blame::Server : Blame::Page,
                  .may_pass = may_pass(status)};
  if (!setback.may_pass) setback.blame = Blame::Nobody;
  if (is_limit) setback.rest = retry_after(slot.transfer->field("Retry-After"), clock_->now());
  take_setback(slot, std::move(setback));
}

milliseconds CurlEngine::next_pause(int failures) {
  return pause_after(failures, options().retry_pause, jitter_());
}

void CurlEngine::try_again(Job& job, Tick when) {
  ++job.retries;
  ++traffic_.retries;
  job.followed = 0;
  job.at = job.request->url;
  schedule_.add_later(job.index, server_of(job.at), when);
}

/// For good, or where the engine lives on for a while.
void CurlEngine::leave(const std::string& server, Error reason, seconds rest) {
  if (life_ == Life::Run) return schedule_.leave(server, std::move(reason));
  const Tick now = clock_->tick();
  const seconds time = std::min(rest, kLongestRest);
  schedule_.rest(server, now, now + time);
  give_up_on(server, now + time, in_trouble(reason, time));
}

/// For the server: what else is to be asked of it, and when.
void CurlEngine::note_failure(const Slot& slot, const Setback& setback) {
  // Of an engine that lives on anybody may want pages that fail: they must not cost others the
  // host.
  const bool is_page = setback.blame == Blame::Page && life_ == Life::Open;
  if (setback.blame == Blame::Nobody || is_page) return schedule_.note_success(slot.server);
  const int in_row = schedule_.note_failure(slot.server, slot.started);
  if (in_row >= kFailuresToLeave) {
    Error reason = setback.error;
    reason.message += "; the host failed " + std::to_string(kFailuresToLeave) + " times";
    leave(slot.server, std::move(reason), kRestInTrouble);
  } else if (in_row > 0 && setback.blame == Blame::Server) {
    const Tick now = clock_->tick();
    schedule_.rest(slot.server, now, now + next_pause(in_row));
  }
}

void CurlEngine::take_setback(Slot& slot, Setback setback) {
  Job& job = *slot.job;
  if (setback.rest) return take_rest(slot, setback.error, *setback.rest);
  note_failure(slot, setback);
  if (!setback.may_pass) return answer(job, tl::unexpected(setback.error));
  if (const Error* left = schedule_.reason_left(slot.server); left != nullptr) {
    return answer(job, tl::unexpected(*left));
  }
  const Tick now = clock_->tick();
  const milliseconds pause = next_pause(job.retries + 1);
  if (job.retries >= options().max_retries || job.spent + pause >= options().max_time ||
      now + pause > last_moment(job)) {
    return answer(job, tl::unexpected(setback.error));
  }
  job.spent += pause;
  try_again(job, now + pause);
}

// No failure of the server's, which lives and says what it wants.
void CurlEngine::take_rest(Slot& slot, const Error& error, seconds rest) {
  Job& job = *slot.job;
  const Tick now = clock_->tick();
  const Tick until = now + std::max<milliseconds>(rest, next_pause(job.retries + 1));
  if (until > last_moment(job)) {
    const Error reason{ErrorKind::RateLimited, error.message + " and asks for a rest of " +
                                                   std::to_string(rest.count()) + " s"};
    leave(slot.server, reason, rest);
    return answer(job, tl::unexpected(reason));
  }
  schedule_.rest(slot.server, now, until);
  if (job.retries >= options().max_retries) return answer(job, tl::unexpected(error));
  try_again(job, until);
}

}  // namespace newshole::fetch
