#include "mirror/fixture_fetcher.h"

#include <algorithm>

namespace newshole::test {

std::vector<std::string> FixtureFetcher::take_asked() {
  std::vector<std::string> asked;
  for (const fetch::Request& request : take_requests()) asked.push_back(request.url.text);
  return asked;
}

void FixtureFetcher::ask(fetch::Request request, OnAnswer on_answer) {
  requests_.push_back(request);
  waiting_.emplace_back(std::move(request), std::move(on_answer));
}

void FixtureFetcher::wait_until(const std::function<bool()>& is_done) {
  on_fetch();
  while (!is_done() && !waiting_.empty()) {
    tell_waiting();
    const auto [request, on_answer] = std::move(waiting_.back());
    waiting_.pop_back();
    const fetch::Traffic before = traffic_;
    auto given = is_stopped() ? fetch::stopped() : answer(request);
    if (request.account != nullptr) *request.account += traffic_.since(before);
    on_answer(std::move(given));
  }
}

void FixtureFetcher::tell_waiting() const {
  if (!on_wait) return;
  std::vector<std::string> urls;
  for (const auto& [request, on_answer] : waiting_) urls.push_back(request.url.text);
  on_wait(urls);
}

Result<fetch::Answer> FixtureFetcher::answer(const fetch::Request& request) {
  ++traffic_.requests;
  if (const auto leads = redirects_.find(request.url.text); leads != redirects_.end()) {
    return follow(request, url::parse_url(leads->second).value());
  }
  if (gone_.contains(request.url.text)) {
    constexpr long kGone = 410;
    return tl::unexpected(Error{ErrorKind::HttpStatus, "answered 410", kGone});
  }
  if (const auto error = errors_.find(request.url.text); error != errors_.end())
    return tl::unexpected(error->second);
  const auto known = pages_.find(request.url.text);
  if (known == pages_.end()) return fail(ErrorKind::NotFound, "no fixture");
  const fetch::Validators validators = validators_[request.url.text];
  if (validators != fetch::Validators{} && request.validators == validators) {
    ++traffic_.not_modified;
    return fetch::NotModified{.url = request.url, .max_age = max_age_of(request.url.text)};
  }
  traffic_.bytes_on_the_wire += known->second.size();
  auto page = fetch::make_page(request.url, known->second, "text/html; charset=utf-8");
  if (!page) return tl::unexpected(page.error());
  page->validators = validators;
  page->max_age = max_age_of(request.url.text);
  page->preferences.no_archive = no_archive_.contains(request.url.text);
  return *std::move(page);
}

Result<fetch::Answer> FixtureFetcher::follow(fetch::Request request, const url::Url& target) {
  const bool may_follow =
      request.hosts.empty() || std::ranges::find(request.hosts, target.host) != request.hosts.end();
  if (!may_follow) return fail(ErrorKind::RedirectRefused, "leads to " + target.host);
  const Status may = request.may_follow ? request.may_follow(target) : Status();
  if (!may) return tl::unexpected(may.error());
  const bool is_permanent = permanent_.contains(request.url.text);
  request.url = target;
  return answer(request).map([is_permanent](fetch::Answer it) {
    const auto led = is_permanent ? fetch::Redirects::Permanent : fetch::Redirects::Temporary;
    std::visit([led](auto& led_to) { led_to.redirects = std::max(led_to.redirects, led); }, it);
    return it;
  });
}

std::optional<std::chrono::seconds> FixtureFetcher::max_age_of(const std::string& url) const {
  const auto known = max_ages_.find(url);
  return known == max_ages_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace newshole::test
