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
#include "serve/live/address.h"
#include "serve/live/page.h"
#include "serve/live/sites.h"

namespace newshole::serve {

struct LiveLimits {
  std::chrono::milliseconds fresh{300'000};         ///< in which a page is not fetched again
  std::chrono::milliseconds fresh_failure{30'000};  ///< in which a failure is not tried again
  std::size_t cache_bytes = std::size_t{16} << 20;
  std::size_t max_pages = 32;             ///< being fetched, or waiting for their turn
  std::size_t max_pages_per_host = 16;    ///< of them, those of one host
  std::size_t max_askers_per_page = 512;  ///< who wait for one of them
};

/// A client that asked for a page.
struct LiveAsker {
  LiveForm form = LiveForm::Menu;
  gopher::Server here;
  Reply reply;
  LiveTarget target = {};
};

/// A job is one address to fetch, for all askers whose pages are that page or parts of it. May be
/// called from any thread.
class LiveJobs {
 public:
  using Fetched = std::shared_ptr<const Result<fetch::Page>>;
  using Pages = std::map<std::string, std::shared_ptr<const LivePage>>;  // by the URLs of targets

  /// `clock` must outlive it.
  LiveJobs(const LiveLimits& limits, const Clock& clock)
      : limits_(limits), clock_(&clock), cache_(limits.cache_bytes) {}

  struct Waits {};    ///< the asker gets his reply when the job is finished
  struct IsFirst {};  ///< the same, and the caller has to fetch the page
  /// Also: the page that the asker waits for is to be made of what was fetched; the page itself;
  /// why the asker is refused (Busy).
  using Joined = std::variant<Waits, IsFirst, Fetched, std::shared_ptr<const LivePage>, Error>;

  /// Takes the asker's reply where he has to wait.
  [[nodiscard]] Joined join(LiveAsker& asker);

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
    std::string host;
    std::vector<LiveAsker> askers;
  };

  [[nodiscard]] bool has_room_for(const url::Url& url) const;
  void keep(const Pages& made);

  LiveLimits limits_;
  const Clock* clock_;
  std::mutex replying_;       // held while askers get replies, and locked before the other
  mutable std::mutex mutex_;  // of the three below
  LiveCache cache_;
  std::map<std::string, Job> jobs_;  // by the address that is fetched
  bool is_closed_ = false;
};

/// The address that is fetched for `target`: a server never gets a fragment.
[[nodiscard]] std::string address_to_fetch(const LiveTarget& target);

}  // namespace newshole::serve
