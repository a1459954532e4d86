#pragma once
// Which redirects are followed.

#include <string_view>

#include "base/error.h"
#include "url/url.h"

namespace newshole::fetch {

/// Where the page at `from` sends us with this value of its Location field (RFC 9110 section
/// 10.2.2). Errors: RedirectRefused for what is no http or https URL, holds a user name, or leads
/// from https to http.
[[nodiscard]] Result<url::Url> redirect_target(const url::Url& from, std::string_view location);

/// True for the statuses that name another place for the same page.
[[nodiscard]] bool is_redirect(long status);

}  // namespace newshole::fetch
