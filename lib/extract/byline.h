#pragma once
// The names in a byline. Internal to this module.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::extract {

/// The people of "Analysis by Jane Doe, John Roe and Ann Poe, OUTLET": lead-in, roles, outlets and
/// news agencies left out, each once. `outlets` are names that are no people: the site's title, the
/// source. Empty where the byline names no person.
[[nodiscard]] std::vector<std::string> authors_of(std::string_view byline,
                                                  std::span<const std::string> outlets);

}  // namespace newshole::extract
