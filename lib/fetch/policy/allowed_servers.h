#pragma once
// Which servers are asked: public ones on the web's ports, and those that somebody named. Which
// redirects are followed.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "fetch/network_options.h"
#include "url/url.h"

namespace newshole::fetch {

class AllowedServers {
 public:
  explicit AllowedServers(const NetworkOptions& options) : named_(named_servers(options)) {}

  /// True if an option names the server, which then may be anywhere.
  [[nodiscard]] bool is_named(const url::Url& url) const;

  /// What the URL alone tells; where its name leads is known when the socket opens. Errors:
  /// AddressRefused.
  [[nodiscard]] Status check(const url::Url& url) const;

 private:
  std::vector<NamedServer> named_;
};

/// Where the page at `from` sends us with this value of its Location field (RFC 9110 section
/// 10.2.2). Errors: RedirectRefused for what is no http or https URL, holds a user name, leads from
/// https to http, or to none of `hosts`; if that is empty, any will do.
[[nodiscard]] Result<url::Url> redirect_target(const url::Url& from, std::string_view location,
                                               std::span<const std::string> hosts = {});

/// True for the statuses that name another place for the same page.
[[nodiscard]] bool is_redirect(long status);

/// True for those among them that name it for good.
[[nodiscard]] bool is_permanent(long status);

/// As `check` gives it, for an address that turns up later.
[[nodiscard]] Error not_public(std::string_view address);

}  // namespace newshole::fetch
