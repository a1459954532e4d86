#pragma once
// Where pages come from.

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/stop.h"
#include "fetch/page.h"
#include "url/url.h"

namespace newshole::fetch {

struct Request {
  url::Url url;
  Validators validators;           ///< of the copy at hand; empty: there is none
  std::vector<std::string> hosts;  ///< where redirects may lead; empty: to any host
  /// Asked of each place that a redirect leads to; its error is the answer then. Empty: any will
  /// do.
  std::function<Status(const url::Url& target)> may_follow = {};
  /// By when there must be an answer, redirects, retries and rests included. Empty: the fetcher's
  /// own limits are all.
  std::optional<Tick> deadline = {};
};

/// The copy at hand, whose validators were sent, is still the page.
struct NotModified {};

using Answer = std::variant<Page, NotModified>;

/// What it took, for the report.
struct Traffic {
  std::size_t requests = 0;
  std::size_t connections = 0;
  std::size_t bytes_on_the_wire = 0;
  std::size_t bytes_decoded = 0;  ///< bodies, after decompression
  std::size_t not_modified = 0;
  std::size_t retries = 0;

  /// What came since `before`.
  [[nodiscard]] Traffic since(const Traffic& before) const;
};

class Fetcher {
 public:
  /// Called once for each request, with its index, in the order in which answers arrive, while
  /// others are still on their way: what it does takes none of their time.
  using OnAnswer = std::function<void(std::size_t index, Result<Answer> answer)>;

  Fetcher() = default;
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  Fetcher(Fetcher&&) = delete;
  Fetcher& operator=(Fetcher&&) = delete;
  virtual ~Fetcher() = default;

  /// Fetches all, the most urgent first; one failure leaves the others alone. Errors say the reason
  /// without the URL.
  virtual void fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) = 0;

  [[nodiscard]] virtual Traffic traffic() const { return {}; }

  /// From now on `fetch_all` ends soon after somebody asks `stop`: what has no answer by then gets
  /// the error Stopped. `stop` must outlive the fetcher.
  void heed(const Stop& stop) { stop_ = &stop; }

  /// One page, without validators. `hosts` as in a Request.
  [[nodiscard]] Result<Page> fetch(const url::Url& url, const std::vector<std::string>& hosts = {});

 protected:
  [[nodiscard]] bool is_stopped() const { return stop_ != nullptr && stop_->is_requested(); }

 private:
  const Stop* stop_ = nullptr;
};

/// The answer to what was not asked for any more.
[[nodiscard]] tl::unexpected<Error> stopped();

}  // namespace newshole::fetch
