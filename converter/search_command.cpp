#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
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

constexpr std::array<std::string_view, 3> kSearchFormats = {"text", "menu", "json"};

struct SearchFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  std::string site;
  std::string edition;
  std::optional<std::string> at;
  std::optional<std::string> format;
  std::string dialect{kDialectNames[0]};
  int page = 1;
  std::vector<std::string> words;
};

void add_flags(CLI::App& command, SearchFlags& flags) {
  add_value(command, "WORDS", flags.words, "",
            "What to look for; -- before words that begin with -");
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
  add_choice(command, "--format", flags.format, kSearchFormats,
             "What to print; text on a terminal, else a menu");
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

ExitStatus write(const std::string& bytes) {
  const Status written = Output(std::nullopt).write(bytes);
  return written ? ExitStatus::Done : give_up(written.error());
}

ExitStatus print(const SearchFlags& flags, const config::Config& config,
                 const config::Edition& edition, const gopher::Menu& menu) {
  const gopher::Dialect dialect =
      gopher::parse_dialect(flags.dialect).value_or(gopher::Dialect::Raw);
  const std::string bytes = gopher::to_bytes(menu, dialect, {config.host, config.port});
  return write(text::encode(bytes, edition.charset));
}

/// A script never says nothing.
ExitStatus print_error(const SearchFlags& flags, const config::Config& config,
                       const config::Edition& edition, const Error& error) {
  static_cast<void>(print(flags, config, edition, search::search_error_menu(error)));
  return give_up(error);
}

ExitStatus print_menu(const SearchFlags& flags, const Result<config::Config>& config,
                      const Result<pages::SearchAddress>& address, const Clock& clock) {
  const config::Config plain;
  if (!config) return print_error(flags, plain, plain.editions.front(), config.error());
  const config::Edition* edition = address ? search::edition_of(*config, *address) : nullptr;
  if (edition == nullptr) edition = &config->editions.front();
  const auto menu = address.and_then([&](const pages::SearchAddress& asked) {
    return search::search_menu({.config = &*config, .service = config->search, .address = asked},
                               clock);
  });
  return menu ? print(flags, *config, *edition, *menu)
              : print_error(flags, *config, *edition, menu.error());
}

ExitStatus print_listing(search::ListingForm form, const Result<config::Config>& config,
                         const Result<pages::SearchAddress>& address, const Clock& clock) {
  if (!address) return give_up(address.error());
  const auto listing = search::search_listing(
      {.config = &*config, .service = config->search, .address = *address}, form, clock);
  return listing ? write(*listing) : give_up(listing.error());
}

/// Scripts of servers are no terminals, and want menus.
std::string format_of(const SearchFlags& flags) {
  if (flags.format) return *flags.format;
  const bool is_for_a_server = flags.at || flags.dialect != kDialectNames[0];
  return !is_for_a_server && ::isatty(STDOUT_FILENO) == 1 ? "text" : "menu";
}

ExitStatus run_search(const SearchFlags& flags) {
  Result<config::Config> config = load_configuration(flags.config);
  if (config && flags.root) config->root = *flags.root;
  const SystemClock clock;
  const auto address =
      config.and_then([&](const config::Config& it) { return address_of(flags, it); });
  const std::string format = format_of(flags);
  if (format == "menu") return print_menu(flags, config, address, clock);
  const auto form = format == "json" ? search::ListingForm::JsonLines : search::ListingForm::Text;
  return print_listing(form, config, address, clock);
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
