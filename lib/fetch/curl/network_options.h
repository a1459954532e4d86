#pragma once
// The network options of the command line, checked before libcurl, which finds faults late.

#include <string>
#include <vector>

#include "base/error.h"
#include "fetch/curl/curl_fetcher.h"

namespace newshole::fetch {

/// Errors: Usage, naming the option.
[[nodiscard]] Status check_options(const NetworkOptions& options);

/// A server as an option names it.
struct NamedServer {
  std::string host;  ///< lower case, IPv6 in brackets; empty: any
  std::string port;  ///< empty: any
};

/// Those that `resolve`, `connect_to` and `private_hosts` name.
[[nodiscard]] std::vector<NamedServer> named_servers(const NetworkOptions& options);

}  // namespace newshole::fetch
