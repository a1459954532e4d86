#pragma once
// Pages from the network, over libcurl: HTTPS verified, HTTP/2, compressed, everything bounded.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "fetch/fetcher.h"

namespace newshole::fetch {

/// Options that carry curl's names have curl's meaning.
struct NetworkOptions {
  std::string proxy;                           ///< empty: none, whatever the environment says
  std::string cacert;                          ///< a PEM file; empty: the system's store (CAPATH)
  std::vector<std::string> resolve;            ///< HOST:PORT:ADDRESS
  std::vector<std::string> connect_to;         ///< HOST1:PORT1:HOST2:PORT2
  std::string user_agent;                      ///< empty: newshole/VERSION
  std::chrono::milliseconds max_time{30'000};  ///< one page, redirects included
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::seconds stall_time{15};          ///< below 200 bytes a second for so long
  std::size_t max_body = std::size_t{8} << 20;  ///< bytes after decompression
  std::size_t max_headers = std::size_t{128} << 10;
  int max_redirects = 5;  ///< http and https only, never https to http
};

class CurlFetcher final : public Fetcher {
 public:
  /// Starts libcurl. Errors: Usage (an option that curl refuses), Internal.
  [[nodiscard]] static Result<std::unique_ptr<CurlFetcher>> create(const NetworkOptions& options);
  ~CurlFetcher() override;
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;
  CurlFetcher(CurlFetcher&&) = delete;
  CurlFetcher& operator=(CurlFetcher&&) = delete;

  void fetch_all(std::span<const Request> requests, const OnPage& on_page) override;
  [[nodiscard]] Traffic traffic() const override;

 private:
  struct Engine;
  explicit CurlFetcher(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace newshole::fetch
