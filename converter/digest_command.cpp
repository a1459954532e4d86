#include <memory>
#include <optional>
#include <string>

#include "base/join.h"
#include "choice.h"
#include "commands.h"
#include "mirror/published_digests.h"
#include "places.h"
#include "process/output.h"
#include "site/configured_sites.h"
#include "text/dates/dates.h"

namespace newshole::converter {
namespace {

struct DigestFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  std::optional<std::string> site;
  std::string edition;
  std::optional<std::string> day;
};

void add_flags(CLI::App& command, DigestFlags& flags) {
  add_config_flag(command, flags.config);
  add_value(command, "--root", flags.root, "DIR", "The mirror");
  add_value(command, "--site", flags.site, "NAME",
            "Only the day of this site: a name or an address");
  add_value(command, "--edition", flags.edition, "NAME",
            "The edition whose lines to print; else the first");
  add_value(command, "--day", flags.day, "YYYY-MM-DD", "Another day than the newest");
}

Result<std::chrono::sys_days> day_of(const std::string& day) {
  const auto time = text::parse_iso_time(day + "T00:00:00Z");
  if (!time) return fail(ErrorKind::Usage, "--day: " + day + ": no day like 2026-04-24");
  return std::chrono::floor<std::chrono::days>(*time);
}

Result<mirror::DigestsWanted> wanted_of(const DigestFlags& flags, const config::Config& config) {
  mirror::DigestsWanted wanted{config, flags.edition, {}};
  if (flags.site) wanted.site = site::site_name(*flags.site);
  if (!flags.day) return wanted;
  return day_of(*flags.day).transform([&](std::chrono::sys_days day) {
    wanted.day = day;
    return wanted;
  });
}

ExitStatus run_digest(const DigestFlags& flags) {
  Result<config::Config> config = load_configuration(flags.config);
  if (!config) return give_up(config.error());
  if (flags.root) config->root = *flags.root;
  const auto texts = wanted_of(flags, *config).and_then(mirror::published_digests);
  if (!texts) return give_up(texts.error());
  // Parted as those of `convert` are: a printer begins a page.
  const Status written = Output(std::nullopt).write(joined(*texts, "\f\n"));
  return written ? ExitStatus::Done : give_up(written.error());
}

}  // namespace

RunCommand add_digest_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("digest", "Print a day of a mirror as one text");
  auto flags = std::make_shared<DigestFlags>();
  add_flags(*command, *flags);
  command->footer("Example:\n  newshole digest --root /srv/gopher | mail -s \"The day\" me");
  return [flags] { return run_digest(*flags); };
}

}  // namespace newshole::converter
