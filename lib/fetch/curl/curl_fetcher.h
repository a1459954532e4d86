#pragma once
// Pages from the network, over libcurl: HTTPS verified, HTTP/2, compressed, everything bounded.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "fetch/fetcher.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

class CurlEngine;

/// Many pages at once, over one connection per host where it speaks HTTP/2, in the thread that
/// waits for them. What may succeed later is tried again after a growing pause; a server's
/// Retry-After is honoured; a host that fails five times in a row gets no further request. One
/// thread uses it.
class CurlFetcher final : public Fetcher {
 public:
  /// Starts libcurl. `clock` must outlive the fetcher; `on_wait` is called during `wait_until`.
  /// Errors: Usage (an option that curl refuses), Internal.
  [[nodiscard]] static Result<std::unique_ptr<CurlFetcher>> create(const NetworkOptions& options,
                                                                   const Clock& clock,
                                                                   Jitter jitter,
                                                                   OnWait on_wait = {});
  ~CurlFetcher() override;

  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override;
  [[nodiscard]] Traffic traffic() const override;

 private:
  explicit CurlFetcher(std::unique_ptr<CurlEngine> engine);
  std::unique_ptr<CurlEngine> engine_;
};

/// The same pages, fetched by a thread in the background. Any number of threads may use it; its
/// limits are those of all requests together. Answers come in its own thread.
class BackgroundFetcher final : public Fetcher {
 public:
  /// Starts libcurl. `clock` must outlive the fetcher; its thread calls `on_wait`. Errors: Usage
  /// (an option that curl refuses), Internal.
  [[nodiscard]] static Result<std::unique_ptr<BackgroundFetcher>> create(
      const NetworkOptions& options, const Clock& clock, Jitter jitter, Life life,
      OnWait on_wait = {});
  /// Answers all that is left at once, but may then wait for a name server.
  ~BackgroundFetcher() override;

  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override;

 private:
  struct Asked {
    Request request;
    OnAnswer on_answer;
  };

  explicit BackgroundFetcher(std::unique_ptr<CurlEngine> engine);
  void run();
  void give(const OnAnswer& on_answer, Result<Answer> answer);

  std::unique_ptr<CurlEngine> engine_;  // the thread's
  std::mutex mutex_;                    // of the three below
  std::condition_variable answered_;
  std::vector<Asked> incoming_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace newshole::fetch
