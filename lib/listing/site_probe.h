#pragma once
// Whether an address can be a site of a mirror: what lists its stories is found, fetched and read.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "fetch/fetcher.h"
#include "listing/discovery.h"
#include "listing/site_check.h"

namespace newshole::listing {

/// What came of a candidate.
struct CandidateReport {
  Candidate candidate;
  std::optional<Error> error;  ///< why it is no list of stories; else it lists some
  std::size_t stories = 0;
  std::optional<std::string> title;             ///< as it states it
  std::optional<std::string> damage;            ///< why a feed was read in part
  std::optional<std::chrono::sys_days> newest;  ///< of its stories, as far as it states days
  std::size_t tried = 0;                        ///< stories that were asked for, three at most
  std::size_t read = 0;                         ///< of these those that are articles
  std::size_t words = 0;                        ///< of those that were read, together
  std::optional<std::string> story_fault;       ///< why one was not read: "URL: cause"
  std::vector<std::string> hosts;               ///< of those that were read
};

/// It lists stories of which one at least was read.
[[nodiscard]] bool is_readable(const CandidateReport& report);

struct SiteProbe {
  std::optional<std::string> title;         ///< as the page says, or the feed that it is
  std::vector<CandidateReport> candidates;  ///< the best first
};

/// Fetches the page at `url`; where it is a web page also what it and robots.txt announce; and
/// three stories of each list, each story once. `read` reads pages by no rules. At most 40 pages
/// are asked for. Errors: those of fetching the page.
[[nodiscard]] Result<SiteProbe> probe_site(const url::Url& url, fetch::Fetcher& fetcher,
                                           const ReadPage& read);

}  // namespace newshole::listing
