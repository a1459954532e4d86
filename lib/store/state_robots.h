#pragma once
// Where a run keeps the robots.txt of its sites: in the state.

#include <optional>
#include <string>

#include "base/error.h"
#include "fetch/robots/robots_fetcher.h"
#include "store/state.h"

namespace newshole::store {

class StateRobots final : public fetch::RobotsStore {
 public:
  /// `state` must outlive it.
  explicit StateRobots(State& state) : state_(&state) {}

  std::optional<fetch::StoredRobots> load(const std::string& origin) override;
  void save(const std::string& origin, const fetch::StoredRobots& robots) override;

  /// The first failure of the state, for whoever owns it.
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  void note(const Error& error);

  State* state_;
  Status status_;
};

}  // namespace newshole::store
