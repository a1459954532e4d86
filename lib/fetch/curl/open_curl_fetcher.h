#pragma once
// Pages from the network, asked for one by one: the same as CurlFetcher, for a program that lives
// on.

#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "fetch/curl/curl_fetcher.h"
#include "fetch/open_fetcher.h"

namespace newshole::fetch {

/// Has a thread of its own, in which answers are given. The limits are those of all requests
/// together, as with CurlFetcher; but there is no max_run, and a host that fails five times in a
/// row (cannot be reached or verified, is too slow, answers 429 or 503), or asks for a rest, is
/// left alone for a minute, or as long as it asks but for at most a day: a request that cannot wait
/// so long gets that as its error at once.
class OpenCurlFetcher final : public OpenFetcher {
 public:
  /// Starts libcurl. `clock` must outlive the fetcher. Errors: Usage (an option that curl refuses),
  /// Internal.
  [[nodiscard]] static Result<std::unique_ptr<OpenCurlFetcher>> create(
      const NetworkOptions& options, const Clock& clock, Jitter jitter);
  /// Answers all that is left at once, but may then wait for a name server.
  ~OpenCurlFetcher() override;
  OpenCurlFetcher(const OpenCurlFetcher&) = delete;
  OpenCurlFetcher& operator=(const OpenCurlFetcher&) = delete;
  OpenCurlFetcher(OpenCurlFetcher&&) = delete;
  OpenCurlFetcher& operator=(OpenCurlFetcher&&) = delete;

  void ask(Request request, OnAnswer on_answer) override;

 private:
  struct Asked {
    Request request;
    OnAnswer on_answer;
  };

  explicit OpenCurlFetcher(std::unique_ptr<CurlEngine> engine);
  void run();
  void take(std::vector<Asked> incoming);
  void hand_on(std::size_t index, Result<Answer> answer);

  std::unique_ptr<CurlEngine> engine_;
  std::mutex mutex_;  // of the two below; the others are the thread's
  std::vector<Asked> incoming_;
  bool is_ending_ = false;
  std::unordered_map<std::size_t, Asked> asked_;
  std::size_t next_ = 0;
  std::thread thread_;
};

}  // namespace newshole::fetch
