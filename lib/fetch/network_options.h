#pragma once
// The network options of the command line, checked before libcurl, which finds faults late.

#include "base/error.h"
#include "fetch/curl_fetcher.h"

namespace newshole::fetch {

/// Errors: Usage, naming the option.
[[nodiscard]] Status check_options(const NetworkOptions& options);

}  // namespace newshole::fetch
