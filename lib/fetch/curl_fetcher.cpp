#include "fetch/curl_fetcher.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include <curl/curl.h>

#include "fetch/allowed_servers.h"
#include "fetch/curl_error.h"
#include "fetch/curl_handle.h"
#include "fetch/network_options.h"
#include "fetch/redirect.h"
#include "fetch/retry.h"
#include "fetch/schedule.h"
#include "fetch/transfer.h"

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

Error astray(const Error& error) {
  return {ErrorKind::RedirectRefused, "a redirect leads to where we do not go: " + error.message};
}

/// A request on its way, over its redirects and retries.
struct Job {
  std::size_t index = 0;
  url::Url at;
  int followed = 0;
  int retries = 0;
  bool was_resent = false;
  milliseconds spent{0};
};

/// A place for one request in flight.
struct Slot {
  std::unique_ptr<Transfer> transfer;
  Job* job = nullptr;
  std::string server;
  Tick started;
};

/// Whose fault it is that a request failed.
enum class Blame { Page, Server, Nobody };

struct Setback {
  Error error;
  Blame blame = Blame::Nobody;
  bool may_pass = false;
  std::optional<seconds> rest;  ///< that the server asks for
};

Setback setback_of(Error error) {
  const ErrorKind kind = error.kind;
  const bool is_servers =
      kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Tls;
  const Blame blame = is_servers                     ? Blame::Server
                      : kind == ErrorKind::Truncated ? Blame::Page
                                                     : Blame::Nobody;
  return {.error = std::move(error), .blame = blame, .may_pass = may_pass(kind)};
}

}  // namespace

struct CurlFetcher::Engine {
  Engine(const NetworkOptions& options, const Clock& given_clock, Jitter given_jitter);
  [[nodiscard]] Status configure();
  void fetch_all(std::span<const Request> requests, const OnAnswer& on_answer,
                 const std::function<bool()>& is_stopped);

  Traffic traffic;

 private:
  struct Answered {
    std::size_t index;
    Result<Answer> answer;
    std::size_t bytes;
  };

  bool start_ready();
  void start(Job& job);
  void send(Job& job);
  [[nodiscard]] Status may_start(const Job& job) const;
  Result<Slot*> free_slot();
  void perform();
  void take_finished();
  void wait();

  void finish(Slot& slot, CURLcode code);
  void count(const Slot& slot);
  void take_response(Slot& slot);
  void take_redirect(Slot& slot, const std::string& location);
  void take_page(Slot& slot);
  void take_status(Slot& slot, long status);
  void take_setback(Slot& slot, Setback setback);
  void take_rest(Slot& slot, const Error& error, seconds rest);
  void note_failure(const Slot& slot, const Setback& setback);
  [[nodiscard]] milliseconds next_pause(int failures);
  void try_again(Job& job, Tick when);
  void answer(const Job& job, Result<Answer> result);
  void hand_on(const OnAnswer& on_answer);
  void stop(const OnAnswer& on_answer);
  [[nodiscard]] bool has_room() const;

  [[nodiscard]] Error failure(const Slot& slot, CURLcode code) const;
  [[nodiscard]] Error timeout(const Slot& slot) const;
  [[nodiscard]] const NetworkOptions& options() const { return session_.options; }

  Session session_;
  AllowedServers allowed_;
  const Clock* clock_;
  Jitter jitter_;
  Tick end_;  // of the run
  Schedule schedule_;
  Multi multi_;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;
  std::span<const Request> requests_;
  std::vector<bool> is_answered_;
  std::unordered_map<std::size_t, Job> jobs_;  // those that have started
  std::deque<Answered> answers_;               // not yet handed on,
  std::size_t waiting_bytes_ = 0;              // and what they weigh
};

CurlFetcher::Engine::Engine(const NetworkOptions& options, const Clock& given_clock,
                            Jitter given_jitter)
    : session_(options),
      allowed_(options),
      clock_(&given_clock),
      jitter_(std::move(given_jitter)),
      end_(given_clock.tick() + options.max_run),
      schedule_({.max_per_host = options.max_per_host,
                 .max_in_flight = options.max_in_flight,
                 .pause = options.pause}),
      multi_(curl_multi_init()) {}

Status CurlFetcher::Engine::configure() {
  if (!multi_) return fail(ErrorKind::Internal, "libcurl: out of memory");
  const CURLMcode code =
      curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long{CURLPIPE_MULTIPLEX});
  if (code != CURLM_OK) {
    return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_multi_strerror(code));
  }
  // Made at once, since it tells whether libcurl takes the options.
  const Result<Slot*> slot = free_slot();
  if (!slot) return tl::unexpected(slot.error());
  free_.push_back(*slot);
  return {};
}

Result<Slot*> CurlFetcher::Engine::free_slot() {
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

// What can start does so before an answer is handed on, which may take its time. That includes what
// takes the places of those that are found to be finished: else these would stay empty meanwhile.
void CurlFetcher::Engine::fetch_all(std::span<const Request> requests, const OnAnswer& on_answer,
                                    const std::function<bool()>& is_stopped) {
  requests_ = requests;
  is_answered_.assign(requests.size(), false);
  for (std::size_t i = 0; i < requests.size(); ++i) schedule_.add(i, server_of(requests[i].url));
  while (schedule_.is_waiting() || schedule_.running() > 0 || !answers_.empty()) {
    if (is_stopped()) return stop(on_answer);
    do {
      perform();
      take_finished();
    } while (start_ready());
    if (answers_.empty()) wait();
    hand_on(on_answer);
  }
}

void CurlFetcher::Engine::hand_on(const OnAnswer& on_answer) {
  if (answers_.empty()) return;
  Answered next = std::move(answers_.front());
  answers_.pop_front();
  waiting_bytes_ -= next.bytes;
  is_answered_[next.index] = true;
  on_answer(next.index, std::move(next.answer));
}

// Transfers are left as they are until the engine goes: libcurl may wait for a name server when it
// drops one, and nothing is asked of the engine any more.
void CurlFetcher::Engine::stop(const OnAnswer& on_answer) {
  while (!answers_.empty()) hand_on(on_answer);
  for (std::size_t i = 0; i < is_answered_.size(); ++i) {
    if (!is_answered_[i]) on_answer(i, stopped());
  }
}

// A slow reader of many pages, or a server that was left, must not cost memory for each page.
bool CurlFetcher::Engine::has_room() const {
  return waiting_bytes_ < kMostWaitingBytes && answers_.size() < 2 * options().max_in_flight;
}

bool CurlFetcher::Engine::start_ready() {
  bool has_started = false;
  while (has_room()) {
    const std::optional<std::size_t> index = schedule_.start(clock_->tick());
    if (!index) break;
    has_started = true;
    start(
        jobs_.try_emplace(*index, Job{.index = *index, .at = requests_[*index].url}).first->second);
  }
  return has_started;
}

void CurlFetcher::Engine::start(Job& job) {
  if (const Error* left = schedule_.reason_left(server_of(job.at)); left != nullptr) {
    return answer(job, tl::unexpected(*left));
  }
  const Status allowed = may_start(job);
  if (allowed) return send(job);
  schedule_.end(server_of(job.at));
  answer(job, tl::unexpected(allowed.error()));
}

Status CurlFetcher::Engine::may_start(const Job& job) const {
  if (clock_->tick() < end_) return allowed_.check(job.at);
  return fail(ErrorKind::Timeout, "the run's " + in_words(options().max_run) + " are over");
}

void CurlFetcher::Engine::send(Job& job) {
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
  CURLcode code = transfer.prepare(job.at, requests_[job.index].validators,
                                   std::max(options().max_time - job.spent, milliseconds(1)),
                                   any ? Addresses::Any : Addresses::Public);
  if (code == CURLE_OK) code = Setter(transfer.handle()).set(CURLOPT_PRIVATE, *slot).code();
  if (code == CURLE_OK && curl_multi_add_handle(multi_.get(), transfer.handle()) != CURLM_OK) {
    code = CURLE_FAILED_INIT;
  }
  if (code != CURLE_OK) finish(**slot, code);
}

void CurlFetcher::Engine::perform() {
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
void CurlFetcher::Engine::take_finished() {
  int left = 0;
  while (has_room()) {
    const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
    if (message == nullptr) return;
    if (message->msg != CURLMSG_DONE) continue;
    finish(*info<Slot*>(message->easy_handle, CURLINFO_PRIVATE), message->data.result);
  }
}

void CurlFetcher::Engine::wait() {
  const Tick now = clock_->tick();
  milliseconds time = schedule_.running() > 0 ? kLongestPoll : kLongestIdle;
  if (const std::optional<Tick> next = schedule_.next_start(now)) {
    time = std::min(time, std::chrono::ceil<milliseconds>(*next - now));
  } else if (schedule_.running() == 0) {
    return;
  }
  curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(time.count()), nullptr);
}

void CurlFetcher::Engine::answer(const Job& job, Result<Answer> result) {
  const std::size_t index = job.index;
  const std::size_t bytes = weight_of(result);
  waiting_bytes_ += bytes;
  answers_.push_back({index, std::move(result), bytes});
  jobs_.erase(index);
}

void CurlFetcher::Engine::count(const Slot& slot) {
  CURL* easy = slot.transfer->handle();
  ++traffic.requests;
  traffic.connections += static_cast<std::size_t>(info<long>(easy, CURLINFO_NUM_CONNECTS));
  traffic.bytes_on_the_wire +=
      static_cast<std::size_t>(info<curl_off_t>(easy, CURLINFO_SIZE_DOWNLOAD_T)) +
      static_cast<std::size_t>(info<long>(easy, CURLINFO_HEADER_SIZE));
  traffic.bytes_decoded += slot.transfer->bytes_decoded();
}

void CurlFetcher::Engine::finish(Slot& slot, CURLcode code) {
  Job& job = *slot.job;
  curl_multi_remove_handle(multi_.get(), slot.transfer->handle());
  job.spent += std::chrono::ceil<milliseconds>(clock_->tick() - slot.started);
  count(slot);
  schedule_.end(slot.server);
  if (is_worth_a_retry(code) && !std::exchange(job.was_resent, true)) {
    ++traffic.retries;
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

Error CurlFetcher::Engine::failure(const Slot& slot, CURLcode code) const {
  if (code == CURLE_OPERATION_TIMEDOUT) return timeout(slot);
  Error error = slot.transfer->failure(code, slot.job->at);
  const bool is_astray = error.kind == ErrorKind::AddressRefused && slot.job->followed > 0;
  return is_astray ? astray(error) : error;
}

Error CurlFetcher::Engine::timeout(const Slot& slot) const {
  if (slot.job->spent >= options().max_time) {
    return {ErrorKind::Timeout, "not finished within " + in_words(options().max_time)};
  }
  if (!slot.transfer->had_connection()) {
    return {ErrorKind::Timeout, "no connection within " + in_words(options().connect_timeout)};
  }
  return {ErrorKind::Timeout, "stalled for " + in_words(options().stall_time)};
}

void CurlFetcher::Engine::take_response(Slot& slot) {
  const long status = slot.transfer->status();
  const std::string location = slot.transfer->field("Location");
  if (is_redirect(status) && !location.empty()) return take_redirect(slot, location);
  if (status == 200) return take_page(slot);
  if (status != kNotModified || !slot.transfer->had_validators()) return take_status(slot, status);
  schedule_.note_success(slot.server);
  ++traffic.not_modified;
  answer(*slot.job, NotModified{});
}

void CurlFetcher::Engine::take_redirect(Slot& slot, const std::string& location) {
  Job& job = *slot.job;
  schedule_.note_success(slot.server);
  if (job.followed == options().max_redirects) {
    return answer(job, fail(ErrorKind::RedirectRefused,
                            "more than " + std::to_string(options().max_redirects) + " redirects"));
  }
  const Request& request = requests_[job.index];
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

void CurlFetcher::Engine::take_page(Slot& slot) {
  Result<Page> page = slot.transfer->take_page(slot.job->at);
  if (!page) return take_setback(slot, setback_of(page.error()));
  schedule_.note_success(slot.server);
  answer(*slot.job, *std::move(page));
}

// A server that asks for a rest, in earnest or not, is one that limits its clients.
void CurlFetcher::Engine::take_status(Slot& slot, long status) {
  const bool is_limit = status == 429 || (status == 503 && slot.transfer->has_field("Retry-After"));
  Setback setback{.error = {is_limit ? ErrorKind::RateLimited : ErrorKind::HttpStatus,
                            "answered " + std::to_string(status), status},
                  .blame = status == 429 || status == 503 ? Blame::Server : Blame::Page,
                  .may_pass = may_pass(status)};
  if (!setback.may_pass) setback.blame = Blame::Nobody;
  if (is_limit) setback.rest = retry_after(slot.transfer->field("Retry-After"), clock_->now());
  take_setback(slot, std::move(setback));
}

milliseconds CurlFetcher::Engine::next_pause(int failures) {
  return pause_after(failures, options().retry_pause, jitter_());
}

void CurlFetcher::Engine::try_again(Job& job, Tick when) {
  ++job.retries;
  ++traffic.retries;
  job.followed = 0;
  job.at = requests_[job.index].url;
  schedule_.add_later(job.index, server_of(job.at), when);
}

/// For the server: what else is to be asked of it, and when.
void CurlFetcher::Engine::note_failure(const Slot& slot, const Setback& setback) {
  if (setback.blame == Blame::Nobody) return schedule_.note_success(slot.server);
  const int in_row = schedule_.note_failure(slot.server, slot.started);
  if (in_row >= kFailuresToLeave) {
    Error reason = setback.error;
    reason.message += "; the host failed " + std::to_string(kFailuresToLeave) + " times";
    schedule_.leave(slot.server, std::move(reason));
  } else if (in_row > 0 && setback.blame == Blame::Server) {
    const Tick now = clock_->tick();
    schedule_.rest(slot.server, now, now + next_pause(in_row));
  }
}

void CurlFetcher::Engine::take_setback(Slot& slot, Setback setback) {
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
      now + pause > end_) {
    return answer(job, tl::unexpected(setback.error));
  }
  job.spent += pause;
  try_again(job, now + pause);
}

// No failure of the server's, which lives and says what it wants.
void CurlFetcher::Engine::take_rest(Slot& slot, const Error& error, seconds rest) {
  Job& job = *slot.job;
  const Tick now = clock_->tick();
  const Tick until = now + std::max<milliseconds>(rest, next_pause(job.retries + 1));
  if (until > end_) {
    const Error reason{ErrorKind::RateLimited, error.message + " and asks for a rest of " +
                                                   std::to_string(rest.count()) + " s"};
    schedule_.leave(slot.server, reason);
    return answer(job, tl::unexpected(reason));
  }
  schedule_.rest(slot.server, now, until);
  if (job.retries >= options().max_retries) return answer(job, tl::unexpected(error));
  try_again(job, until);
}

CurlFetcher::CurlFetcher(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(const NetworkOptions& options,
                                                         const Clock& clock, Jitter jitter) {
  if (const Status valid = check_options(options); !valid) return tl::unexpected(valid.error());
  if (start_libcurl() != CURLE_OK) return fail(ErrorKind::Internal, "libcurl does not start");
  auto engine = std::make_unique<Engine>(options, clock, std::move(jitter));
  if (const Status ready = engine->configure(); !ready) return tl::unexpected(ready.error());
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(engine)));
}

void CurlFetcher::fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) {
  engine_->fetch_all(requests, on_answer, [this] { return is_stopped(); });
}

Traffic CurlFetcher::traffic() const {
  return engine_->traffic;
}

}  // namespace newshole::fetch
