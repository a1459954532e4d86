#pragma once
// libcurl's ways to fail, as ours.

#include <curl/curl.h>

#include "base/error.h"
#include "url/url.h"

namespace newshole::fetch {

/// Of a transfer that libcurl gave up: `text` is CURLOPT_ERRORBUFFER, which may quote what the
/// server sent, `system_error` CURLINFO_OS_ERRNO. For all but CURLE_OPERATION_TIMEDOUT, whose cause
/// the caller's limits tell.
[[nodiscard]] Error error_of(CURLcode code, std::string_view text, long system_error,
                             const url::Url& url);

/// True for what this libcurl's HTTP/2 reports now and then without the server's fault (curl issue
/// 10591, seen with 7.88); the same request succeeds when sent again.
[[nodiscard]] bool is_worth_a_retry(CURLcode code);

}  // namespace newshole::fetch
