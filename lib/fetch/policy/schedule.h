#pragma once
// When each request may start: the most urgent first, few at a time to one host, hosts in trouble
// left alone for a while; and the waits that come of it. Reads no clock; knows no network.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

struct ScheduleLimits {
  std::size_t max_per_host = 6;
  std::size_t max_in_flight = 24;
  std::chrono::milliseconds pause{0};  ///< between two starts to one host
  /// The same of some hosts, by name without a port, in its place.
  std::map<std::string, std::chrono::milliseconds, std::less<>> pauses = {};
};

/// After so many failures in a row a host is left.
inline constexpr int kFailuresToLeave = 5;

/// Jobs are numbers, the lower the more urgent; each is in one place: waiting, or running from
/// `start` until `end`. A host is HOST or HOST:PORT.
class Schedule {
 public:
  explicit Schedule(ScheduleLimits limits) : limits_(std::move(limits)) {}

  void add(std::size_t job, const std::string& host);
  void add_later(std::size_t job, const std::string& host, Tick when);
  /// From now on at least so much time between two starts to the host, as it asks itself. The
  /// limits' pause counts where it is longer.
  void slow_down(const std::string& host, std::chrono::milliseconds pause);

  /// The most urgent job that may start now. Those of a host that was left all may, and take no
  /// place: they have no `end`.
  [[nodiscard]] std::optional<std::size_t> start(Tick now);
  void end(const std::string& host);
  /// Takes a job away that waits; false if it does not, for it runs or is none of the host's.
  bool withdraw(std::size_t job, const std::string& host);

  /// The host answered.
  void note_success(const std::string& host);
  /// The host failed a request that started at `started`. Those in flight when a rest began failed
  /// for the same cause, and do not count again: 0. Else gives the failures in a row.
  int note_failure(const std::string& host, Tick started);
  /// Nothing starts before `until`; then one request at a time until one succeeds.
  void rest(const std::string& host, Tick now, Tick until);
  /// For good.
  void leave(const std::string& host, Error reason);
  /// Why the host was left; null if it was not.
  [[nodiscard]] const Error* reason_left(const std::string& host) const;

  /// Until when nothing of the host starts; in the past if anything may.
  [[nodiscard]] Tick resting_until(const std::string& host) const;

  [[nodiscard]] std::size_t hosts() const { return hosts_.size(); }
  /// Forgets hosts that have no jobs, no rest and did not fail since they last answered; of the
  /// others those whose rest is long over.
  void forget_idle(Tick now);

  [[nodiscard]] std::size_t running() const { return running_; }
  /// The first moment after `now` at which a job may start that only time holds up, and its host.
  struct Start {
    Tick when;
    std::string host;
  };
  [[nodiscard]] std::optional<Start> next_start(Tick now) const;

 private:
  struct Host {
    std::string name;
    std::set<std::size_t> ready;
    std::size_t running = 0;
    std::chrono::milliseconds least_pause{0};  // that of the limits
    std::chrono::milliseconds pause{0};        // that it asks for
    Tick not_before = Tick::min();
    Tick rest_began = Tick::min();
    bool is_on_trial = false;
    int failures = 0;
    std::optional<Error> left;
  };
  struct Delayed {
    std::size_t job;
    Host* host;
  };

  [[nodiscard]] bool may_start(const Host& host, Tick now) const;
  void wake(Tick now);
  [[nodiscard]] std::chrono::milliseconds pause_of(const std::string& name) const;
  Host& host_of(const std::string& name);
  void make_ready(std::size_t job, Host& host);

  ScheduleLimits limits_;
  std::map<std::string, Host, std::less<>> hosts_;
  std::set<Host*> busy_;  // those with jobs that are ready
  std::multimap<Tick, Delayed> later_;
  std::size_t running_ = 0;
};

/// Reports each wait of over a second once; servers are HOST:PORT.
class Waits {
 public:
  explicit Waits(OnWait on_wait) : on_wait_(std::move(on_wait)) {}

  /// Why the server may soon be waited for.
  void note_cause(const std::string& server, const std::string& cause) { causes_[server] = cause; }
  void note_success(const std::string& server) { causes_.erase(server); }

  /// Nothing happens between `now` and `until`, when the server is asked next.
  void report(const std::string& server, Tick now, Tick until);

 private:
  OnWait on_wait_;
  std::map<std::string, std::string> causes_;  // by server; it has failed or asked for a rest
  std::map<std::string, Tick> reported_;       // by server: until when
};

}  // namespace newshole::fetch
