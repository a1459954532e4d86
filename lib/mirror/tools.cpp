#include "mirror/tools.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace newshole::mirror {
namespace {

Result<StoryTools> make_tools_of_thread(const config::Config& config, const Clock& clock) {
  StoryTools tools{press::Reader(clock), {}};
  for (const config::Edition& edition : config.editions) {
    Result<press::Press> press = press::Press::create(press::style_of(config, edition));
    if (!press) return tl::unexpected(press.error());
    tools.editions.push_back({&edition, *std::move(press)});
  }
  return tools;
}

}  // namespace

Result<std::vector<StoryTools>> make_story_tools(const config::Config& config, const Clock& clock) {
  // The thread that fetches leaves most of its core free, so all cores may make stories.
  constexpr unsigned kMostThreads = 4;
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  std::vector<StoryTools> all;
  while (all.size() < threads) {
    Result<StoryTools> tools = make_tools_of_thread(config, clock);
    if (!tools) return tl::unexpected(tools.error());
    all.push_back(*std::move(tools));
  }
  return all;
}

}  // namespace newshole::mirror
