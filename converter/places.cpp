#include "places.h"

#include <cstdlib>
#include <span>
#include <system_error>
#include <utility>

#include "fonts.h"

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
  if (const auto user = user_folder()) folders.push_back(*user / "sites");
  if (config) folders.push_back(config->parent_path() / "sites");
  const fs::path shipped = data_folder() / "sites";
  std::error_code error;
  // What is read twice costs twice, and says nothing new.
  if (!config || !fs::equivalent(folders.back(), shipped, error)) folders.push_back(shipped);
  return folders;
}

}  // namespace

void add_config_flag(CLI::App& command, std::optional<std::string>& config) {
  command
      .add_option("--config", config,
                  "Configuration; else $NEWSHOLE_CONFIG, ./newshole.json, "
                  "~/.config/newshole/newshole.json, the installed default")
      ->type_name("FILE");
}

Result<config::Config> load_configuration(const std::optional<std::string>& config_flag) {
  const std::optional<fs::path> file = find_config(config_flag);
  return file ? config::load_config(*file) : config::Config();
}

Result<Settings> load_settings(const std::optional<std::string>& config_flag) {
  Result<config::Config> config = load_configuration(config_flag);
  if (!config) return tl::unexpected(config.error());
  Result<site::Catalog> catalog = site::Catalog::load(
      site_folders(find_config(config_flag)), banner_drawer(folder_of_configuration(config_flag)));
  if (!catalog) return tl::unexpected(catalog.error());
  return Settings{.config = *std::move(config), .catalog = *std::move(catalog)};
}

Result<Settings> load_settings(const std::optional<std::string>& config_flag,
                               const std::vector<std::string>& sites) {
  Result<config::Config> config = load_configuration(config_flag);
  if (!config) return tl::unexpected(config.error());
  Result<site::Catalog> catalog = site::Catalog::load(
      site_folders(find_config(config_flag)), sites.empty() ? config->sites : sites,
      banner_drawer(folder_of_configuration(config_flag)));
  if (!catalog) return tl::unexpected(catalog.error());
  return Settings{.config = *std::move(config), .catalog = *std::move(catalog)};
}

std::filesystem::path folder_of_configuration(const std::optional<std::string>& config_flag) {
  const std::optional<fs::path> file = find_config(config_flag);
  if (!file) return {};
  return file->has_parent_path() ? file->parent_path() : fs::path(".");
}

}  // namespace newshole::converter
