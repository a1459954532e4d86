#include "fetch/policy/redirect.h"

#include <algorithm>
#include <array>

namespace newshole::fetch {

Result<url::Url> redirect_target(const url::Url& from, std::string_view location,
                                 std::span<const std::string> hosts) {
  Result<url::Url> target = url::resolve(from, location);
  if (!target) {
    return fail(ErrorKind::RedirectRefused, "a redirect leads to " + target.error().message);
  }
  if (from.scheme == "https" && target->scheme == "http") {
    return fail(ErrorKind::RedirectRefused, "a redirect leads from https to http");
  }
  if (!hosts.empty() && std::find(hosts.begin(), hosts.end(), target->host) == hosts.end()) {
    return fail(ErrorKind::RedirectRefused, "a redirect leads to another host, " + target->host);
  }
  return target;
}

bool is_redirect(long status) {
  constexpr std::array<long, 5> kStatuses = {301, 302, 303, 307, 308};
  return std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
}

}  // namespace newshole::fetch
