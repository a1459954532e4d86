#include "store/robots.h"

#include "store/columns.h"

namespace newshole::store {
namespace {

using Outcome = fetch::StoredRobots::Outcome;

constexpr std::string_view kPresent = "present";
constexpr std::string_view kMissing = "missing";

}  // namespace

std::optional<fetch::StoredRobots> Robots::load(const std::string& origin) {
  std::optional<fetch::StoredRobots> robots;
  const Status loaded = database_->query(
      "SELECT outcome, fetched_at, text FROM robots WHERE origin = ?", {origin},
      [&](const Row& row) {
        robots = {row.text(0) == kPresent ? Outcome::Present : Outcome::Missing, {}, row.text(2)};
        read(row, 1, robots->fetched_at);
      });
  if (status_) status_ = loaded;
  return robots;
}

void Robots::save(const std::string& origin, const fetch::StoredRobots& robots) {
  static const std::string kSave = upsert("robots", "origin", "fetched_at, outcome, text");
  const std::string_view outcome = robots.outcome == Outcome::Present ? kPresent : kMissing;
  const Status saved =
      database_->run(kSave, {origin, value_of(robots.fetched_at), outcome, robots.text});
  if (status_) status_ = saved;
}

}  // namespace newshole::store
