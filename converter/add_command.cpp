#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/join.h"
#include "base/ordered_work.h"
#include "choice.h"
#include "commands.h"
#include "extract/generic/generic_extractor.h"
#include "fetch/saved_pages.h"
#include "listing/extractor.h"
#include "listing/site_probe.h"
#include "network_flags.h"
#include "page_source.h"
#include "page_workers.h"
#include "places.h"
#include "process/messages.h"
#include "process/output.h"
#include "site/configured_sites.h"
#include "text/dates/dates.h"

namespace newshole::converter {
namespace {

struct AddFlags {
  std::vector<std::string> addresses;
  std::optional<std::string> opml;
  std::optional<std::string> config;
  bool print = false;
  NetworkFlags network;
};

// Sites wait for their servers, not for this machine.
constexpr std::size_t kMostThreads = 8;

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

/// What its list calls it, else its feed or page.
std::string profile_text(const url::Url& address, const listing::SiteProbe& probe,
                         const std::optional<std::string>& title) {
  const listing::CandidateReport& best = probe.candidates.front();
  std::vector<std::string> hosts = best.hosts;
  if (std::ranges::find(hosts, address.host) == hosts.end()) hosts.push_back(address.host);
  const std::string web = url::with_path(address, "/").value_or(address).text;
  const nlohmann::ordered_json profile = {
      {"name", site::site_name(address.text)},
      {"title", title ? *title : probe.title.value_or(address.host)},
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

/// Named by somebody, or by a list that may be given again when it has grown.
enum class Origin { CommandLine, List };

struct Site {
  listing::Subscription stated;
  Origin origin = Origin::CommandLine;
  std::optional<std::string> namesake;  // the address before it that has the same name
};

/// What came of a site: an error, a profile to keep, or, with neither, one that is there.
struct Finding {
  std::string told;  // to who asked
  std::string name;
  std::string profile;
  std::optional<Error> error;
};

/// Finds sites. Any thread may use it.
class Finder {
 public:
  Finder(const site::Catalog& catalog, fetch::Fetcher& fetcher)
      : catalog_(&catalog), fetcher_(&fetcher) {}

  [[nodiscard]] Finding find(const Site& site, const listing::ReadPage& read) const {
    const std::string& given = site.stated.address;
    const Result<url::Url> address = url::parse_url(site_address(given));
    if (!address) return {.error = in_context(given, address.error()).value()};
    if (const site::SiteProfile* known = known_profile(*address, site))
      return {.told = known->name + ": has a profile already; \"" + known->name +
                      "\" among the \"sites\" of newshole.json mirrors it\n"};
    if (site.namesake) return {.error = of_one_name(*address, *site.namesake)};
    const Result<listing::SiteProbe> probe = listing::probe_site(*address, *fetcher_, read);
    if (!probe) return {.error = in_context(address->text, probe.error()).value()};
    Finding found{.told = table_of(*address, *probe), .name = site::site_name(address->text)};
    if (listing::is_readable(probe->candidates.front())) {
      found.profile = profile_text(*address, *probe, site.stated.title);
    } else {
      found.error =
          Error{ErrorKind::NotArticle, address->text + ": nothing there can be read as news"};
    }
    return found;
  }

 private:
  [[nodiscard]] static Error of_one_name(const url::Url& address, const std::string& namesake) {
    return {ErrorKind::Usage, address.text + ": its name " + site::site_name(address.text) +
                                  " is that of " + namesake +
                                  " already; give it a profile of its own"};
  }

  [[nodiscard]] const site::SiteProfile* known_profile(const url::Url& address,
                                                       const Site& site) const {
    const site::SiteProfile* known = catalog_->by_url(address);
    if (known != nullptr && site::has_story_rules(*known)) return known;
    if (site.origin == Origin::CommandLine) return nullptr;
    if (site.namesake) return profile_with_list(address);
    return catalog_->by_name(address.text).value_or(nullptr);
  }

  /// A user may have given it another name.
  [[nodiscard]] const site::SiteProfile* profile_with_list(const url::Url& address) const {
    for (const site::SiteProfile& profile : catalog_->profiles()) {
      if (std::ranges::find(profile.front_pages, address.text, &url::Url::text) !=
          profile.front_pages.end())
        return &profile;
    }
    return nullptr;
  }

  const site::Catalog* catalog_;
  fetch::Fetcher* fetcher_;
};

/// Keeps what was found of sites, one after the other, and counts the results.
class Keeper {
 public:
  explicit Keeper(const AddFlags& flags) : flags_(&flags) {}

  void keep(const Finding& found) {
    Status done = tell(found.told);
    if (done && found.error) done = tl::unexpected(*found.error);
    if (done && !found.profile.empty()) {
      done = write(found);
      if (done) ++added_;
    } else if (done) {
      ++known_;
    }
    if (!done) errors_.push_back(done.error());
  }

  /// "12 added, 2 failed, 1 has a profile already".
  [[nodiscard]] Status tell_sum() const {
    const auto count = [](std::size_t number, const std::string& words) {
      return number == 0 ? std::string() : std::to_string(number) + words;
    };
    std::vector<std::string> parts = {
        count(added_, flags_->print ? " printed" : " added"), count(errors_.size(), " failed"),
        count(known_, known_ == 1 ? " has a profile already" : " have profiles already")};
    std::erase(parts, std::string());
    return tell(joined(parts, ", ") + "\n");
  }

  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  /// Where profiles are printed, they alone are on standard output.
  [[nodiscard]] Status tell(const std::string& text) const {
    if (!flags_->print) return Output(std::nullopt).write(text);
    std::cerr << text;
    return {};
  }

  [[nodiscard]] Status write(const Finding& found) const {
    if (flags_->print) return Output(std::nullopt).write(found.profile);
    const auto file = write_profile(found.name, found.profile);
    if (!file) return tl::unexpected(file.error());
    return tell("wrote " + file->string() + "\nMirror it:\n  newshole mirror --site " + found.name +
                " --root DIR\n");
  }

  const AddFlags* flags_;
  std::size_t added_ = 0;
  std::size_t known_ = 0;
  std::vector<Error> errors_;
};

ExitStatus status_of(const std::vector<Error>& errors, std::size_t sites) {
  if (errors.empty()) return ExitStatus::Done;
  const auto is_unreadable = [](const Error& error) { return error.kind == ErrorKind::NotArticle; };
  if (errors.size() < sites || std::ranges::any_of(errors, is_unreadable))
    return ExitStatus::InPart;
  return std::ranges::all_of(errors, may_succeed_later) ? ExitStatus::TryLater
                                                        : ExitStatus::AtFault;
}

/// Reads pages by no rules: in a worker, else in threads, each with an extractor of its own.
class PageReaders {
 public:
  PageReaders(sandbox::Workers* workers, const Clock& clock) : workers_(workers), clock_(&clock) {}

  /// For one thread.
  [[nodiscard]] listing::ReadPage of_thread(std::size_t thread) {
    return [this, thread](listing::PageRole role, const fetch::Page& page) {
      if (workers_ != nullptr) return read_page(role, page, no_rules_, *workers_);
      std::unique_ptr<listing::Extractor>& extractor = extractors_[thread];
      if (!extractor) extractor = std::make_unique<listing::Extractor>(*clock_);
      return read_page(role, page, no_rules_, *extractor);
    };
  }

 private:
  sandbox::Workers* workers_;
  const Clock* clock_;
  site::SiteProfile no_rules_;
  std::array<std::unique_ptr<listing::Extractor>, kMostThreads> extractors_;
};

struct Sites {
  std::vector<Site> all;
  bool are_whole = true;  // no list that was read in part named them
};

/// Those that a list of subscriptions names.
Result<Sites> listed_sites(const std::string& file, const listing::ReadPage& read) {
  Result<std::string> bytes = fetch::read_file(file == "-" ? "/dev/stdin" : file);
  if (!bytes) return in_context(file, bytes.error());
  const Result<url::Url> nowhere = url::parse_url(extract::kUnknownAddress);
  if (!nowhere) return tl::unexpected(nowhere.error());
  const listing::PageReading list =
      read(listing::PageRole::Subscriptions, {.url = *nowhere, .html = *std::move(bytes)});
  if (list.error) return fail(ErrorKind::Usage, file + ": " + list.error->message);
  if (list.list.damage) complain(file + ": read in part: " + *list.list.damage);
  Sites sites{.all = {}, .are_whole = !list.list.damage};
  for (const listing::Subscription& site : list.subscriptions)
    sites.all.push_back({.stated = site, .origin = Origin::List, .namesake = {}});
  return sites;
}

/// Other ways to write an address come to the same one.
std::string canonical_address(const Site& site) {
  std::string given = site_address(site.stated.address);
  const Result<url::Url> address = url::parse_url(given);
  return address ? url::without_fragment(*address).text : given;
}

void leave_each_once(std::vector<Site>& sites) {
  std::unordered_set<std::string> addresses;
  std::erase_if(sites, [&addresses](const Site& site) {
    return !addresses.insert(canonical_address(site)).second;
  });
}

/// Sites of one name would have one file.
void note_namesakes(std::vector<Site>& sites) {
  std::unordered_map<std::string, std::string> first_of_name;
  for (Site& site : sites) {
    const std::string address = canonical_address(site);
    const auto [first, is_new] = first_of_name.try_emplace(site::site_name(address), address);
    if (!is_new) site.namesake = first->second;
  }
}

/// Each once, those of the command line first.
Result<Sites> sites_of(const AddFlags& flags, const listing::ReadPage& read) {
  Result<Sites> sites = flags.opml ? listed_sites(*flags.opml, read) : Sites();
  if (!sites) return sites;
  std::vector<Site> named;
  for (const std::string& address : flags.addresses)
    named.push_back({.stated = {.address = address, .title = {}}, .namesake = {}});
  sites->all.insert(sites->all.begin(), named.begin(), named.end());
  leave_each_once(sites->all);
  note_namesakes(sites->all);
  return sites;
}

std::size_t threads_to_find(std::size_t sites) {
  return sites > 1 ? std::min(sites, kMostThreads) : 0;
}

void add_all(const std::vector<Site>& sites, const Finder& finder, PageReaders& readers,
             Keeper& keeper) {
  constexpr std::size_t kFindingsAhead = 8;  // of a thread
  const std::size_t threads = threads_to_find(sites.size());
  OrderedWork<Finding> work(
      threads, threads * kFindingsAhead,
      [&keeper](std::size_t /*index*/, const Finding& found) { keeper.keep(found); });
  for (std::size_t index = 0; index < sites.size(); ++index) {
    work.add(index, 1, [&, index](std::size_t thread) {
      return finder.find(sites[index], readers.of_thread(thread));
    });
  }
  work.finish();
}

ExitStatus run_add(const AddFlags& flags) {
  if (flags.addresses.empty() && !flags.opml)
    return give_up({ErrorKind::Usage, "add: needs a URL, or --opml FILE"});
  const Result<Settings> settings = load_settings(flags.config);
  if (!settings) return give_up(settings.error());
  const SystemClock clock;
  const auto workers =
      start_page_workers(settings->config.sandbox, listing::reading_work({}, clock), clock);
  if (!workers) return give_up(workers.error());
  PageReaders readers(workers->get(), clock);
  const auto sites = sites_of(flags, readers.of_thread(0));
  if (!sites) return give_up(sites.error());
  SharedFetcher fetcher(network_options(*settings, flags.network), settings->config.network.robots,
                        clock);
  const Result<fetch::Fetcher*> pages = fetcher.get();
  if (!pages) return give_up(pages.error());
  Keeper keeper(flags);
  add_all(sites->all, Finder(settings->catalog, **pages), readers, keeper);
  if (flags.opml || sites->all.size() > 1) {
    if (Status told = keeper.tell_sum(); !told) return give_up(told.error());
  }
  for (const Error& error : keeper.errors()) complain(error.message);
  const ExitStatus status = status_of(keeper.errors(), sites->all.size());
  return status == ExitStatus::Done && !sites->are_whole ? ExitStatus::InPart : status;
}

}  // namespace

RunCommand add_add_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "add",
      "Make a site of its home page, feed or sitemap: find what lists its stories, prove it");
  auto flags = std::make_shared<AddFlags>();
  command->add_option("URL", flags->addresses, "The address of a home page, a feed or a sitemap");
  add_value(*command, "--opml", flags->opml, "FILE",
            "Add the sites of a feed reader's list of subscriptions; - is standard input");
  command->add_flag("--print", flags->print, "Print the profile, and write nothing");
  add_config_flag(*command, flags->config);
  add_network_flags(*command, flags->network);
  command->footer(
      "Examples:\n  newshole add https://news.example/\n  newshole add --opml subscriptions.opml");
  return [flags] { return run_add(*flags); };
}

}  // namespace newshole::converter
