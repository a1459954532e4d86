#include "page_source.h"

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "fetch/curl/curl_fetcher.h"
#include "fetch/robots/robots_filter.h"
#include "fetch/saved_pages.h"
#include "network_flags.h"
#include "process/messages.h"

namespace newshole::converter {
namespace {

bool is_at_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

// In place of a progress line, which is drawn anew.
void tell_wait(const fetch::Wait& wait) {
  if (is_at_terminal()) std::fputs("\r\033[K", stderr);
  complain(wait.host + ": waits " + std::to_string(wait.time.count()) +
           " s: " + (wait.cause.empty() ? "the pause between two requests" : wait.cause));
}

}  // namespace

fetch::OnWait tell_waits(Verbosity verbosity) {
  const bool is_heard =
      verbosity == Verbosity::Verbose || (verbosity == Verbosity::Normal && is_at_terminal());
  return is_heard ? fetch::OnWait(tell_wait) : fetch::OnWait();
}

Result<std::unique_ptr<fetch::Fetcher>> open_pages(const std::optional<std::string>& folder,
                                                   const fetch::NetworkOptions& network,
                                                   const Clock& clock, fetch::OnWait on_wait) {
  if (!folder) return fetch::CurlFetcher::create(network, clock, make_jitter(), std::move(on_wait));
  std::error_code error;
  if (std::filesystem::is_directory(*folder, error)) {
    return std::make_unique<fetch::SavedPages>(*folder);
  }
  return fail(ErrorKind::Usage, *folder + ": is no folder");
}

// Many sources may take long; each has its own limit.
SharedFetcher::SharedFetcher(fetch::NetworkOptions network, config::RobotsPolicy robots,
                             const Clock& clock)
    : network_(std::move(network)), robots_(robots), clock_(&clock) {
  constexpr std::chrono::hours kNoLimit{24 * 365};
  network_.max_run = kNoLimit;
  network_.rests = fetch::Rests::Counted;
}

Result<fetch::Fetcher*> SharedFetcher::get() {
  const std::scoped_lock lock(mutex_);
  if (!fetcher_) {
    fetcher_ = fetch::BackgroundFetcher::create(network_, *clock_, make_jitter(), fetch::Life::Run,
                                                tell_waits());
    if (*fetcher_ && robots_ == config::RobotsPolicy::Obey)
      *fetcher_ = std::make_unique<fetch::RobotsFilter>(**std::move(fetcher_), *clock_);
  }
  if (!*fetcher_) return tl::unexpected(fetcher_->error());
  return (*fetcher_)->get();
}

}  // namespace newshole::converter
