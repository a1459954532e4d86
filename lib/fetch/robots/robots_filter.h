#pragma once
// Only pages that their sites let us have: the filter asks for robots.txt and obeys it (RFC 9309).

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "fetch/fetcher.h"
#include "fetch/robots/robots_store.h"

namespace newshole::fetch {

class Robots;

/// What the filter remembers of origins.
struct RobotsMemory {
  RobotsStore* store = nullptr;  ///< where rules are kept between runs; null: nowhere
  /// For so long an origin whose robots.txt could not be reached allows nothing.
  std::chrono::seconds failure_lifetime{60};
};

/// Asks another fetcher, but only for pages that the rules of their origin allow. Rules are valid
/// for a day. Before the first page of an origin its rules come from the store or from the origin:
/// one without robots.txt allows all; one whose robots.txt cannot be reached allows nothing for a
/// while, and each of its pages gets that cause as its error. A redirect to another origin must
/// obey the rules of that one, which the filter asks for first. It keeps about 1 MB of rules in
/// memory. Requests keep the site's Crawl-delay or their own pause, whichever is longer, and pages
/// have what robots.txt states of their use. Used by threads as the other fetcher may be.
class RobotsFilter final : public Fetcher {
 public:
  /// All must outlive the filter, which must have no request left when it ends.
  RobotsFilter(Fetcher& fetcher, const Clock& clock, RobotsMemory memory)
      : clock_(&clock), memory_(memory), fetcher_(&fetcher) {}
  /// `clock` must outlive the filter.
  RobotsFilter(std::unique_ptr<Fetcher> fetcher, const Clock& clock)
      : clock_(&clock), fetcher_(fetcher.get()), owned_(std::move(fetcher)) {}

  /// Errors, besides those of the other fetcher: Disallowed.
  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override { fetcher_->wait_until(is_done); }
  [[nodiscard]] Traffic traffic() const override { return fetcher_->traffic(); }

 private:
  struct Asked {
    Request request;
    OnAnswer on_answer;
    int moves = 0;                          ///< to other origins
    Redirects redirects = Redirects::None;  ///< that led to where it is asked for
  };
  using Rules = std::shared_ptr<const Result<Robots>>;
  struct Origin {
    Rules rules;  ///< null: not known yet
    Tick until;
    std::size_t weight = 0;
    std::vector<Asked> waiting;
  };

  void send(Asked asked);
  void learn_rules(const std::string& origin, const Request& asker);
  [[nodiscard]] std::optional<StoredRobots> recall(const std::string& origin) const;
  void take_rules(const std::string& origin, Result<Answer> answer);
  void keep_rules(const std::string& name, const Result<StoredRobots>& robots);
  void make_room(std::size_t weight);
  void send_by(const Rules& rules, const Asked& asked);
  void move_on(Asked asked, url::Url target);

  const Clock* clock_;
  RobotsMemory memory_;
  std::mutex mutex_;  // of the two below
  std::map<std::string, Origin> origins_;
  std::size_t weight_ = 0;
  Fetcher* fetcher_;
  std::unique_ptr<Fetcher> owned_;  // last: it gives its last answers while it ends
};

}  // namespace newshole::fetch
