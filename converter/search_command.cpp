#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/join.h"
#include "choice.h"
#include "commands.h"
#include "gopher/dialect.h"
#include "places.h"
#include "process/output.h"
#include "search/service.h"
#include "site/configured_sites.h"
#include "text/charset/output_charset.h"

namespace newshole::converter {
namespace {

struct SearchFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  std::string site;
  std::string edition;
  std::optional<std::string> at;
  std::string dialect{kDialectNames[0]};
  int page = 1;
  std::vector<std::string> words;
};

void add_flags(CLI::App& command, SearchFlags& flags) {
  add_value(command, "WORDS", flags.words, "", "What to look for");
  add_config_flag(command, flags.config);
  add_value(command, "--root", flags.root, "DIR", "The mirror");
  auto* site = add_value(command, "--site", flags.site, "NAME",
                         "Only the stories of this site: a name or an address");
  auto* edition = add_value(command, "--edition", flags.edition, "NAME",
                            "The edition to lead to; else the first");
  auto* page = add_value(command, "--page", flags.page, "N", "The page of results")
                   ->check(CLI::Range(1, pages::kMostPages))
                   ->capture_default_str();
  add_value(command, "--at", flags.at, "TEXT",
            "For a script of a gopher server: what stands behind ? in its selector")
      ->excludes(site)
      ->excludes(edition)
      ->excludes(page);
  add_choice(command, "--dialect", flags.dialect, kDialectNames, "The form of the menu");
}

// gophernicus passes the search words in place of the part behind "?" if there is none, and that
// part in place of the words: the text may be either.
std::optional<pages::SearchAddress> address_of_either(const std::string& text,
                                                      const config::Config& config) {
  auto address = pages::parse_search_argument(config, text);
  const bool is_site =
      address && std::ranges::find(config.sites, address->site) != config.sites.end();
  const bool is_edition = address && !address->edition.empty() && address->site.empty();
  if (address && (is_site || is_edition || !address->words.empty())) return address;
  return pages::SearchAddress{.words = text};
}

Result<pages::SearchAddress> address_of(const SearchFlags& flags, const config::Config& config) {
  if (!flags.at) {
    return pages::SearchAddress{.edition = flags.edition,
                                .site = site::site_name(flags.site),
                                .page = flags.page,
                                .words = joined(flags.words, " ")};
  }
  const std::string words = joined(flags.words, " ");
  auto address = words == *flags.at ? address_of_either(words, config)
                                    : pages::parse_search_argument(config, *flags.at);
  if (!address) return fail(ErrorKind::Usage, *flags.at + ": no address of a search");
  // The address of a further page holds the words.
  if (address->words.empty() && words != *flags.at) address->words = words;
  return *std::move(address);
}

ExitStatus print(const SearchFlags& flags, const config::Config& config,
                 const config::Edition& edition, const gopher::Menu& menu) {
  const gopher::Dialect dialect =
      gopher::parse_dialect(flags.dialect).value_or(gopher::Dialect::Raw);
  const std::string bytes = gopher::to_bytes(menu, dialect, {config.host, config.port});
  const Status written = Output(std::nullopt).write(text::encode(bytes, edition.charset));
  return written ? ExitStatus::Done : give_up(written.error());
}

ExitStatus run_search(const SearchFlags& flags) {
  Result<config::Config> config = load_configuration(flags.config);
  if (!config) return give_up(config.error());
  if (flags.root) config->root = *flags.root;
  const SystemClock clock;
  const auto address = address_of(flags, *config);
  auto menu = address.and_then([&](const pages::SearchAddress& asked) {
    return search::search_menu({.config = &*config, .service = config->search, .address = asked},
                               clock);
  });
  const config::Edition* edition = address ? search::edition_of(*config, *address) : nullptr;
  if (edition == nullptr) edition = &config->editions.front();
  const ExitStatus printed =
      print(flags, *config, *edition, menu ? *menu : search::search_error_menu(menu.error()));
  return menu ? printed : give_up(menu.error());
}

}  // namespace

RunCommand add_search_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("search", "Search the stories of a mirror");
  auto flags = std::make_shared<SearchFlags>();
  add_flags(*command, *flags);
  command->footer("Example:\n  newshole search --root /srv/gopher -- '\"lake constance\" -ferry'");
  return [flags] { return run_search(*flags); };
}

}  // namespace newshole::converter
