#pragma once
// Finds and loads the program's files: the configuration and the site profiles.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "config/config.h"
#include "site/catalog.h"

namespace newshole::converter {

/// Adds --config to a command that reads the configuration of a mirror.
void add_config_flag(CLI::App& command, std::optional<std::string>& config);

/// The configuration, and the profiles that are found with it.
struct Settings {
  config::Config config;
  site::Catalog catalog;
};

/// Looks for the configuration in `config_flag`, else $NEWSHOLE_CONFIG, ./newshole.json, the XDG
/// config home, the installed default. Without any file the defaults hold. Errors: a named file is
/// not there; those of config::load_config.
[[nodiscard]] Result<config::Config> load_configuration(
    const std::optional<std::string>& config_flag);

/// The configuration as load_configuration has it, and profiles: from the XDG config home's
/// newshole/sites, then sites/ beside the configuration, then the installed sites/; and of those of
/// `sites` that are addresses. Errors: an address is none.
[[nodiscard]] Result<Settings> load_settings(const std::optional<std::string>& config_flag,
                                             const std::vector<std::string>& sites = {});

/// The same with the profiles of `sites` alone; if `sites` is empty, of the configuration's sites.
[[nodiscard]] Result<Settings> load_settings_of(const std::optional<std::string>& config_flag,
                                                const std::vector<std::string>& sites);

/// Where the user's own profiles are, newshole/sites in the XDG config home; nothing without a
/// home.
[[nodiscard]] std::optional<std::filesystem::path> user_site_folder();

/// The folder of the configuration that `load_settings` reads; empty if there is none.
[[nodiscard]] std::filesystem::path folder_of_configuration(
    const std::optional<std::string>& config_flag);

}  // namespace newshole::converter
