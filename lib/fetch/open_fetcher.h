#pragma once
// Where pages come from that are asked for one by one, while others are on their way.

#include <functional>

#include "base/error.h"
#include "fetch/fetcher.h"

namespace newshole::fetch {

class OpenFetcher {
 public:
  /// Called once: in a thread of the fetcher's, which it must not hold up, or before `ask` returns.
  using OnAnswer = std::function<void(Result<Answer> answer)>;

  OpenFetcher() = default;
  OpenFetcher(const OpenFetcher&) = delete;
  OpenFetcher& operator=(const OpenFetcher&) = delete;
  OpenFetcher(OpenFetcher&&) = delete;
  OpenFetcher& operator=(OpenFetcher&&) = delete;
  /// What has no answer by then gets the error Stopped before it returns.
  virtual ~OpenFetcher() = default;

  /// For any thread, that of an answer included. Errors say the reason without the URL.
  virtual void ask(Request request, OnAnswer on_answer) = 0;
};

}  // namespace newshole::fetch
