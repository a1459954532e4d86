#pragma once
// robots.txt: what a site asks crawlers to leave alone (RFC 9309).

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fetch/preferences.h"
#include "url/url.h"

namespace newshole::fetch {

/// What of a robots.txt counts; the rest is ignored (RFC 9309 section 2.5 asks for as much).
inline constexpr std::size_t kMaxRobotsBytes = std::size_t{500} << 10;

/// A longer Crawl-delay is taken for this one.
inline constexpr std::chrono::seconds kMostCrawlDelay{60};

/// The paths that a line of a robots.txt is about.
struct PathPattern {
  std::size_t octets = 0;           ///< by which the more specific rule is found
  std::vector<std::string> pieces;  ///< what stands between the wildcards; never empty
  bool ends_path = false;           ///< "$": the last piece is the path's end

  friend bool operator==(const PathPattern&, const PathPattern&) = default;
};

struct RobotsRule {
  enum class Verdict { Allow, Disallow };

  Verdict verdict;
  PathPattern paths;
};

/// A line of Content-Usage (draft-ietf-aipref-attach section 4).
struct UsageRule {
  PathPattern paths;
  std::string usage;  ///< as written
};

/// The rules of one robots.txt for one crawler.
class Robots {
 public:
  /// A file that is missing: everything is allowed.
  Robots() = default;

  /// `product` is the crawler's name without version; letters, "-" and "_". Any bytes give rules:
  /// what is no rule is skipped.
  [[nodiscard]] static Robots parse(std::string_view text, std::string_view product);

  /// Of a path as it is sent, with "?" and the query if there is one. The longest rule that matches
  /// decides, of equal ones Allow; /robots.txt is always allowed. Time grows with the length of the
  /// path and with that of the rules, whatever wildcards they hold.
  [[nodiscard]] bool allows(std::string_view path_and_query) const;

  /// The least time between the starts of two requests: the longest Crawl-delay of the group, which
  /// is of no standard; 0 if there is none.
  [[nodiscard]] std::chrono::milliseconds crawl_delay() const { return crawl_delay_; }

  /// What the file states of the use of a page: Content-Usage by the longest match, those of one
  /// path as one list; License (RSL 1.0) for all pages.
  [[nodiscard]] Preferences preferences(const url::Url& page) const;

 private:
  void add_rule(std::string_view key, std::string_view value);
  void sort();

  std::vector<RobotsRule> rules_;  // the most specific first
  std::vector<UsageRule> usages_;  // the same
  std::chrono::milliseconds crawl_delay_{0};
  std::string license_;
};

/// For `allows`.
[[nodiscard]] std::string path_and_query(const url::Url& url);

}  // namespace newshole::fetch
