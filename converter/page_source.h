#pragma once
// Where a command has its pages from: the network, or a folder of saved pages.

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/fetcher.h"
#include "fetch/network_options.h"

namespace newshole::converter {

/// Tells a person at a terminal on standard error why the program waits; empty where standard error
/// is none.
[[nodiscard]] fetch::OnWait tell_waits();

/// Pages from the network. `clock` must outlive the fetcher. Errors: CurlFetcher's.
[[nodiscard]] Result<std::unique_ptr<fetch::Fetcher>> open_network(
    const fetch::NetworkOptions& options, const Clock& clock, fetch::OnWait on_wait);
/// Pages that were saved below `folder`. Errors: Usage (it is no folder).
[[nodiscard]] Result<std::unique_ptr<fetch::Fetcher>> open_saved_pages(const std::string& folder);

/// One fetcher for all threads of the process, so that pauses and limits hold for all of them
/// together. It starts with the first page.
class SharedFetcher {
 public:
  /// `clock` must outlive it. One page's max_time counts the rests that its server asks for.
  SharedFetcher(fetch::NetworkOptions network, const Clock& clock);

  /// For any thread. Errors: Usage, Internal.
  [[nodiscard]] Result<fetch::Fetcher*> get();

 private:
  fetch::NetworkOptions network_;
  const Clock* clock_;
  std::mutex mutex_;  // of the fetcher below
  std::optional<Result<std::unique_ptr<fetch::Fetcher>>> fetcher_;
};

}  // namespace newshole::converter
