#pragma once
// Where pages come from.

#include <cstddef>
#include <functional>
#include <span>

#include "base/error.h"
#include "fetch/page.h"
#include "url/url.h"

namespace newshole::fetch {

struct Request {
  url::Url url;
};

/// What it took, for the report.
struct Traffic {
  std::size_t requests = 0;
  std::size_t connections = 0;
  std::size_t bytes_on_the_wire = 0;
  std::size_t bytes_decoded = 0;  ///< bodies, after decompression
};

class Fetcher {
 public:
  /// Called once for each request, with its index, in the order in which pages arrive.
  using OnPage = std::function<void(std::size_t index, Result<Page> page)>;

  Fetcher() = default;
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  Fetcher(Fetcher&&) = delete;
  Fetcher& operator=(Fetcher&&) = delete;
  virtual ~Fetcher() = default;

  /// Fetches all, the most urgent first; one failure leaves the others alone. Errors say the reason
  /// without the URL.
  virtual void fetch_all(std::span<const Request> requests, const OnPage& on_page) = 0;

  [[nodiscard]] virtual Traffic traffic() const { return {}; }

  [[nodiscard]] Result<Page> fetch(const Request& request);
};

}  // namespace newshole::fetch
