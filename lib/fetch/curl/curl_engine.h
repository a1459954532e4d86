#pragma once
// Requests over libcurl's multi interface, one turn of a loop after another: what CurlFetcher and
// OpenCurlFetcher share. Internal to this module.

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <curl/curl.h>

#include "base/clock.h"
#include "fetch/curl/allowed_servers.h"
#include "fetch/curl/curl_fetcher.h"
#include "fetch/curl/curl_handle.h"
#include "fetch/curl/schedule.h"
#include "fetch/curl/transfer.h"
#include "fetch/fetcher.h"

namespace newshole::fetch {

class CurlEngine {
 public:
  enum class Life {
    Run,  ///< ends with the run: nothing starts after max_run, a host in trouble is left for good
    Open  ///< goes on: a host in trouble rests, and what cannot wait for it is answered at once
  };
  using OnAnswer = Fetcher::OnAnswer;

  /// As CurlFetcher has it.
  [[nodiscard]] static Result<std::unique_ptr<CurlEngine>> create(const NetworkOptions& options,
                                                                  const Clock& clock, Jitter jitter,
                                                                  Life life);

  /// The lower `index`, which no other may have had, the more urgent. `request` must stay until its
  /// answer is handed on.
  void add(std::size_t index, const Request& request);

  /// False once all that was added has been handed on.
  [[nodiscard]] bool is_busy() const { return !asked_.empty(); }

  /// Starts what may start, waits for news, hands on an answer if there is one.
  void turn(const OnAnswer& on_answer);

  /// For any thread: ends the wait of a turn, or of the next.
  void wake();

  /// Answers all that is left with Stopped. Nothing may be added any more.
  void stop(const OnAnswer& on_answer);

  [[nodiscard]] Traffic traffic() const { return traffic_; }

 private:
  /// A request on its way, over its redirects and retries.
  struct Job {
    std::size_t index = 0;
    const Request* request = nullptr;
    url::Url at;
    int followed = 0;
    int retries = 0;
    bool was_resent = false;
    std::chrono::milliseconds spent{0};
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
    std::optional<std::chrono::seconds> rest;  ///< that the server asks for
  };

  struct Answered {
    std::size_t index;
    Result<Answer> answer;
    std::size_t bytes;
  };

  CurlEngine(const NetworkOptions& options, const Clock& clock, Jitter jitter, Life life);
  [[nodiscard]] Status configure();

  bool start_ready();
  void start(Job& job);
  void send(Job& job);
  [[nodiscard]] Status may_start(const Job& job) const;
  Result<Slot*> free_slot();
  void perform();
  void take_finished();
  void wait();
  void expire();
  void withdraw(std::size_t index, const Error& error);
  void give_up_on(const std::string& server, Tick until, const Error& error);
  void leave(const std::string& server, Error reason, std::chrono::seconds rest);

  void finish(Slot& slot, CURLcode code);
  void count(const Slot& slot);
  void take_response(Slot& slot);
  void take_redirect(Slot& slot, const std::string& location);
  void take_page(Slot& slot);
  void take_status(Slot& slot, long status);
  void take_setback(Slot& slot, Setback setback);
  void take_rest(Slot& slot, const Error& error, std::chrono::seconds rest);
  void note_failure(const Slot& slot, const Setback& setback);
  [[nodiscard]] std::chrono::milliseconds next_pause(int failures);
  void try_again(Job& job, Tick when);
  void answer(const Job& job, Result<Answer> result);
  void hand_on(const OnAnswer& on_answer);
  [[nodiscard]] bool has_room() const;

  [[nodiscard]] static Setback setback_of(Error error);
  [[nodiscard]] Error failure(const Slot& slot, CURLcode code) const;
  [[nodiscard]] Error timeout(const Slot& slot) const;
  [[nodiscard]] Job& job_of(std::size_t index);
  [[nodiscard]] std::chrono::milliseconds time_left(const Job& job) const;
  [[nodiscard]] Tick last_moment(const Job& job) const;
  [[nodiscard]] const NetworkOptions& options() const { return session_.options; }

  Session session_;
  AllowedServers allowed_;
  const Clock* clock_;
  Jitter jitter_;
  Life life_;
  Tick end_;  // of the run
  Schedule schedule_;
  Traffic traffic_;
  Multi multi_;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;
  std::map<std::size_t, const Request*> asked_;  // and not yet handed on
  std::multimap<Tick, std::size_t> deadlines_;   // of some of them, and of some that are done
  std::unordered_map<std::size_t, Job> jobs_;    // those that have started
  std::deque<Answered> answers_;                 // not yet handed on,
  std::size_t waiting_bytes_ = 0;                // and what they weigh
};

}  // namespace newshole::fetch
