#pragma once
// The pages that are being read on demand, who waits for each, and the pages that were read a short
// while ago.

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "fetch/page.h"
#include "serve/answer.h"
#include "serve/limits/fair_queue.h"
#include "serve/limits/token_buckets.h"
#include "serve/live/address.h"
#include "serve/live/page.h"
#include "serve/live/sites.h"

namespace newshole::serve {

struct LiveLimits {
  std::chrono::milliseconds fresh{300'000};         ///< in which a page is not fetched again
  std::chrono::milliseconds fresh_failure{30'000};  ///< in which a failure is not tried again
  std::size_t cache_bytes = std::size_t{16} << 20;
  std::size_t max_pages = 32;             ///< being fetched or made, or waiting for their turn
  std::size_t max_at_work = 16;           ///< of them, those that are being fetched or made
  std::size_t max_pages_per_address = 4;  ///< of them, those of one client's network
  std::size_t max_pages_per_host = 16;    ///< of them, those of one host
  std::size_t max_askers_per_page = 512;  ///< who wait for one of them
  Pace of_address{std::chrono::seconds(2), 7};  ///< of the fetches for one client's network
  Pace of_site{std::chrono::seconds(1), 10};    ///< and of those from one host
};

/// A client that asked for a page.
struct LiveAsker {
  LiveForm form = LiveForm::Menu;
  Asker client;
  Reply reply;
  LiveTarget target = {};
};

/// A job is one address to fetch, for all askers whose pages are that page or parts of it. Jobs get
/// their turns as FairQueue gives them. May be called from any thread.
class LiveJobs {
 public:
  using Fetched = std::shared_ptr<const Result<fetch::Page>>;
  using Pages = std::map<std::string, std::shared_ptr<const LivePage>>;  // by the URLs of targets

  /// `clock` must outlive it.
  LiveJobs(const LiveLimits& limits, const Clock& clock);

  struct Waits {};  ///< the asker gets his reply when the job is finished
  /// Also: the page itself; why the asker is refused (Busy).
  using Joined = std::variant<Waits, std::shared_ptr<const LivePage>, Error>;

  /// Takes the asker's reply where he has to wait.
  [[nodiscard]] Joined join(LiveAsker& asker);

  struct Turn {
    url::Url url;     ///< the job's address
    Fetched fetched;  ///< of which its pages are to be made; null: it is to be fetched
    Tick since;       ///< when the first asker came
  };
  /// The job that is to be begun next; to be called when one has come and when one is finished.
  [[nodiscard]] std::optional<Turn> next();

  /// The page of an asker of the job at `address` that is not in `made`.
  [[nodiscard]] std::optional<LiveTarget> unmade(const std::string& address,
                                                 const Pages& made) const;

  /// Keeps the pages and replies to all askers of the job; false if a page of one is not made yet.
  [[nodiscard]] bool finish(const std::string& address, const Pages& made);

  /// Drops all askers. When it returns no reply is being given, nor will be.
  void close();

  [[nodiscard]] std::size_t cached_bytes() const;

 private:
  struct Job {
    url::Url url;
    Fetched fetched;
    Tick since;
    std::optional<std::string> network = {};  // whose turn it has; nothing: it waits for one
    std::vector<LiveAsker> askers = {};
  };

  void wait_for(Job& job, LiveAsker asker);
  [[nodiscard]] Status admit(const LiveAsker& asker, const Fetched& fetched);
  [[nodiscard]] std::size_t jobs_of(const std::string& host) const;
  void keep(const Pages& made);

  LiveLimits limits_;
  const Clock* clock_;
  std::mutex replying_;       // held while askers get replies, and locked before the other
  mutable std::mutex mutex_;  // of all below
  LiveCache cache_;
  std::map<std::string, Job> jobs_;  // by the address that is fetched
  FairQueue<std::string> queue_;     // their addresses
  TokenBuckets of_address_;
  TokenBuckets of_site_;
  bool is_closed_ = false;
};

}  // namespace newshole::serve
