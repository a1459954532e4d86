#include "sites_command.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "output.h"
#include "places.h"

namespace newshole::converter {
namespace {

struct SitesFlags {
  std::optional<std::string> config;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

ExitStatus list_sites(const SitesFlags& flags) {
  const Result<Settings> settings = load_settings(flags.config);
  if (!settings) return give_up(settings.error());
  std::size_t widest = 0;
  for (const site::SiteProfile& profile : settings->catalog.profiles()) {
    widest = std::max(widest, profile.name.size());
  }
  Output output(std::nullopt);
  for (const site::SiteProfile& profile : settings->catalog.profiles()) {
    std::string name = profile.name;
    name.resize(widest, ' ');
    if (Status status = output.write(name + "  " + joined(profile.hosts) + "\n"); !status) {
      return give_up(status.error());
    }
  }
  return ExitStatus::Done;
}

}  // namespace

std::function<ExitStatus()> add_sites_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("sites", "List the site profiles: name and hosts");
  auto flags = std::make_shared<SitesFlags>();
  command->add_option("--config", flags->config, "Configuration whose profiles count")
      ->type_name("FILE");
  command->footer("Example:\n  newshole sites");
  return [flags] { return list_sites(*flags); };
}

}  // namespace newshole::converter
