#include "fetch/policy/allowed_servers.h"

#include <algorithm>
#include <optional>
#include <string>

#include "fetch/policy/address.h"

namespace newshole::fetch {
namespace {

bool is_match(const NamedServer& server, const url::Url& url) {
  return (server.host.empty() || server.host == url.host) &&
         (server.port.empty() || server.port == url.port);
}

}  // namespace

bool AllowedServers::is_named(const url::Url& url) const {
  return std::any_of(named_.begin(), named_.end(),
                     [&](const NamedServer& server) { return is_match(server, url); });
}

Status AllowedServers::check(const url::Url& url) const {
  if (is_named(url)) return {};
  const std::optional<Address> address = parse_address(url.host);
  if (address && !is_public(*address)) return tl::unexpected(not_public(to_string(*address)));
  if (url.port != "80" && url.port != "443") {
    return fail(ErrorKind::AddressRefused, "port " + url.port + " is neither 80 nor 443");
  }
  return {};
}

Error not_public(std::string_view address) {
  return {ErrorKind::AddressRefused, std::string(address) + " is not a public address"};
}

}  // namespace newshole::fetch
