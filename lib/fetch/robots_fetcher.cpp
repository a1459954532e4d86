#include "fetch/robots_fetcher.h"

#include <algorithm>
#include <array>
#include <utility>

namespace newshole::fetch {
namespace {

constexpr std::string_view kPath = "/robots.txt";

std::string origin_of(const url::Url& url) {
  const bool is_usual = url.port == (url.scheme == "https" ? "443" : "80");
  return url.scheme + "://" + url.host + (is_usual ? "" : ":" + url.port);
}

// RFC 9309 section 2.3.1: the origin is there and has no such file. A status that asks to come
// back later says nothing of the file.
bool means_missing(const Error& error) {
  constexpr std::array kKinds = {ErrorKind::NotFound, ErrorKind::RedirectRefused,
                                 ErrorKind::NotArticle};
  constexpr long kTooManyRequests = 429;
  constexpr long kServerErrors = 500;
  if (error.kind == ErrorKind::HttpStatus) {
    return error.status != 0 && error.status < kServerErrors && error.status != kTooManyRequests;
  }
  return std::find(kKinds.begin(), kKinds.end(), error.kind) != kKinds.end();
}

// A clock that was set back must not keep an answer for ever.
bool is_fresh(UtcTime fetched_at, UtcTime now) {
  return fetched_at <= now && now - fetched_at < kRobotsLifetime;
}

Robots rules_of(const StoredRobots& stored) {
  const bool has_text = stored.outcome == StoredRobots::Outcome::Present;
  return has_text ? Robots::parse(stored.text, kProduct) : Robots();
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
    const Result<url::Url> file = url::parse_url(origin + std::string(kPath));
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
  StoredRobots robots{.fetched_at = clock_->now()};
  if (!answer && !means_missing(answer.error())) {
    origins_.at(origin) = tl::unexpected(std::move(answer.error()));
    return;
  }
  if (auto* page = answer ? std::get_if<Page>(&*answer) : nullptr; page != nullptr) {
    robots.outcome = StoredRobots::Outcome::Present;
    robots.text = std::move(page->html);
    // The byte beyond the limit tells `parse` that the last line is cut.
    robots.text.resize(std::min(robots.text.size(), kMaxRobotsBytes + 1));
  }
  origins_.at(origin) = rules_of(robots);
  store_->save(origin, robots);
}

Status RobotsFetcher::check(const url::Url& url) const {
  const Result<Robots>& rules = origins_.at(origin_of(url));
  if (!rules) return in_context("its robots.txt cannot be reached", rules.error());
  if (rules->allows(path_and_query(url))) return {};
  return fail(ErrorKind::Disallowed, "its robots.txt asks to leave it alone");
}

Status RobotsFetcher::check_redirect(const url::Url& target) const {
  if (!origins_.contains(origin_of(target))) return {};
  const Status status = check(target);
  if (status) return {};
  return in_context("a redirect", status.error());
}

}  // namespace newshole::fetch
