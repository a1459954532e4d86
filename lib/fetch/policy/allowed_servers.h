#pragma once
// Which servers are asked: public ones on the web's ports, and those that somebody named.

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

/// As `check` gives it, for an address that turns up later.
[[nodiscard]] Error not_public(std::string_view address);

}  // namespace newshole::fetch
