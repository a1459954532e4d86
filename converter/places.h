#pragma once
// Where the program's files are: the configuration and the site profiles.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "config/config.h"
#include "site/catalog.h"

namespace newshole::converter {

/// --config, as commands have it that read the configuration for what it says of the mirror.
void add_config_flag(CLI::App& command, std::optional<std::string>& config);

/// The configuration in force, and the profiles that go with it.
struct Settings {
  config::Config config;
  site::Catalog catalog;
};

/// Looks for the configuration in `config_flag`, else $NEWSHOLE_CONFIG, ./newshole.json, the XDG
/// config home, the installed default. Errors: a file that was named is not there, or is at fault;
/// no configuration at all is no error, its defaults hold.
[[nodiscard]] Result<config::Config> load_configuration(
    const std::optional<std::string>& config_flag);

/// The configuration as load_configuration has it, and profiles: from the XDG config home's
/// newshole/sites, then sites/ beside the configuration, then the installed sites/.
[[nodiscard]] Result<Settings> load_settings(const std::optional<std::string>& config_flag);

/// The same with no more profiles than those of `sites` need; none named: of the configuration's.
[[nodiscard]] Result<Settings> load_settings(const std::optional<std::string>& config_flag,
                                             const std::vector<std::string>& sites);

/// Where the configuration lies that `load_settings` would read; empty if there is none.
[[nodiscard]] std::filesystem::path folder_of_configuration(
    const std::optional<std::string>& config_flag);

}  // namespace newshole::converter
