#pragma once
// Requests over libcurl, one turn of a loop after another: the schedule says when each may start,
// next_step says what follows a failure, and this does it. Internal to this module.

#include "base/clock.h"
#include "fetch/curl/transfers.h"
#include "fetch/fetcher.h"
#include "fetch/policy/allowed_servers.h"
#include "fetch/policy/next_step.h"
#include "fetch/policy/schedule.h"

namespace newshole::fetch {

/// What an engine is given besides its options; the clock outlives it.
struct EngineTools {
  const Clock* clock;
  Jitter jitter;
  OnWait on_wait;
  Life life = Life::Run;
};

/// A request without an answer, over its redirects and retries.
struct Job {
  Request request;
  Fetcher::OnAnswer on_answer;
  url::Url at;
  int followed = 0;                  // redirects, and pages that lead on by themselves
  int refreshes = 0;                 // the latter
  int moves = 0;                     // of those followed the permanent redirects
  std::vector<std::string> cookies;  // that answers set which led on
  int retries = 0;
  bool was_resent = false;
  std::chrono::milliseconds spent{0};
};

class CurlEngine {
 public:
  /// As CurlFetcher has it.
  [[nodiscard]] static Result<std::unique_ptr<CurlEngine>> create(const NetworkOptions& options,
                                                                  EngineTools tools);

  /// The sooner a request is added, the more urgent it is.
  void add(Request request, Fetcher::OnAnswer on_answer);

  /// False once every request has its answer.
  [[nodiscard]] bool is_busy() const { return !jobs_.empty() || !answers_.empty(); }

  /// Starts what may start, waits for news, gives an answer if there is one.
  void turn();

  /// For any thread: ends the wait of a turn, or of the next.
  void wake() { transfers_->wake(); }

  /// Answers all that is left with Stopped. No turn may follow.
  void stop();
  /// Sleeps for a moment, or until `wake`.
  void idle();

  [[nodiscard]] Traffic traffic() const { return traffic_; }

 private:
  CurlEngine(std::unique_ptr<Transfers> transfers, EngineTools tools);
  bool start_ready();
  void start(std::size_t index);
  [[nodiscard]] Status send(std::size_t index, const Job& job);
  void take_finished();
  void finish(const Transfers::Done& done, Job& job);
  void take_response(Transfers::Slot& slot, Job& job);
  void follow(const Transfers::Slot& slot, Job& job, Result<url::Url> target);
  void charge(const Job& job, const Traffic& cost);
  void take_setback(const Transfers::Slot& slot, Job& job, const Setback& setback);
  void treat_host(const std::string& server, const NextStep& step);
  void withdraw(std::size_t index, const Error& error);
  void withdraw_all();
  void give_up_on(const std::string& server, Tick until, const Error& error);
  void expire();
  void wait();
  void answer(std::size_t index, Result<Answer> result);
  [[nodiscard]] Tick now() const { return tools_.clock->tick(); }

  std::unique_ptr<Transfers> transfers_;
  EngineTools tools_;
  AllowedServers allowed_;
  Tick end_;  // of the run
  Schedule schedule_;
  Waits waits_;
  Traffic traffic_;
  std::size_t next_ = 0;
  std::map<std::size_t, Job> jobs_;
  std::multimap<Tick, std::size_t> deadlines_;  // of some jobs, and of some that are done
  std::deque<std::pair<Fetcher::OnAnswer, Result<Answer>>> answers_;  // to be given
};

}  // namespace newshole::fetch
