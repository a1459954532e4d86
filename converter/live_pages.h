#pragma once
// Pages read on demand, for `serve --live`.

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "network_flags.h"
#include "places.h"
#include "serve/answer.h"
#include "serve/live/sites.h"
#include "serve/live/takedowns.h"
#include "serve/server.h"
#include "serve/wire_text.h"

namespace newshole::converter {

struct LiveFlags {
  bool live = false;
  bool any_host = false;
  NetworkFlags network;
};

void add_live_flags(CLI::App& command, LiveFlags& flags);

/// Errors (Usage): a network option without --live; a folder of the mirror that has the selectors
/// of pages on demand.
[[nodiscard]] Status check_live_flags(const LiveFlags& flags, const config::Config& config);

/// `flags` and `settings` must outlive it, and it the server.
class LivePages {
 public:
  /// `root` is the mirror's: to be opened before privileges are dropped.
  LivePages(const LiveFlags& flags, const Settings& settings, const std::string& root)
      : flags_(&flags),
        settings_(&settings),
        sites_(settings.catalog,
               flags.any_host ? serve::LiveHosts::Any : serve::LiveHosts::OfProfiles),
        takedowns_(root, sites_) {}

  /// Gives the server's answer_time room for a fetch and for making the page.
  void set_limits(serve::ServerOptions& options) const;

  /// Starts threads: to be called after privileges are dropped. This and `clock` must outlive the
  /// handler. Errors: Usage, Internal.
  [[nodiscard]] Result<std::unique_ptr<serve::Handler>> handler(serve::WireForm text,
                                                                const Clock& clock) const;

 private:
  [[nodiscard]] fetch::NetworkOptions network() const;

  const LiveFlags* flags_;
  const Settings* settings_;
  serve::LiveSites sites_;
  mutable serve::LiveTakedowns takedowns_;
};

}  // namespace newshole::converter
