#pragma once
// Transfers in flight, over libcurl's multi interface. Internal to this module.

#include <deque>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/curl/curl_handle.h"
#include "fetch/curl/transfer.h"
#include "fetch/fetcher.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

/// Sends requests for jobs, which are numbers, and gives back those that are done.
class Transfers {
 public:
  /// A transfer with the job that it is for.
  struct Slot {
    std::unique_ptr<Transfer> transfer;
    std::size_t job = 0;
    Tick started;
    bool is_in_flight = false;
  };
  /// A transfer that is done. The slot is the caller's until `release`.
  struct Done {
    Slot* slot;
    CURLcode code;
    Traffic cost = {};
  };

  /// `max_open` idle connections are kept at most; 0: as many as the requests need. Errors:
  /// Internal (libcurl does not take the options).
  [[nodiscard]] static Result<std::unique_ptr<Transfers>> create(const NetworkOptions& options,
                                                                 long max_open);

  /// Errors: Internal. One that libcurl refuses is done at once, with its code.
  [[nodiscard]] Status start(std::size_t job, const Order& order, Tick now);
  void perform();
  [[nodiscard]] std::optional<Done> next_done();
  void release(Slot& slot);

  /// Sleeps until there is news, at most for `time`.
  void wait(std::chrono::milliseconds time);
  /// For any thread: ends the wait, or the next one.
  void wake() { curl_multi_wakeup(multi_.get()); }

  [[nodiscard]] const NetworkOptions& options() const { return session_.options; }

 private:
  explicit Transfers(const NetworkOptions& options)
      : session_(options), multi_(curl_multi_init()) {}
  [[nodiscard]] Status configure(long max_open);
  [[nodiscard]] Result<Slot*> free_slot();
  [[nodiscard]] CURLcode prepare(Slot& slot, const Order& order);

  Session session_;
  Multi multi_;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;
  std::deque<Done> refused_;  // by libcurl, and not given back yet
};

}  // namespace newshole::fetch
