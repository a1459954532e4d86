#include "store/robots.h"

#include "store/columns.h"

namespace newshole::store {
namespace {

using Outcome = fetch::StoredRobots::Outcome;

constexpr std::string_view kPresent = "present";
constexpr std::string_view kMissing = "missing";

fetch::StoredRobots robots_of(const Row& row) {
  fetch::StoredRobots robots{
      .outcome = row.text(0) == kPresent ? Outcome::Present : Outcome::Missing,
      .fetched_at = {},
      .text = row.text(2)};
  read(row, 1, robots.fetched_at);
  return robots;
}

}  // namespace

std::optional<fetch::StoredRobots> Robots::load(const std::string& origin) {
  const auto robots = database_->row(
      "SELECT outcome, fetched_at, text FROM robots WHERE origin = ?", {origin}, robots_of);
  if (robots) return *robots;
  if (status_) status_ = tl::unexpected(robots.error());
  return std::nullopt;
}

void Robots::save(const std::string& origin, const fetch::StoredRobots& robots) {
  static const std::string kSave = upsert("robots", "origin", "fetched_at, outcome, text");
  const std::string_view outcome = robots.outcome == Outcome::Present ? kPresent : kMissing;
  const Status saved =
      database_->run(kSave, {origin, value_of(robots.fetched_at), outcome, robots.text});
  if (status_) status_ = saved;
}

}  // namespace newshole::store
