#include "live_pages.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "fetch/curl/curl_fetcher.h"
#include "fetch/robots/robots_filter.h"
#include "page_workers.h"
#include "serve/live/handler.h"

namespace newshole::converter {
namespace {

using std::chrono::milliseconds;

// Shorter than a mirror's limits: a person waits for the page, and other readers wait for a turn.
constexpr milliseconds kMaxTime{15'000};
constexpr std::size_t kMaxInFlight = 16;
constexpr std::size_t kMaxPerHost = 4;
constexpr int kMaxRetries = 1;
// For making and sending a page that was fetched.
constexpr milliseconds kTimeToMake{3'000};

// Other readers wait for the page before theirs.
constexpr sandbox::Limits kCosts{.processor_time = std::chrono::seconds(5),
                                 .wall_time = milliseconds(20'000)};

constexpr std::string_view kFolder = serve::kLiveSelector.substr(1);

/// `most` a minute, and after a rest as many at once as `burst`.
serve::Pace a_minute(int most, int burst) {
  return {std::chrono::nanoseconds(std::chrono::minutes(1)) / most, burst};
}

serve::LiveLimits limits_of(const config::ServeConfig& config, std::size_t most_at_work) {
  // A sixth of a minute's pages: a reader opens some stories at once.
  constexpr int kBursts = 6;
  // Fewer than a site's, so that no reader uses them all up for others.
  constexpr int kReadersBursts = 4;
  serve::LiveLimits limits;
  limits.max_at_work = most_at_work;
  limits.max_pages_per_address = config.max_live_pages;
  limits.of_address = a_minute(config.live_pages_a_minute,
                               std::max(config.live_pages_a_minute / kReadersBursts, 1));
  limits.of_site =
      a_minute(config.site_pages_a_minute, std::max(config.site_pages_a_minute / kBursts, 1));
  return limits;
}

bool has_folder(const config::Config& config) {
  return std::ranges::find(config.sites, kFolder) != config.sites.end() ||
         std::ranges::any_of(config.editions,
                             [](const config::Edition& each) { return each.name == kFolder; });
}

bool is_of_a_profile(const std::string& host, const site::Catalog& catalog) {
  return std::ranges::any_of(catalog.profiles(), [&](const site::SiteProfile& profile) {
    // One without rules for stories does not limit what is read of its hosts.
    return has_story_rules(profile) &&
           std::ranges::find(profile.hosts, host) != profile.hosts.end();
  });
}

}  // namespace

void add_live_flags(CLI::App& command, LiveFlags& flags) {
  const std::string group = "Pages on demand";
  auto* live =
      command.add_flag("--live", flags.live, "Read pages of the known sites when asked for them")
          ->group(group);
  command.add_flag("--live-any-host", flags.any_host, "Of all other public web sites too")
      ->needs(live)
      ->group(group);
  add_network_flags(command, flags.network);
}

Status check_live_flags(const LiveFlags& flags, const config::Config& config) {
  if (!flags.live && flags.network != NetworkFlags()) {
    return fail(ErrorKind::Usage, "serve: network options are for --live: a mirror needs none");
  }
  if (!flags.live || !has_folder(config)) return {};
  return fail(ErrorKind::Usage, "serve: --live: the mirror's folder " + std::string(kFolder) +
                                    " has the selectors of pages on demand");
}

void LivePages::set_limits(serve::ServerOptions& options) const {
  options.answer_time = network().max_time + kTimeToMake;
}

// Any client may ask for any address. So a private host that the operator mirrors is open to them
// only if a profile limits what is read of it.
fetch::NetworkOptions LivePages::network() const {
  fetch::NetworkOptions options = network_options(*settings_, flags_->network);
  if (!flags_->network.max_time) options.max_time = std::min(options.max_time, kMaxTime);
  options.max_in_flight = std::min(options.max_in_flight, kMaxInFlight);
  options.max_per_host = std::min(options.max_per_host, kMaxPerHost);
  options.max_retries = std::min(options.max_retries, kMaxRetries);
  std::erase_if(options.private_hosts, [this](const std::string& host) {
    return !is_of_a_profile(host, settings_->catalog);
  });
  return options;
}

Result<std::unique_ptr<serve::Handler>> LivePages::handler(serve::WireForm text,
                                                           const Clock& clock) const {
  serve::LiveOptions live;
  live.style = {.edition = settings_->config.editions.front(), .text = text};
  auto workers = start_page_workers(settings_->config.sandbox,
                                    serve::live_work(sites_, live.style, clock), clock, kCosts);
  if (!workers) return tl::unexpected(workers.error());
  live.workers = *std::move(workers);
  const fetch::NetworkOptions options = network();
  auto curl = fetch::BackgroundFetcher::create(options, clock, make_jitter(), fetch::Life::Service);
  if (!curl) return tl::unexpected(curl.error());
  std::unique_ptr<fetch::Fetcher> fetcher = *std::move(curl);
  if (settings_->config.network.robots == config::RobotsPolicy::Obey) {
    fetcher = std::make_unique<fetch::RobotsFilter>(std::move(fetcher), clock);
  }
  live.takedowns = &takedowns_;
  live.max_time = options.max_time;
  live.limits = limits_of(settings_->config.serve, options.max_in_flight);
  return serve::LiveHandler::create(sites_, std::move(fetcher), clock, live);
}

}  // namespace newshole::converter
