#include "fetch/policy/waits.h"

#include <chrono>

namespace newshole::fetch {

// The pause between two requests is the same each time: once is enough.
void Waits::report(const std::string& server, Tick now, Tick until) {
  constexpr std::chrono::seconds kShort{1};
  if (!on_wait_ || until - now <= kShort) return;
  const auto cause = causes_.find(server);
  const auto before = reported_.find(server);
  const bool is_pause = cause == causes_.end();
  if (before != reported_.end() && (is_pause || before->second >= until)) return;
  reported_[server] = until;
  on_wait_({.host = server.substr(0, server.rfind(':')),
            .time = std::chrono::ceil<std::chrono::seconds>(until - now),
            .cause = is_pause ? std::string() : cause->second});
}

}  // namespace newshole::fetch
