#pragma once
// Pages that their sites let us have, asked for one by one: robots.txt is asked for and obeyed
// (RFC 9309).

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "fetch/open_fetcher.h"
#include "fetch/robots/robots.h"

namespace newshole::fetch {

/// As RobotsFetcher, for a program that lives on. Rules count for a day; an origin whose robots.txt
/// cannot be reached allows nothing for a minute, and each page of it gets that cause as its error.
/// A redirect to another origin is held to the rules of that one, which are asked for first. Of
/// rules about 1 MB of text is kept.
class OpenRobotsFetcher final : public OpenFetcher {
 public:
  /// `clock` must outlive it.
  OpenRobotsFetcher(std::unique_ptr<OpenFetcher> fetcher, const Clock& clock)
      : clock_(&clock), fetcher_(std::move(fetcher)) {}

  /// Errors, besides those of the other fetcher: Disallowed.
  void ask(Request request, OnAnswer on_answer) override;

 private:
  struct Asked {
    Request request;
    OnAnswer on_answer;
    int moves = 0;  ///< to other origins
  };
  using Rules = std::shared_ptr<const Result<Robots>>;
  struct Origin {
    Rules rules;  ///< null: they are being asked for
    Tick until;
    std::size_t weight = 0;
    std::vector<Asked> waiting;
  };

  void send(Asked asked);
  void ask_for_rules(const std::string& origin, std::optional<Tick> deadline);
  void take_rules(const std::string& name, Result<Answer> answer);
  void make_room(std::size_t weight);
  void send_by(const Rules& rules, const Asked& asked);
  void move_on(Asked asked, url::Url target);

  const Clock* clock_;
  std::mutex mutex_;  // of the two below
  std::map<std::string, Origin> origins_;
  std::size_t weight_ = 0;
  std::unique_ptr<OpenFetcher> fetcher_;  // last: its last answers come while it ends
};

}  // namespace newshole::fetch
