#pragma once
// What is wrong with the name of a zone. Internal to this module.

#include <string>

namespace newshole::config {

/// What was expected of `zone`, which is no name of IANA's list, and what may be meant: for an
/// offset the zones that have it, else a name that is written alike.
[[nodiscard]] std::string what_zone_is_expected(const std::string& zone);

}  // namespace newshole::config
