#pragma once
// Front pages of several sites, asked for together before the sites are refreshed in turn: one
// after another each would cost a round trip. Internal to this module.

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fetch/fetcher.h"

namespace newshole::mirror {

/// Asks another fetcher, but for what was gathered.
class FrontPagesAhead final : public fetch::Fetcher {
 public:
  struct Wanted {
    std::string site;
    fetch::Request request;
  };

  /// `fetcher` must outlive it.
  explicit FrontPagesAhead(fetch::Fetcher& fetcher) : fetcher_(&fetcher) {}

  /// Asks for these, of each host for one at a time, and returns when they are there. What nobody
  /// took of those before is dropped. Once the answers have 16 MB none is asked for any more: that
  /// is left to `ask`.
  void gather(std::vector<Wanted> wanted);

  /// What the last `gather` took for the site.
  [[nodiscard]] fetch::Traffic traffic_of(const std::string& site) const;

  /// Gives a gathered answer, once and at once, to a request for the same address with the same
  /// validators and hosts.
  void ask(fetch::Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>& is_done) override { fetcher_->wait_until(is_done); }
  [[nodiscard]] fetch::Traffic traffic() const override { return fetcher_->traffic(); }

 private:
  struct Answered {
    fetch::Request request;
    Result<fetch::Answer> answer;
  };

  void start_all();
  [[nodiscard]] std::optional<Wanted> next_to_start();
  void take(const fetch::Request& request, Result<fetch::Answer> answer);
  [[nodiscard]] bool is_over();
  [[nodiscard]] std::optional<Result<fetch::Answer>> answer_to(const fetch::Request& request);

  fetch::Fetcher* fetcher_;
  std::map<std::string, fetch::Traffic, std::less<>> traffic_;  // by site
  std::mutex mutex_;                                            // of all below
  std::deque<Wanted> waiting_;
  std::set<std::string> busy_hosts_;
  std::vector<Answered> answers_;
  std::size_t bytes_ = 0;  // of the answers
};

}  // namespace newshole::mirror
