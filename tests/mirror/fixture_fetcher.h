#pragma once
// A fetcher that knows only the pages it was given, so that no test reaches the network.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fetch/fetcher.h"

namespace newshole::test {

class FixtureFetcher final : public fetch::Fetcher {
 public:
  void set(const std::string& url, std::string html) { pages_[url] = std::move(html); }
  void remove(const std::string& url) { pages_.erase(url); }
  /// From now on the site answers that the page is gone.
  void answer_gone(const std::string& url) { gone_.insert(url); }
  /// And no more.
  void answer_again(const std::string& url) { gone_.erase(url); }

  /// From now on there is no answer but this error.
  void set_error(const std::string& url, Error error) { errors_[url] = std::move(error); }

  /// From now on the page leads to another, unless the request's hosts say that it may not.
  void redirect(const std::string& url, const std::string& target) { redirects_[url] = target; }

  /// The same for good.
  void redirect_for_good(const std::string& url, const std::string& target) {
    redirect(url, target);
    permanent_.insert(url);
  }
  void end_redirect(const std::string& url) {
    redirects_.erase(url);
    permanent_.erase(url);
  }

  /// From now on the page's header says that it is fresh for so long.
  void set_max_age(const std::string& url, std::chrono::seconds time) { max_ages_[url] = time; }

  /// From now on the page comes with these; to a request that has them, it is not modified.
  void set_validators(const std::string& url, fetch::Validators validators) {
    validators_[url] = std::move(validators);
  }

  /// The URLs asked for since the last call, in order.
  std::vector<std::string> take_asked();
  /// The requests since the last call, in order.
  std::vector<fetch::Request> take_requests() { return std::exchange(requests_, {}); }

  void ask(fetch::Request request, OnAnswer on_answer) override;
  /// Pages arrive last first, as those of a network may.
  void wait_until(const std::function<bool()>& is_done) override;
  /// A page costs its length.
  [[nodiscard]] fetch::Traffic traffic() const override { return traffic_; }

  /// From now on the page's header says "noarchive", or no more.
  void say_no_archive(const std::string& url) { no_archive_.insert(url); }
  void say_nothing(const std::string& url) { no_archive_.erase(url); }

  /// Called by each `wait_until`.
  std::function<void()> on_fetch = [] {};
  /// Called before each answer, with the URLs that wait for one.
  std::function<void(const std::vector<std::string>& urls)> on_wait;

 private:
  void tell_waiting() const;
  Result<fetch::Answer> answer(const fetch::Request& request);
  Result<fetch::Answer> follow(fetch::Request request, const url::Url& target);
  [[nodiscard]] std::optional<std::chrono::seconds> max_age_of(const std::string& url) const;

  std::map<std::string, std::string> pages_;
  std::set<std::string> gone_;
  std::map<std::string, Error> errors_;
  std::map<std::string, std::string> redirects_;
  std::set<std::string> permanent_;  // of the redirects
  std::map<std::string, std::chrono::seconds> max_ages_;
  std::map<std::string, fetch::Validators> validators_;
  std::set<std::string> no_archive_;
  std::vector<fetch::Request> requests_;
  std::vector<std::pair<fetch::Request, OnAnswer>> waiting_;
  fetch::Traffic traffic_;
};

}  // namespace newshole::test
