#pragma once
// What the answer to a question for robots.txt means. Internal to this module.

#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/fetcher.h"
#include "fetch/robots/robots.h"
#include "fetch/robots/robots_store.h"
#include "url/url.h"

namespace newshole::fetch {

/// "https://news.example", with a port where it is not the scheme's own.
[[nodiscard]] std::string origin_of(const url::Url& url);

/// Of an origin. Errors: Usage.
[[nodiscard]] Result<url::Url> robots_url(const std::string& origin);

/// RFC 9309 section 2.3.1: what the origin has, or that it has none. Errors: it could not be
/// reached.
[[nodiscard]] Result<StoredRobots> read_robots(Result<Answer> answer, UtcTime now);

[[nodiscard]] Robots rules_of(const StoredRobots& robots);

/// Errors: Disallowed; what hindered the rules from being learnt.
[[nodiscard]] Status check_rules(const Result<Robots>& rules, const url::Url& url);

}  // namespace newshole::fetch
