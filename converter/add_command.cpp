#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

#include "choice.h"
#include "commands.h"
#include "fetch/robots/robots_filter.h"
#include "listing/extractor.h"
#include "listing/site_probe.h"
#include "network_flags.h"
#include "page_source.h"
#include "page_workers.h"
#include "places.h"
#include "process/output.h"
#include "site/configured_sites.h"
#include "text/dates/dates.h"

namespace newshole::converter {
namespace {

struct AddFlags {
  std::vector<std::string> addresses;
  std::optional<std::string> config;
  bool print = false;
  NetworkFlags network;
};

// An origin that cannot be reached is not asked again.
constexpr std::chrono::hours kWholeRun{24};

/// A host without a scheme means https.
std::string site_address(const std::string& address) {
  return address.find("://") == std::string::npos ? "https://" + address : address;
}

std::string_view name_of(listing::CandidateKind kind) {
  switch (kind) {
    case listing::CandidateKind::Given:
      return "page";
    case listing::CandidateKind::Feed:
      return "feed";
    case listing::CandidateKind::Link:
      return "link";
    case listing::CandidateKind::Sitemap:
      break;
  }
  return "sitemap";
}

std::string in_words(const listing::CandidateReport& report) {
  if (report.error) return report.error->message;
  std::string words = std::to_string(report.stories) + " stories";
  if (report.newest)
    words += ", the newest of " + text::to_line({.time = UtcTime(*report.newest), .offset = {}});
  words += "; " + std::to_string(report.read) + " of " + std::to_string(report.tried) + " read";
  if (report.read > 0) words += ", " + std::to_string(report.words / report.read) + " words each";
  if (report.damage) words += "; in part: " + *report.damage;
  return words;
}

/// What was tried, two lines each: a person reads addresses of any length.
std::string table_of(const url::Url& address, const listing::SiteProbe& probe) {
  constexpr std::size_t kKindColumns = 9;
  std::string out = address.text + "\n";
  for (const listing::CandidateReport& report : probe.candidates) {
    std::string kind(name_of(report.candidate.kind));
    kind.resize(kKindColumns, ' ');
    const std::string indent(kKindColumns + 2, ' ');
    out.append("  ").append(kind).append(report.candidate.url.text).append("\n");
    out.append(indent).append(in_words(report)).append("\n");
    if (report.story_fault) out.append(indent).append(*report.story_fault).append("\n");
  }
  return out;
}

std::string profile_text(const url::Url& address, const listing::SiteProbe& probe) {
  const listing::CandidateReport& best = probe.candidates.front();
  std::vector<std::string> hosts = best.hosts;
  if (std::ranges::find(hosts, address.host) == hosts.end()) hosts.push_back(address.host);
  const std::string web = url::with_path(address, "/").value_or(address).text;
  const nlohmann::ordered_json profile = {{"name", site::site_name(address.text)},
                                          {"title", probe.title.value_or(address.host)},
                                          {"hosts", hosts},
                                          {"web", web},
                                          {"front_pages", {best.candidate.url.text}},
                                          {"tagline", address.host + " - on gopher - unofficial"}};
  return profile.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

/// Writes the profile beside the user's others; what is there is left alone.
Result<std::filesystem::path> write_profile(const std::string& name, const std::string& text) {
  const std::optional<std::filesystem::path> folder = user_site_folder();
  if (!folder) return fail(ErrorKind::Usage, "no folder for profiles: HOME is not set");
  std::filesystem::path file = *folder / (name + ".json");
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return fail(ErrorKind::Usage,
                file.string() + " is there already; with --print it can be compared");
  std::filesystem::create_directories(*folder, error);
  if (error) return fail(ErrorKind::Usage, folder->string() + ": " + error.message());
  if (Status written = write_whole(file, text); !written) return tl::unexpected(written.error());
  return file;
}

/// Adds sites one after the other, and counts the results.
class Adder {
 public:
  Adder(const AddFlags& flags, const site::Catalog& catalog, fetch::Fetcher& fetcher,
        listing::ReadPage read)
      : flags_(&flags), catalog_(&catalog), fetcher_(&fetcher), read_(std::move(read)) {}

  /// Errors: what keeps this site from being added.
  [[nodiscard]] Status add(const std::string& given) {
    const Result<url::Url> address = url::parse_url(site_address(given));
    if (!address) return in_context(given, address.error());
    const site::SiteProfile* known = catalog_->by_url(*address);
    if (known != nullptr && site::has_story_rules(*known)) return tell_known(*known);
    Result<listing::SiteProbe> probe = listing::probe_site(*address, *fetcher_, read_);
    if (!probe) return in_context(address->text, probe.error());
    if (Status told = tell(table_of(*address, *probe)); !told) return told;
    if (!listing::is_readable(probe->candidates.front()))
      return fail(ErrorKind::NotArticle, address->text + ": nothing there can be read as news");
    return keep(*address, *probe);
  }

 private:
  /// With --print the profile alone is on standard output.
  [[nodiscard]] Status tell(const std::string& text) const {
    if (!flags_->print) return Output(std::nullopt).write(text);
    std::cerr << text;
    return {};
  }

  [[nodiscard]] Status tell_known(const site::SiteProfile& profile) const {
    return tell(profile.name + ": has a profile already; \"" + profile.name +
                "\" among the \"sites\" of newshole.json mirrors it\n");
  }

  [[nodiscard]] Status keep(const url::Url& address, const listing::SiteProbe& probe) const {
    const std::string profile = profile_text(address, probe);
    if (flags_->print) return Output(std::nullopt).write(profile);
    const std::string name = site::site_name(address.text);
    const auto file = write_profile(name, profile);
    if (!file) return tl::unexpected(file.error());
    return tell("wrote " + file->string() + "\nMirror it:\n  newshole mirror --site " + name +
                " --root DIR\n");
  }

  const AddFlags* flags_;
  const site::Catalog* catalog_;
  fetch::Fetcher* fetcher_;
  listing::ReadPage read_;
};

ExitStatus status_of(const std::vector<Error>& errors, std::size_t sites) {
  if (errors.empty()) return ExitStatus::Done;
  const auto is_unreadable = [](const Error& error) { return error.kind == ErrorKind::NotArticle; };
  if (errors.size() < sites || std::ranges::any_of(errors, is_unreadable))
    return ExitStatus::InPart;
  return std::ranges::all_of(errors, may_succeed_later) ? ExitStatus::TryLater
                                                        : ExitStatus::AtFault;
}

ExitStatus run_add(const AddFlags& flags) {
  const Result<Settings> settings = load_settings(flags.config);
  if (!settings) return give_up(settings.error());
  const SystemClock clock;
  const auto workers =
      start_page_workers(settings->config.sandbox, listing::reading_work({}, clock), clock);
  if (!workers) return give_up(workers.error());
  const auto fetcher =
      open_pages({}, network_options(*settings, flags.network), clock, tell_waits());
  if (!fetcher) return give_up(fetcher.error());
  fetch::RobotsFilter polite(**fetcher, clock, {.failure_lifetime = kWholeRun});
  const bool is_bound = settings->config.network.robots == config::RobotsPolicy::Obey;
  listing::Extractor extractor(clock);
  const site::SiteProfile no_rules;
  Adder adder(flags, settings->catalog, is_bound ? polite : **fetcher,
              [&](listing::PageRole role, const fetch::Page& page) {
                return *workers == nullptr ? read_page(role, page, no_rules, extractor)
                                           : read_page(role, page, no_rules, **workers);
              });
  std::vector<Error> errors;
  for (const std::string& address : flags.addresses) {
    if (Status added = adder.add(address); !added) errors.push_back(added.error());
  }
  for (const Error& error : errors) complain(error.message);
  return status_of(errors, flags.addresses.size());
}

}  // namespace

RunCommand add_add_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "add",
      "Make a site of its home page, feed or sitemap: find what lists its stories, prove it");
  auto flags = std::make_shared<AddFlags>();
  command->add_option("URL", flags->addresses, "The address of a home page, a feed or a sitemap")
      ->required();
  command->add_flag("--print", flags->print, "Print the profile, and write nothing");
  add_config_flag(*command, flags->config);
  add_network_flags(*command, flags->network);
  command->footer("Example:\n  newshole add https://news.example/");
  return [flags] { return run_add(*flags); };
}

}  // namespace newshole::converter
