#include "fetch/robots/robots_answer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace newshole::fetch {
namespace {

// The origin is there and has no such file. A status that asks to come back later says nothing of
// the file.
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

}  // namespace

std::string origin_of(const url::Url& url) {
  const bool is_usual = url.port == (url.scheme == "https" ? "443" : "80");
  return url.scheme + "://" + url.host + (is_usual ? "" : ":" + url.port);
}

Result<url::Url> robots_url(const std::string& origin) {
  return url::parse_url(origin + "/robots.txt");
}

Result<StoredRobots> read_robots(Result<Answer> answer, UtcTime now) {
  StoredRobots robots{.fetched_at = now};
  if (!answer && !means_missing(answer.error())) return tl::unexpected(answer.error());
  auto* page = answer ? std::get_if<Page>(&*answer) : nullptr;
  if (page == nullptr) return robots;
  robots.outcome = StoredRobots::Outcome::Present;
  robots.text = std::move(page->html);
  // The byte beyond the limit tells `parse` that the last line is cut.
  robots.text.resize(std::min(robots.text.size(), kMaxRobotsBytes + 1));
  return robots;
}

Robots rules_of(const StoredRobots& robots) {
  const bool has_text = robots.outcome == StoredRobots::Outcome::Present;
  return has_text ? Robots::parse(robots.text, kProduct) : Robots();
}

Status check_rules(const Result<Robots>& rules, const url::Url& url) {
  if (!rules) return in_context("its robots.txt cannot be reached", rules.error());
  if (rules->allows(path_and_query(url))) return {};
  return fail(ErrorKind::Disallowed, "its robots.txt asks to leave it alone");
}

}  // namespace newshole::fetch
