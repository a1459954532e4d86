#include "mirror/tools.h"

#include <algorithm>
#include <thread>

namespace newshole::mirror {

Result<std::vector<StoryTools>> make_story_tools(const config::Config& config, const Clock& clock) {
  // The thread that fetches leaves most of its core free, so all cores may make stories.
  constexpr unsigned kMostThreads = 4;
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  std::vector<StoryTools> all;
  while (all.size() < threads) {
    StoryTools& tools = all.emplace_back(StoryTools{press::Reader(clock), {}});
    for (const config::Edition& edition : config.editions) {
      Result<press::Press> press = press::Press::create(press::style_of(config, edition));
      if (!press) return tl::unexpected(press.error());
      tools.editions.push_back({&edition, *std::move(press)});
    }
  }
  return all;
}

}  // namespace newshole::mirror
