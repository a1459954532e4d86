#include "fetch/policy/schedule.h"

#include <algorithm>

namespace newshole::fetch {
namespace {

std::string_view without_port(std::string_view server) {
  return server.substr(0, server.rfind(':'));
}

}  // namespace

void Schedule::make_ready(std::size_t job, Host& host) {
  host.ready.insert(job);
  busy_.insert(&host);
}

Schedule::Host& Schedule::host_of(const std::string& name) {
  const auto [place, is_new] = hosts_.try_emplace(name);
  if (!is_new) return place->second;
  place->second.name = name;
  place->second.least_pause = pause_of(name);
  return place->second;
}

std::chrono::milliseconds Schedule::pause_of(const std::string& name) const {
  const auto own = limits_.pauses.find(without_port(name));
  return own == limits_.pauses.end() ? limits_.pause : own->second;
}

void Schedule::add(std::size_t job, const std::string& host) {
  make_ready(job, host_of(host));
}

void Schedule::add_later(std::size_t job, const std::string& host, Tick when) {
  later_.emplace(when, Delayed{job, &host_of(host)});
}

void Schedule::slow_down(const std::string& host, std::chrono::milliseconds pause) {
  host_of(host).pause = pause;
}

void Schedule::wake(Tick now) {
  const auto due = later_.upper_bound(now);
  for (auto it = later_.begin(); it != due; ++it) make_ready(it->second.job, *it->second.host);
  later_.erase(later_.begin(), due);
}

bool Schedule::may_start(const Host& host, Tick now) const {
  if (host.left) return true;
  const std::size_t most = host.is_on_trial ? 1 : limits_.max_per_host;
  return running_ < limits_.max_in_flight && host.running < most && now >= host.not_before;
}

std::optional<std::size_t> Schedule::start(Tick now) {
  wake(now);
  Host* first = nullptr;
  for (Host* host : busy_) {
    if (!may_start(*host, now)) continue;
    if (first == nullptr || *host->ready.begin() < *first->ready.begin()) first = host;
  }
  if (first == nullptr) return std::nullopt;
  const std::size_t job = *first->ready.begin();
  first->ready.erase(first->ready.begin());
  if (first->ready.empty()) busy_.erase(first);
  if (first->left) return job;
  ++first->running;
  ++running_;
  first->not_before = std::max(first->not_before, now + std::max(first->least_pause, first->pause));
  return job;
}

void Schedule::end(const std::string& host) {
  --hosts_[host].running;
  --running_;
}

bool Schedule::withdraw(std::size_t job, const std::string& host) {
  const auto known = hosts_.find(host);
  if (known == hosts_.end()) return false;
  if (known->second.ready.erase(job) > 0) {
    if (known->second.ready.empty()) busy_.erase(&known->second);
    return true;
  }
  return std::erase_if(later_, [&](const auto& each) {
           return each.second.job == job && each.second.host == &known->second;
         }) > 0;
}

Tick Schedule::resting_until(const std::string& host) const {
  const auto known = hosts_.find(host);
  return known == hosts_.end() ? Tick::min() : known->second.not_before;
}

void Schedule::forget_idle(Tick now) {
  constexpr std::chrono::minutes kMemory{10};
  std::set<const Host*> in_use(busy_.begin(), busy_.end());
  for (const auto& [when, delayed] : later_) in_use.insert(delayed.host);
  std::erase_if(hosts_, [&](const auto& each) {
    const Host& host = each.second;
    if (host.running > 0 || host.left || in_use.contains(&host)) return false;
    return now >= host.not_before && (host.failures == 0 || now - host.not_before > kMemory);
  });
}

void Schedule::note_success(const std::string& host) {
  Host& known = host_of(host);
  known.failures = 0;
  known.is_on_trial = false;
}

int Schedule::note_failure(const std::string& host, Tick started) {
  Host& known = host_of(host);
  return started < known.rest_began ? 0 : ++known.failures;
}

void Schedule::rest(const std::string& host, Tick now, Tick until) {
  Host& known = host_of(host);
  known.not_before = std::max(known.not_before, until);
  known.rest_began = now;
  known.is_on_trial = true;
}

void Schedule::leave(const std::string& host, Error reason) {
  Host& known = host_of(host);
  known.left = std::move(reason);
  std::erase_if(later_, [&](const auto& each) {
    const bool is_of_host = each.second.host == &known;
    if (is_of_host) make_ready(each.second.job, known);
    return is_of_host;
  });
}

const Error* Schedule::reason_left(const std::string& host) const {
  const auto known = hosts_.find(host);
  return known != hosts_.end() && known->second.left ? &*known->second.left : nullptr;
}

std::optional<Schedule::Start> Schedule::next_start(Tick now) const {
  const Host* first = nullptr;
  Tick next = Tick::max();
  const auto note = [&](Tick when, const Host* host) {
    if (when <= now || when >= next) return;
    next = when;
    first = host;
  };
  // A job that is due later waits for its host's rest, too.
  for (const auto& [when, job] : later_) note(std::max(when, job.host->not_before), job.host);
  for (const Host* host : busy_) note(host->not_before, host);
  if (first == nullptr) return std::nullopt;
  return Start{next, first->name};
}

// The pause between two requests is the same each time: once is enough.
void Waits::report(const std::string& server, Tick now, Tick until) {
  constexpr std::chrono::seconds kShort{1};
  if (!on_wait_ || until - now <= kShort) return;
  const auto cause = causes_.find(server);
  const auto before = reported_.find(server);
  const bool is_pause = cause == causes_.end();
  if (before != reported_.end() && (is_pause || before->second >= until)) return;
  reported_[server] = until;
  on_wait_({.host = std::string(without_port(server)),
            .time = std::chrono::ceil<std::chrono::seconds>(until - now),
            .cause = is_pause ? std::string() : cause->second});
}

}  // namespace newshole::fetch
