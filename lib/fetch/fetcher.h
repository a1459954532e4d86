#pragma once
// Where pages come from.

#include <chrono>
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
  Traffic& operator+=(const Traffic& more);
};

/// RFC 9110 section 15.4.9.
inline constexpr long kMovedForGood = 308;

struct Request {
  url::Url url;
  Validators validators;           ///< of the copy at hand; empty: there is none
  std::vector<std::string> hosts;  ///< where redirects may lead; empty: to any host
  /// Asked of each place that a redirect leads to; its error is the answer then, with the status
  /// kMovedForGood where all redirects so far are permanent. Empty: any will do.
  std::function<Status(const url::Url& target)> may_follow = {};
  /// By when there must be an answer, redirects, retries and rests included. Empty: the fetcher's
  /// own limits are all.
  std::optional<Tick> deadline = {};
  /// From now on at least so much time between the starts of two requests to its host, as the site
  /// or the operator asks. Empty: what was asked last.
  std::optional<std::chrono::milliseconds> pause = {};
  /// A fetcher of the network adds here what the request takes, its robots.txt included. It must
  /// outlive the answer. Null: nobody asks.
  Traffic* account = nullptr;
};

/// The copy at hand, whose validators were sent, is still the page.
struct NotModified {
  // As a Page has them.
  url::Url url = {};
  std::optional<std::chrono::seconds> max_age = {};
  Redirects redirects = Redirects::None;
};

using Answer = std::variant<Page, NotModified>;

/// The page of an answer to a request without validators. Errors: that of the answer.
[[nodiscard]] Result<Page> page_of(Result<Answer> answer);

/// Gives pages. There is one interface for all: `ask` is asynchronous, `fetch_all` asks for many
/// and waits.
class Fetcher {
 public:
  /// Called once for each request. It may ask for more.
  using OnAnswer = std::function<void(Result<Answer> answer)>;
  /// The same, with the request's index.
  using OnIndexedAnswer = std::function<void(std::size_t index, Result<Answer> answer)>;

  virtual ~Fetcher() = default;

  /// Asks for one page; the sooner it is asked for, the more urgent it is. The answer comes before
  /// `ask` returns, or during `wait_until`, or in a thread of the fetcher's, which `on_answer` must
  /// not hold up. Errors say the cause without the URL.
  virtual void ask(Request request, OnAnswer on_answer) = 0;

  /// Returns once `is_done` gives true, which it must do after an answer that was asked for.
  /// `is_done` is called after answers, by this thread. Not to be called by an answer.
  virtual void wait_until(const std::function<bool()>& is_done) = 0;

  [[nodiscard]] virtual Traffic traffic() const { return {}; }

  /// Asks for all, in this order, and returns when each has its answer. Answers come in the order
  /// in which they arrive, while others are still on their way; one failure leaves the others
  /// alone.
  void fetch_all(std::span<const Request> requests, const OnIndexedAnswer& on_answer);

  /// The same, but of each host one after another.
  void fetch_in_turn(std::span<const Request> requests, const OnIndexedAnswer& on_answer);

  /// One page, without validators. `hosts` as in a Request.
  [[nodiscard]] Result<Page> fetch(const url::Url& url, const std::vector<std::string>& hosts = {});

  /// From now on the fetcher answers soon after somebody asks `stop`: what has no answer by then
  /// gets the error Stopped. `stop` must outlive the fetcher.
  void heed(const Stop& stop) { stop_ = &stop; }

 protected:
  [[nodiscard]] bool is_stopped() const { return stop_ != nullptr && stop_->is_requested(); }

 private:
  const Stop* stop_ = nullptr;
};

/// The answer to a request that a stop has ended.
[[nodiscard]] tl::unexpected<Error> stopped();

}  // namespace newshole::fetch
