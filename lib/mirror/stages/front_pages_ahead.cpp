#include "mirror/stages/front_pages_ahead.h"

#include <algorithm>
#include <utility>

namespace newshole::mirror {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;
// Of hosts at a time; what they send meanwhile comes on top of the bytes.
constexpr std::size_t kMostAtOnce = 24;

std::size_t bytes_of(const Result<fetch::Answer>& answer) {
  const auto* page = answer ? std::get_if<fetch::Page>(&*answer) : nullptr;
  return page == nullptr ? 0 : page->html.size();
}

bool is_same(const fetch::Request& a, const fetch::Request& b) {
  return a.url.text == b.url.text && a.validators == b.validators && a.hosts == b.hosts;
}

}  // namespace

void FrontPagesAhead::gather(std::vector<Wanted> wanted) {
  answers_.clear();
  traffic_.clear();
  bytes_ = 0;
  for (const Wanted& each : wanted) traffic_.try_emplace(each.site);
  waiting_.assign(std::move_iterator(wanted.begin()), std::move_iterator(wanted.end()));
  start_all();
  fetcher_->wait_until([this] { return is_over(); });
  waiting_.clear();
}

void FrontPagesAhead::start_all() {
  while (std::optional<Wanted> next = next_to_start()) {
    next->request.account = &traffic_.at(next->site);
    fetch::Request request = next->request;
    fetcher_->ask(std::move(request), [this, asked = next->request](Result<fetch::Answer> answer) {
      take(asked, std::move(answer));
      start_all();
    });
  }
}

std::optional<FrontPagesAhead::Wanted> FrontPagesAhead::next_to_start() {
  const std::scoped_lock lock(mutex_);
  if (bytes_ >= kMostBytes || busy_hosts_.size() >= kMostAtOnce) return std::nullopt;
  const auto next = std::ranges::find_if(waiting_, [this](const Wanted& each) {
    return !busy_hosts_.contains(each.request.url.host);
  });
  if (next == waiting_.end()) return std::nullopt;
  Wanted wanted = std::move(*next);
  waiting_.erase(next);
  busy_hosts_.insert(wanted.request.url.host);
  return wanted;
}

void FrontPagesAhead::take(const fetch::Request& request, Result<fetch::Answer> answer) {
  const std::scoped_lock lock(mutex_);
  busy_hosts_.erase(request.url.host);
  bytes_ += bytes_of(answer);
  answers_.push_back({request, std::move(answer)});
}

bool FrontPagesAhead::is_over() {
  const std::scoped_lock lock(mutex_);
  return busy_hosts_.empty() && (waiting_.empty() || bytes_ >= kMostBytes);
}

fetch::Traffic FrontPagesAhead::traffic_of(const std::string& site) const {
  const auto known = traffic_.find(site);
  return known == traffic_.end() ? fetch::Traffic() : known->second;
}

void FrontPagesAhead::ask(fetch::Request request, OnAnswer on_answer) {
  if (auto answer = answer_to(request)) return on_answer(*std::move(answer));
  fetcher_->ask(std::move(request), std::move(on_answer));
}

std::optional<Result<fetch::Answer>> FrontPagesAhead::answer_to(const fetch::Request& request) {
  const std::scoped_lock lock(mutex_);
  const auto known = std::ranges::find_if(
      answers_, [&](const Answered& each) { return is_same(each.request, request); });
  if (known == answers_.end()) return std::nullopt;
  Result<fetch::Answer> answer = std::move(known->answer);
  bytes_ -= bytes_of(answer);
  answers_.erase(known);
  return answer;
}

}  // namespace newshole::mirror
