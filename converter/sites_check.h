#pragma once
// newshole sites --check: whether the profiles still fit their sites.

#include <optional>
#include <string>
#include <vector>

#include "messages.h"
#include "network_flags.h"
#include "places.h"

namespace newshole::converter {

struct CheckFlags {
  std::vector<std::string> sites;   ///< empty: all
  std::optional<std::string> from;  ///< saved pages instead of the network
  NetworkFlags network;
};

/// Prints what matched on each site's pages, and complains of what is missing. Of a folder of saved
/// pages only the sites that it holds pages of are told of, unless they are named. Done: all fit.
/// InPart: something that is required does not match, or is not there. TryLater, AtFault: no page
/// at all could be had.
[[nodiscard]] ExitStatus check_sites(const CheckFlags& flags, const Settings& settings);

}  // namespace newshole::converter
