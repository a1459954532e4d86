#pragma once
// Pages that their sites let us have: robots.txt is asked for and obeyed (RFC 9309).

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/fetcher.h"
#include "fetch/robots/robots.h"

namespace newshole::fetch {

/// The name that robots.txt files know us by.
inline constexpr std::string_view kProduct = "newshole";

/// How long a robots.txt counts (RFC 9309 section 2.4 asks for no more).
inline constexpr std::chrono::hours kRobotsLifetime{24};

/// What an origin answered. One that could not be reached is asked again in the next run.
struct StoredRobots {
  enum class Outcome {
    Present,
    Missing,  ///< the origin has none: everything is allowed
  };
  Outcome outcome = Outcome::Missing;
  UtcTime fetched_at;
  std::string text;  ///< UTF-8

  friend bool operator==(const StoredRobots&, const StoredRobots&) = default;
};

/// Where answers are kept between runs. One that forgets costs a request, so that a store's failure
/// is for its owner to tell.
class RobotsStore {
 public:
  RobotsStore() = default;
  RobotsStore(const RobotsStore&) = delete;
  RobotsStore& operator=(const RobotsStore&) = delete;
  RobotsStore(RobotsStore&&) = delete;
  RobotsStore& operator=(RobotsStore&&) = delete;
  virtual ~RobotsStore() = default;

  /// `origin` is "https://news.example", with a port where it is not the scheme's own.
  [[nodiscard]] virtual std::optional<StoredRobots> load(const std::string& origin) = 0;
  virtual void save(const std::string& origin, const StoredRobots& robots) = 0;
};

/// Asks another fetcher, but only for pages that the rules of their origin allow. Before the first
/// page of an origin its rules are taken from the store, or from the origin where the store's are a
/// day old: an origin without robots.txt allows all; one whose robots.txt cannot be reached allows
/// nothing in this run, and each page of it gets that cause as its error. A redirect is held to the
/// rules of the place it leads to where these are known; none are asked for on the way.
class RobotsFetcher final : public Fetcher {
 public:
  /// All must outlive it.
  RobotsFetcher(Fetcher& fetcher, RobotsStore& store, const Clock& clock)
      : fetcher_(&fetcher), store_(&store), clock_(&clock) {}

  /// Errors, besides those of the other fetcher: Disallowed.
  void fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) override;
  [[nodiscard]] Traffic traffic() const override { return fetcher_->traffic(); }

 private:
  void learn_rules(std::span<const Request> requests);
  [[nodiscard]] bool recall(const std::string& origin);
  void take_robots(const std::string& origin, Result<Answer> answer);
  [[nodiscard]] Status check(const url::Url& url) const;
  [[nodiscard]] Request held_to_rules(Request request) const;
  [[nodiscard]] Status check_redirect(const url::Url& target) const;

  Fetcher* fetcher_;
  RobotsStore* store_;
  const Clock* clock_;
  std::map<std::string, Result<Robots>> origins_;  // those asked about in this run
};

}  // namespace newshole::fetch
