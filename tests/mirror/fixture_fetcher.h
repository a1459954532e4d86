#pragma once
// A fetcher that knows only the pages it was given, so that no test reaches the network.

#include <map>
#include <string>
#include <vector>

#include "fetch/fetcher.h"

namespace newshole::test {

class FixtureFetcher final : public fetch::Fetcher {
 public:
  void set(const std::string& url, std::string html) { pages_[url] = std::move(html); }
  void remove(const std::string& url) { pages_.erase(url); }

  /// The URLs asked for since the last call, in order.
  std::vector<std::string> take_asked();

  /// Pages arrive last first, as those of a network may.
  void fetch_all(std::span<const fetch::Request> requests, const OnAnswer& on_answer) override;
  [[nodiscard]] fetch::Traffic traffic() const override { return {.requests = requests_}; }

 private:
  std::map<std::string, std::string> pages_;
  std::vector<std::string> asked_;
  std::size_t requests_ = 0;
};

}  // namespace newshole::test
