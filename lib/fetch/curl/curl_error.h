#pragma once
// libcurl's ways to fail, as ours.

#include <string>
#include <string_view>

#include <curl/curl.h>

#include "base/error.h"

namespace newshole::fetch {

/// A transfer that libcurl gave up.
struct CurlFailure {
  CURLcode code = CURLE_OK;
  std::string_view text;  ///< CURLOPT_ERRORBUFFER; may quote what the server sent
  int system_error = 0;   ///< CURLINFO_OS_ERRNO
  std::string_view host;
  std::string_view port;
};

/// For all but CURLE_OPERATION_TIMEDOUT, whose cause the caller's limits tell.
[[nodiscard]] Error error_of(const CurlFailure& failure);

/// True for what this libcurl's HTTP/2 reports now and then without the server's fault (curl issue
/// 10591, seen with 7.88); the same request succeeds when sent again.
[[nodiscard]] bool is_worth_a_retry(CURLcode code);

}  // namespace newshole::fetch
