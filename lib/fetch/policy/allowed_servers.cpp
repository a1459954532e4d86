#include "fetch/policy/allowed_servers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "fetch/policy/address.h"

namespace newshole::fetch {

bool AllowedServers::is_named(const url::Url& url) const {
  return std::ranges::any_of(named_, [&](const NamedServer& server) {
    return (server.host.empty() || server.host == url.host) &&
           (server.port.empty() || server.port == url.port);
  });
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

Result<url::Url> redirect_target(const url::Url& from, std::string_view location,
                                 std::span<const std::string> hosts) {
  Result<url::Url> target = url::resolve(from, location);
  if (!target) {
    return fail(ErrorKind::RedirectRefused, "a redirect leads to " + target.error().message);
  }
  if (from.scheme == "https" && target->scheme == "http") {
    return fail(ErrorKind::RedirectRefused, "a redirect leads from https to http");
  }
  if (!hosts.empty() && std::ranges::find(hosts, target->host) == hosts.end()) {
    return fail(ErrorKind::RedirectRefused, "a redirect leads to another host, " + target->host);
  }
  return target;
}

bool is_redirect(long status) {
  constexpr std::array kStatuses = {301L, 302L, 303L, 307L, 308L};
  return std::ranges::find(kStatuses, status) != kStatuses.end();
}

bool is_permanent(long status) {
  return status == 301 || status == 308;
}

Error not_public(std::string_view address) {
  return {ErrorKind::AddressRefused, std::string(address) + " is not a public address"};
}

}  // namespace newshole::fetch
