#include "places.h"

#include <cstdlib>
#include <system_error>

#include "choice.h"
#include "fonts.h"
#include "site/configured_sites.h"

namespace newshole::converter {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigName = "newshole.json";

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

/// $XDG_CONFIG_HOME/newshole or ~/.config/newshole.
std::optional<fs::path> user_folder() {
  if (const auto xdg = environment("XDG_CONFIG_HOME")) return fs::path(*xdg) / "newshole";
  if (const auto home = environment("HOME")) return fs::path(*home) / ".config" / "newshole";
  return std::nullopt;
}

/// ../share/newshole beside the program, where an install and a build have it; else the install
/// prefix.
fs::path data_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  fs::path beside = program.parent_path().parent_path() / "share" / "newshole";
  if (!error && fs::is_directory(beside, error)) return beside;
  return NEWSHOLE_DATA_DIR;
}

std::optional<fs::path> find_config(const std::optional<std::string>& config_flag) {
  if (config_flag) return *config_flag;
  if (const auto named = environment("NEWSHOLE_CONFIG")) return *named;
  std::vector<fs::path> candidates = {fs::path(".") / kConfigName};
  if (const auto user = user_folder()) candidates.push_back(*user / kConfigName);
  candidates.push_back(data_folder() / kConfigName);
  std::error_code error;
  for (const fs::path& candidate : candidates) {
    if (fs::exists(candidate, error)) return candidate;
  }
  return std::nullopt;
}

std::vector<fs::path> site_folders(const std::optional<fs::path>& config) {
  std::vector<fs::path> folders;
  if (const auto user = user_site_folder()) folders.push_back(*user);
  if (config) folders.push_back(config->parent_path() / "sites");
  const fs::path shipped = data_folder() / "sites";
  std::error_code error;
  // Beside the installed configuration the two are one folder, to be read once.
  if (!config || !fs::equivalent(folders.back(), shipped, error)) folders.push_back(shipped);
  return folders;
}

fs::path folder_of(const std::optional<fs::path>& config) {
  if (!config) return {};
  return config->has_parent_path() ? config->parent_path() : fs::path(".");
}

// A folder is relative to the file that names it, whoever starts the program where. The installed
// file is not its user's: the folder is relative to his.
void place_root(const fs::path& file, config::Config& config) {
  std::error_code error;
  const bool is_installed = fs::equivalent(file, data_folder() / kConfigName, error);
  if (config.root.is_absolute() || is_installed || !file.has_parent_path()) return;
  config.root = (file.parent_path() / config.root).lexically_normal();
}

Result<config::Config> config_of(const std::optional<fs::path>& file) {
  if (!file) return config::Config();
  return config::load_config(*file).map([&](config::Config config) {
    place_root(*file, config);
    return config;
  });
}

/// Those of `sites` that are addresses may stand nowhere else.
Status add_sites(const std::optional<fs::path>& config, const std::vector<std::string>& sites,
                 const site::DrawBanner& draw, site::Catalog& catalog) {
  const Status configured = config ? catalog.add_configured(*config, draw) : Status();
  if (!configured) return configured;
  return try_each(sites, [&](const std::string& site) {
    return site::is_address(site) ? catalog.add_address(site, draw) : Status();
  });
}

/// `load(folders, config, draw)` gives the catalog.
template <typename Load>
Result<Settings> settings_of(const std::optional<std::string>& config_flag,
                             const std::vector<std::string>& sites, Load load) {
  const std::optional<fs::path> file = find_config(config_flag);
  Result<config::Config> config = config_of(file);
  if (!config) return tl::unexpected(config.error());
  const site::DrawBanner draw = banner_drawer(folder_of(file));
  Result<site::Catalog> catalog = load(site_folders(file), *config, draw);
  if (!catalog) return tl::unexpected(catalog.error());
  if (Status added = add_sites(file, sites, draw, *catalog); !added)
    return tl::unexpected(added.error());
  return Settings{.config = *std::move(config), .catalog = *std::move(catalog)};
}

}  // namespace

void add_config_flag(CLI::App& command, std::optional<std::string>& config) {
  add_value(command, "--config", config, "FILE",
            "Configuration; else $NEWSHOLE_CONFIG, ./newshole.json, "
            "~/.config/newshole/newshole.json, the installed default");
}

Result<config::Config> load_configuration(const std::optional<std::string>& config_flag) {
  return config_of(find_config(config_flag));
}

Result<Settings> load_settings(const std::optional<std::string>& config_flag,
                               const std::vector<std::string>& sites) {
  return settings_of(config_flag, sites, [](const auto& folders, const auto&, const auto& draw) {
    return site::Catalog::load(folders, draw);
  });
}

Result<Settings> load_settings_of(const std::optional<std::string>& config_flag,
                                  const std::vector<std::string>& sites) {
  const auto load = [&](const auto& folders, const auto& config, const auto& draw) {
    const auto& named = sites.empty() ? config.sites : sites;
    return site::Catalog::load(folders, named, draw);
  };
  return settings_of(config_flag, sites, load);
}

std::optional<fs::path> user_site_folder() {
  const auto user = user_folder();
  return user ? std::optional(*user / "sites") : std::nullopt;
}

fs::path folder_of_configuration(const std::optional<std::string>& config_flag) {
  return folder_of(find_config(config_flag));
}

}  // namespace newshole::converter
