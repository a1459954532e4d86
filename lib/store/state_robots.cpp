#include "store/state_robots.h"

#include <utility>

namespace newshole::store {

std::optional<fetch::StoredRobots> StateRobots::load(const std::string& origin) {
  Result<std::optional<fetch::StoredRobots>> robots = state_->robots(origin);
  if (robots) return *std::move(robots);
  note(robots.error());
  return std::nullopt;
}

void StateRobots::save(const std::string& origin, const fetch::StoredRobots& robots) {
  if (const Status status = state_->save_robots(origin, robots); !status) note(status.error());
}

void StateRobots::note(const Error& error) {
  if (status_) status_ = tl::unexpected(error);
}

}  // namespace newshole::store
