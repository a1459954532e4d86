#pragma once
// Pages from the network, over libcurl: HTTPS verified, HTTP/2, compressed, everything bounded.

#include <functional>
#include <memory>

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
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;
  CurlFetcher(CurlFetcher&&) = delete;
  CurlFetcher& operator=(CurlFetcher&&) = delete;

  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override;
  [[nodiscard]] Traffic traffic() const override;

 private:
  explicit CurlFetcher(std::unique_ptr<CurlEngine> engine);
  std::unique_ptr<CurlEngine> engine_;
};

}  // namespace newshole::fetch
