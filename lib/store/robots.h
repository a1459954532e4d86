#pragma once
// The state as the place where a run keeps the robots.txt of its sites.

#include "fetch/robots/robots_store.h"
#include "store/database.h"

namespace newshole::store {

/// A view of a State, valid while the State is. What it saves is part of the transaction that is
/// open, or kept at once.
class Robots final : public fetch::RobotsStore {
 public:
  explicit Robots(Database& database) : database_(&database) {}

  std::optional<fetch::StoredRobots> load(const std::string& origin) override;
  void save(const std::string& origin, const fetch::StoredRobots& robots) override;

  /// The first failure of the state.
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  Database* database_;
  Status status_;
};

}  // namespace newshole::store
