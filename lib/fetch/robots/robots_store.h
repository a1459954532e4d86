#pragma once
// What an origin answered for robots.txt, and where that is kept between runs.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace newshole::fetch {

/// The product token that a robots.txt addresses us by (RFC 9309 section 2.2.1).
inline constexpr std::string_view kProduct = "newshole";

/// How long a robots.txt is valid (RFC 9309 section 2.4 asks for no more).
inline constexpr std::chrono::hours kRobotsLifetime{24};

/// The answer of an origin that could be reached.
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

/// A store that loses an answer costs one request, so its owner reports its failures.
class RobotsStore {
 public:
  virtual ~RobotsStore() = default;

  /// `origin` is "https://news.example", with a port where it is not the scheme's own.
  [[nodiscard]] virtual std::optional<StoredRobots> load(const std::string& origin) = 0;
  virtual void save(const std::string& origin, const StoredRobots& robots) = 0;
};

}  // namespace newshole::fetch
