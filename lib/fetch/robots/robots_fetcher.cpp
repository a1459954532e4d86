#include "fetch/robots/robots_fetcher.h"

#include <utility>

#include "fetch/robots/robots_answer.h"

namespace newshole::fetch {
namespace {

// A clock that was set back must not keep an answer for ever.
bool is_fresh(UtcTime fetched_at, UtcTime now) {
  return fetched_at <= now && now - fetched_at < kRobotsLifetime;
}

}  // namespace

void RobotsFetcher::fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) {
  learn_rules(requests);
  std::vector<Request> allowed;
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (const Status status = check(requests[i].url); !status) {
      on_answer(i, tl::unexpected(status.error()));
    } else {
      allowed.push_back(held_to_rules(requests[i]));
      indices.push_back(i);
    }
  }
  if (allowed.empty()) return;
  fetcher_->fetch_all(allowed, [&](std::size_t index, Result<Answer> answer) {
    on_answer(indices[index], std::move(answer));
  });
}

Request RobotsFetcher::held_to_rules(Request request) const {
  request.may_follow = [this](const url::Url& target) { return check_redirect(target); };
  return request;
}

void RobotsFetcher::learn_rules(std::span<const Request> requests) {
  std::vector<Request> files;
  std::vector<std::string> origins;
  for (const Request& request : requests) {
    const std::string origin = origin_of(request.url);
    if (origins_.contains(origin) || recall(origin)) continue;
    const Result<url::Url> file = robots_url(origin);
    origins_.emplace(origin, fail(ErrorKind::Internal, "no answer"));
    if (!file) continue;
    files.push_back({.url = *file});
    origins.push_back(origin);
  }
  if (files.empty()) return;
  fetcher_->fetch_all(files, [&](std::size_t index, Result<Answer> answer) {
    take_robots(origins[index], std::move(answer));
  });
}

bool RobotsFetcher::recall(const std::string& origin) {
  const std::optional<StoredRobots> stored = store_->load(origin);
  if (!stored || !is_fresh(stored->fetched_at, clock_->now())) return false;
  origins_.emplace(origin, rules_of(*stored));
  return true;
}

void RobotsFetcher::take_robots(const std::string& origin, Result<Answer> answer) {
  const Result<StoredRobots> robots = read_robots(std::move(answer), clock_->now());
  if (!robots) {
    origins_.at(origin) = tl::unexpected(robots.error());
    return;
  }
  origins_.at(origin) = rules_of(*robots);
  store_->save(origin, *robots);
}

Status RobotsFetcher::check(const url::Url& url) const {
  return check_rules(origins_.at(origin_of(url)), url);
}

Status RobotsFetcher::check_redirect(const url::Url& target) const {
  if (!origins_.contains(origin_of(target))) return {};
  const Status status = check(target);
  if (status) return {};
  return in_context("a redirect", status.error());
}

}  // namespace newshole::fetch
