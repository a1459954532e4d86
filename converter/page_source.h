#pragma once
// Where a command has its pages from: the network, or a folder of saved pages.

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "fetch/fetcher.h"
#include "fetch/network_options.h"
#include "process/progress_line.h"

namespace newshole::converter {

/// Says on standard error why the program waits. Verbose: always. Normal: to a person at a
/// terminal. Empty where it says nothing.
[[nodiscard]] fetch::OnWait tell_waits(Verbosity verbosity = Verbosity::Normal);

/// Pages that were saved below `folder`, or from the network without one. `clock` must outlive the
/// fetcher. Errors: CurlFetcher's; Usage (the folder is none).
[[nodiscard]] Result<std::unique_ptr<fetch::Fetcher>> open_pages(
    const std::optional<std::string>& folder, const fetch::NetworkOptions& network,
    const Clock& clock, fetch::OnWait on_wait);

/// One fetcher for all threads of the process, so that pauses and limits hold for all of them
/// together. It starts with the first page.
class SharedFetcher {
 public:
  /// `clock` must outlive it. One page's max_time counts the rests that its server asks for.
  SharedFetcher(fetch::NetworkOptions network, config::RobotsPolicy robots, const Clock& clock);

  /// For any thread. Errors: Usage, Internal.
  [[nodiscard]] Result<fetch::Fetcher*> get();

 private:
  fetch::NetworkOptions network_;
  config::RobotsPolicy robots_;
  const Clock* clock_;
  std::mutex mutex_;  // of the fetcher below
  std::optional<Result<std::unique_ptr<fetch::Fetcher>>> fetcher_;
};

}  // namespace newshole::converter
