#pragma once
// What a run did, in a line for each site.

#include <string>

#include "mirror/refresh.h"

namespace newshole::mirror {

/// "news.example: 100 stories, 20 new, 1 changed, 1 taken down, 2 failed, 0.8 s". What did not
/// happen is left out; "nothing new" where nothing did. Without a line end.
[[nodiscard]] std::string summary_of(const SiteReport& site);

}  // namespace newshole::mirror
