#pragma once
// robots.txt: what a site asks crawlers to leave alone (RFC 9309).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "url/url.h"

namespace newshole::fetch {

/// What of a robots.txt counts; the rest is ignored (RFC 9309 section 2.5 asks for as much).
inline constexpr std::size_t kMaxRobotsBytes = std::size_t{500} << 10;

/// A line of a robots.txt about the paths that match it.
struct RobotsRule {
  enum class Verdict { Allow, Disallow };

  Verdict verdict;
  std::size_t octets = 0;           ///< by which the more specific rule is found
  std::vector<std::string> pieces;  ///< what stands between the wildcards; never empty
  bool ends_path;                   ///< "$": the last piece is the path's end
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

 private:
  std::vector<RobotsRule> rules_;  // the most specific first
};

/// For `allows`.
[[nodiscard]] std::string path_and_query(const url::Url& url);

}  // namespace newshole::fetch
