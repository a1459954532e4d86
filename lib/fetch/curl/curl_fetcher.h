#pragma once
// Pages from the network, over libcurl: HTTPS verified, HTTP/2, compressed, everything bounded.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "fetch/fetcher.h"

namespace newshole::fetch {

/// Options that carry curl's names have curl's meaning.
struct NetworkOptions {
  std::string proxy;                    ///< empty: none, whatever the environment says
  std::string cacert;                   ///< a PEM file; empty: the system's store (CAPATH)
  std::vector<std::string> resolve;     ///< HOST:PORT:ADDRESS
  std::vector<std::string> connect_to;  ///< HOST1:PORT1:HOST2:PORT2
  std::string user_agent;               ///< empty: newshole/VERSION
  /// One page: its redirects, retries and the pauses between them included, but for the rest that a
  /// server asks for.
  std::chrono::milliseconds max_time{30'000};
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::seconds stall_time{15};          ///< below 200 bytes a second for so long
  std::size_t max_body = std::size_t{8} << 20;  ///< bytes after decompression
  std::size_t max_headers = std::size_t{128} << 10;
  int max_redirects = 5;                        ///< http and https only, never https to http
  std::size_t max_per_host = 6;                 ///< requests in flight to one host
  std::size_t max_in_flight = 24;               ///< and to all
  std::chrono::milliseconds pause{0};           ///< between the starts of two requests to one host
  int max_retries = 3;                          ///< of what may succeed later
  std::chrono::milliseconds retry_pause{1000};  ///< before the first, doubled with each
  std::chrono::seconds max_run{600};            ///< no pause reaches, and no request starts, beyond
                                                ///< this since `create`
  /// Hosts that may have private, loopback or link-local addresses and ports other than 80 and 443.
  /// What `resolve` and `connect_to` name may too; a proxy may be anywhere.
  std::vector<std::string> private_hosts;
};

/// Where chance comes from: a number from 0 to below 1.
using Jitter = std::function<double()>;

class CurlEngine;

/// Many pages at once, over one connection per host where it speaks HTTP/2. What may succeed later
/// is tried again after a growing pause; a server's Retry-After is honoured; a host that fails five
/// times in a row is asked nothing more. `fetch_all` must not be called by what it calls.
class CurlFetcher final : public Fetcher {
 public:
  /// Starts libcurl. `clock` must outlive the fetcher. Errors: Usage (an option that curl refuses),
  /// Internal.
  [[nodiscard]] static Result<std::unique_ptr<CurlFetcher>> create(const NetworkOptions& options,
                                                                   const Clock& clock,
                                                                   Jitter jitter);
  ~CurlFetcher() override;
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;
  CurlFetcher(CurlFetcher&&) = delete;
  CurlFetcher& operator=(CurlFetcher&&) = delete;

  void fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) override;
  [[nodiscard]] Traffic traffic() const override;

 private:
  explicit CurlFetcher(std::unique_ptr<CurlEngine> engine);
  std::unique_ptr<CurlEngine> engine_;
};

}  // namespace newshole::fetch
