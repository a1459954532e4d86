#include "mirror/last_seen.h"

#include <system_error>

#include "mirror/state.h"

namespace newshole::mirror {

std::optional<LastSeen> last_seen(const std::filesystem::path& root, std::string_view site) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(root / ".newshole", error);
  if (error) return std::nullopt;
  Result<State> state = State::open_to_read(folder);
  if (!state) return std::nullopt;
  const Result<std::optional<SiteRecord>> record = state->site(site);
  const Result<std::vector<StoryRecord>> stories = state->front_page(site);
  if (!record || !*record || !stories) return std::nullopt;
  return LastSeen{.change = (*record)->last_change, .stories = stories->size()};
}

}  // namespace newshole::mirror
