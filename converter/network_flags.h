#pragma once
// The options of convert, mirror, serve and sites that carry curl's names and meaning.

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "config/config.h"
#include "fetch/network_options.h"
#include "places.h"

namespace newshole::converter {

struct NetworkFlags {
  std::optional<std::string> proxy;
  std::string cacert;
  std::vector<std::string> resolve;
  std::vector<std::string> connect_to;
  std::optional<double> max_time;  ///< seconds
  std::optional<std::string> user_agent;

  friend bool operator==(const NetworkFlags&, const NetworkFlags&) = default;
};

void add_network_flags(CLI::App& app, NetworkFlags& flags);

/// The configuration's values, overridden by the flags, and the pauses of the sites.
[[nodiscard]] fetch::NetworkOptions network_options(const Settings& settings,
                                                    const NetworkFlags& flags);

/// From the machine's source of random numbers.
[[nodiscard]] fetch::Jitter make_jitter();

}  // namespace newshole::converter
