#pragma once
// newshole sites --check: whether the profiles still fit their sites.

#include <optional>
#include <string>
#include <vector>

#include "network_flags.h"
#include "places.h"
#include "process/messages.h"

namespace newshole::converter {

struct CheckFlags {
  std::vector<std::string> sites;   ///< empty: all
  std::optional<std::string> from;  ///< saved pages instead of the network
  NetworkFlags network;
};

/// Prints what matched on each site's pages, and complains of what is missing. With `from`, sites
/// without a saved page are left out, unless they are named. Done: all fit. InPart: something that
/// is required does not match, or a page is missing. TryLater, AtFault: there was no page at all.
[[nodiscard]] ExitStatus check_sites(const CheckFlags& flags, const Settings& settings);

}  // namespace newshole::converter
