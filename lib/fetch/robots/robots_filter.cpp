#include "fetch/robots/robots_filter.h"

#include <algorithm>
#include <utility>

#include "fetch/robots/robots.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostWeight = std::size_t{1} << 20;
constexpr std::size_t kWeightOfAny = 1024;
constexpr int kMostMoves = 5;

// A clock that was set back must not keep an answer for ever.
bool is_fresh(UtcTime fetched_at, UtcTime now) {
  return fetched_at <= now && now - fetched_at < kRobotsLifetime;
}

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

/// "https://news.example", with a port where it is not the scheme's own.
std::string origin_of(const url::Url& url) {
  const bool is_usual = url.port == (url.scheme == "https" ? "443" : "80");
  return url.scheme + "://" + url.host + (is_usual ? "" : ":" + url.port);
}

/// RFC 9309 section 2.3.1: what the origin has, or that it has none. Errors: it could not be
/// reached.
Result<StoredRobots> read_robots(Result<Answer> answer, UtcTime now) {
  StoredRobots robots{.fetched_at = now};
  Result<Page> page = page_of(std::move(answer));
  if (!page && means_missing(page.error())) return robots;
  if (!page) return tl::unexpected(page.error());
  decode(*page);
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

/// Of an answer that says no more than where it leads.
Redirects redirects_in(const Result<Answer>& answer) {
  const bool are_permanent = !answer && answer.error().status == kMovedForGood;
  return are_permanent ? Redirects::Permanent : Redirects::Temporary;
}

void add_redirects(Result<Answer>& answer, Redirects before) {
  if (!answer) return;
  std::visit([before](auto& it) { it.redirects = std::max(it.redirects, before); }, *answer);
}

}  // namespace

void RobotsFilter::ask(Request request, OnAnswer on_answer) {
  send({.request = std::move(request), .on_answer = std::move(on_answer)});
}

void RobotsFilter::send(Asked asked) {
  const std::string name = origin_of(asked.request.url);
  const Request request = asked.request;
  {
    std::unique_lock lock(mutex_);
    Origin& origin = origins_[name];
    if (origin.rules && clock_->tick() < origin.until) {
      const Rules rules = origin.rules;
      lock.unlock();
      return send_by(rules, asked);
    }
    origin.rules.reset();
    origin.waiting.push_back(std::move(asked));
    if (origin.waiting.size() > 1) return;
  }
  learn_rules(name, request);
}

std::optional<StoredRobots> RobotsFilter::recall(const std::string& origin) const {
  if (memory_.store == nullptr) return std::nullopt;
  std::optional<StoredRobots> stored = memory_.store->load(origin);
  return stored && is_fresh(stored->fetched_at, clock_->now()) ? stored : std::nullopt;
}

void RobotsFilter::learn_rules(const std::string& origin, const Request& asker) {
  if (std::optional<StoredRobots> stored = recall(origin)) {
    return keep_rules(origin, *std::move(stored));
  }
  const Result<url::Url> url = url::parse_url(origin + "/robots.txt");
  if (!url) return keep_rules(origin, tl::unexpected(url.error()));
  fetcher_->ask({.url = *url, .deadline = asker.deadline, .account = asker.account},
                [this, origin](Result<Answer> answer) { take_rules(origin, std::move(answer)); });
}

void RobotsFilter::take_rules(const std::string& origin, Result<Answer> answer) {
  const Result<StoredRobots> robots = read_robots(std::move(answer), clock_->now());
  if (robots && memory_.store != nullptr) memory_.store->save(origin, *robots);
  keep_rules(origin, robots);
}

void RobotsFilter::keep_rules(const std::string& name, const Result<StoredRobots>& robots) {
  const auto rules = std::make_shared<const Result<Robots>>(robots.map(rules_of));
  const std::size_t weight = kWeightOfAny + (robots ? robots->text.size() : 0);
  const std::chrono::seconds lifetime =
      robots ? kRobotsLifetime - (clock_->now() - robots->fetched_at) : memory_.failure_lifetime;
  std::vector<Asked> waiting;
  {
    const std::scoped_lock lock(mutex_);
    Origin& origin = origins_[name];
    weight_ -= std::exchange(origin.weight, 0);
    make_room(weight);
    origin.rules = rules;
    origin.until = clock_->tick() + lifetime;
    weight_ += origin.weight = weight;
    waiting.swap(origin.waiting);
  }
  for (const Asked& asked : waiting) send_by(rules, asked);
}

// An origin whose rules are on their way weighs nothing yet, and stays.
void RobotsFilter::make_room(std::size_t weight) {
  while (weight_ > 0 && weight_ + weight > kMostWeight) {
    auto oldest = origins_.end();
    for (auto each = origins_.begin(); each != origins_.end(); ++each) {
      if (each->second.weight == 0 || !each->second.waiting.empty()) continue;
      if (oldest == origins_.end() || each->second.until < oldest->second.until) oldest = each;
    }
    if (oldest == origins_.end()) return;
    weight_ -= oldest->second.weight;
    origins_.erase(oldest);
  }
}

void RobotsFilter::send_by(const Rules& rules, const Asked& asked) {
  if (const Status may = check_rules(*rules, asked.request.url); !may) {
    return asked.on_answer(tl::unexpected(may.error()));
  }
  Request request = asked.request;
  if (*rules)
    request.pause = std::max((*rules)->crawl_delay(), request.pause.value_or(milliseconds(0)));
  const auto elsewhere = std::make_shared<std::optional<url::Url>>();
  request.may_follow = [rules, elsewhere, origin = origin_of(request.url),
                        own = asked.request.may_follow](const url::Url& target) -> Status {
    if (own) {
      if (Status may = own(target); !may) return may;
    }
    if (origin_of(target) != origin) {
      *elsewhere = target;
      return fail(ErrorKind::RedirectRefused, "a redirect leads elsewhere");
    }
    return check_rules(*rules, target).map_error([](const Error& error) {
      return in_context("a redirect", error).value();
    });
  };
  fetcher_->ask(std::move(request), [this, rules, elsewhere, asked](Result<Answer> answer) {
    if (*elsewhere) {
      Asked moved = asked;
      moved.redirects = std::max(moved.redirects, redirects_in(answer));
      return move_on(std::move(moved), **elsewhere);
    }
    add_redirects(answer, asked.redirects);
    auto* page = answer ? std::get_if<Page>(&*answer) : nullptr;
    if (page != nullptr) page->site_preferences = (*rules)->preferences(page->url);
    asked.on_answer(std::move(answer));
  });
}

// The hops within an origin its fetcher counts.
void RobotsFilter::move_on(Asked asked, url::Url target) {
  if (++asked.moves > kMostMoves) {
    return asked.on_answer(
        fail(ErrorKind::RedirectRefused,
             "more than " + std::to_string(kMostMoves) + " redirects to other servers"));
  }
  asked.request.url = std::move(target);
  send(std::move(asked));
}

}  // namespace newshole::fetch
