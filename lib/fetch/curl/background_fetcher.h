#pragma once
// Pages from the network as CurlFetcher gives them, fetched by a thread in the background.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "fetch/fetcher.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

class CurlEngine;

/// What a background fetcher does with a host in trouble, and for how long it fetches.
enum class Background {
  /// As CurlFetcher: the host gets no further request; nothing starts after max_run.
  Run,
  /// There is no max_run. A host that fails five times in a row (it cannot be reached or verified,
  /// is too slow, answers 429 or 503), or asks for a rest, is left alone for a minute, or as long
  /// as it asks but for at most a day: a request whose deadline comes sooner gets that as its error
  /// at once.
  Service
};

/// Any number of threads may use it; its limits are those of all requests together. Answers come in
/// its own thread.
class BackgroundFetcher final : public Fetcher {
 public:
  /// Starts libcurl. `clock` must outlive the fetcher; its thread calls `on_wait`. Errors: Usage
  /// (an option that curl refuses), Internal.
  [[nodiscard]] static Result<std::unique_ptr<BackgroundFetcher>> create(
      const NetworkOptions& options, const Clock& clock, Jitter jitter, Background kind,
      OnWait on_wait = {});
  /// Answers all that is left at once, but may then wait for a name server.
  ~BackgroundFetcher() override;
  BackgroundFetcher(const BackgroundFetcher&) = delete;
  BackgroundFetcher& operator=(const BackgroundFetcher&) = delete;
  BackgroundFetcher(BackgroundFetcher&&) = delete;
  BackgroundFetcher& operator=(BackgroundFetcher&&) = delete;

  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override;

 private:
  struct Asked {
    Request request;
    OnAnswer on_answer;
  };

  explicit BackgroundFetcher(std::unique_ptr<CurlEngine> engine);
  void run();
  void take(Asked asked);
  void give(const OnAnswer& on_answer, Result<Answer> answer);

  std::unique_ptr<CurlEngine> engine_;  // the thread's
  std::mutex mutex_;                    // of the three below
  std::condition_variable answered_;
  std::vector<Asked> incoming_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace newshole::fetch
