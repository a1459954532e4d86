#pragma once
// Which redirects are followed.

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "url/url.h"

namespace newshole::fetch {

/// Where the page at `from` sends us with this value of its Location field (RFC 9110 section
/// 10.2.2). Errors: RedirectRefused for what is no http or https URL, holds a user name, leads from
/// https to http, or to none of `hosts`; if that is empty, any will do.
[[nodiscard]] Result<url::Url> redirect_target(const url::Url& from, std::string_view location,
                                               std::span<const std::string> hosts = {});

/// True for the statuses that name another place for the same page.
[[nodiscard]] bool is_redirect(long status);

}  // namespace newshole::fetch
