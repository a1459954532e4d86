#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "base/join.h"
#include "commands.h"
#include "places.h"
#include "process/messages.h"
#include "process/output.h"
#include "sites_check.h"
#include "store/last_seen.h"
#include "text/dates/dates.h"

namespace newshole::converter {
namespace {

struct SitesFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  bool check = false;
  CheckFlags checked;
};

std::string shown(const Result<std::optional<store::LastSeen>>& seen) {
  if (!seen) return "unknown";
  if (!*seen) return "not mirrored";
  const store::LastSeen& last = **seen;
  return std::to_string(last.stories) + " stories, last change " + text::to_readable(last.change);
}

/// Rows of cells as aligned columns.
std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      out += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    }
    out += row.back() + "\n";
  }
  return out;
}

ExitStatus list_sites(const SitesFlags& flags, const Settings& settings) {
  const std::filesystem::path root = flags.root.value_or(settings.config.root.string());
  std::vector<std::vector<std::string>> rows;
  std::optional<Error> unreadable;
  for (const site::SiteProfile& profile : settings.catalog.profiles()) {
    const auto seen = store::last_seen(root, profile.name);
    if (!seen) unreadable = seen.error();
    rows.push_back({profile.name, joined(profile.hosts, " "), shown(seen)});
  }
  const Status written = Output(std::nullopt).write(table(rows));
  if (!written) return give_up(written.error());
  if (!unreadable) return ExitStatus::Done;
  complain(unreadable->message);
  return ExitStatus::InPart;
}

ExitStatus run_sites(const SitesFlags& flags) {
  const Result<Settings> settings = load_settings(flags.config);
  if (!settings) return give_up(settings.error());
  return flags.check ? check_sites(flags.checked, *settings) : list_sites(flags, *settings);
}

void add_check_flags(CLI::App& command, SitesFlags& flags) {
  CLI::Option* check = command.add_flag(
      "--check", flags.check, "Read each site's front pages and newest story; say what matched");
  command.add_option("--site", flags.checked.sites, "Check only this site (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->needs(check);
  command
      .add_option("--from", flags.checked.from,
                  "Check saved pages instead of the network: DIR/HOST/PATH[.html]")
      ->type_name("DIR")
      ->needs(check);
  add_network_flags(command, flags.checked.network);
}

}  // namespace

RunCommand add_sites_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "sites", "List the site profiles: name, hosts, what was last seen of them; or check them");
  auto flags = std::make_shared<SitesFlags>();
  command->add_option("--config", flags->config, "Configuration whose profiles count")
      ->type_name("FILE");
  command->add_option("--root", flags->root, "The mirror that has seen them")->type_name("DIR");
  add_check_flags(*command, *flags);
  command->footer("Examples:\n  newshole sites --root /var/gopher\n  newshole sites --check");
  return [flags] { return run_sites(*flags); };
}

}  // namespace newshole::converter
