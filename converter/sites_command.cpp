#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/join.h"
#include "choice.h"
#include "commands.h"
#include "conversion.h"
#include "fetch/robots/robots_filter.h"
#include "listing/extractor.h"
#include "listing/site_check.h"
#include "network_flags.h"
#include "page_source.h"
#include "page_workers.h"
#include "places.h"
#include "process/messages.h"
#include "process/output.h"
#include "store/last_seen.h"
#include "text/dates/dates.h"

namespace newshole::converter {
namespace {

/// Of --check.
struct CheckFlags {
  std::vector<std::string> sites;   ///< empty: all
  std::optional<std::string> from;  ///< saved pages instead of the network
  NetworkFlags network;
};

struct SitesFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  bool check = false;
  CheckFlags checked;
};

std::string in_words(const Result<std::optional<store::LastSeen>>& seen) {
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
    rows.push_back({profile.name, joined(profile.hosts, " "), in_words(seen)});
  }
  const Status written = Output(std::nullopt).write(table(rows));
  if (!written) return give_up(written.error());
  if (!unreadable) return ExitStatus::Done;
  complain(unreadable->message);
  return ExitStatus::InPart;
}

// An origin that cannot be reached is not asked again.
constexpr std::chrono::hours kRun{24};

Result<std::vector<const site::SiteProfile*>> profiles_of(const CheckFlags& flags,
                                                          const site::Catalog& catalog) {
  std::vector<const site::SiteProfile*> profiles;
  for (const std::string& name : flags.sites) {
    const Result<const site::SiteProfile*> profile = catalog.by_name(name);
    if (!profile) return tl::unexpected(profile.error());
    profiles.push_back(*profile);
  }
  if (!flags.sites.empty()) return profiles;
  for (const site::SiteProfile& profile : catalog.profiles()) profiles.push_back(&profile);
  return profiles;
}

std::string shown(const listing::PageCheck& page) {
  std::string out = "  " + page.url + "\n";
  for (const extract::FieldTrace& field : page.fields) out += "    " + explanation_line(field);
  for (const std::string& name : page.missing) out += "    " + name + " is required\n";
  if (page.error) out += "    " + page.error->message + "\n";
  return out;
}

std::string misfit(const extract::Overruled& found, const std::string& what) {
  return "the profile finds " + std::to_string(found.by_rules) + " of " +
         std::to_string(found.without_rules) + " " + what + "; the page is read without it";
}

void complain_of(const std::string& site, const listing::PageCheck& page) {
  const std::string subject = site + ": " + page.url + ": ";
  if (page.error) {
    complain(subject + std::string(reason_name(page.error->kind)) + ": " + page.error->message);
    return;
  }
  if (page.stories) complain(subject + misfit(*page.stories, "stories"));
  if (page.words) complain(subject + misfit(*page.words, "words"));
  if (!page.missing.empty())
    complain(subject + "nothing matches for " + joined(page.missing, ", "));
}

/// Checks sites one after the other, and counts the results.
class Check {
 public:
  /// `workers` do listing::reading_work; null: pages are read in this process.
  Check(const CheckFlags& flags, fetch::Fetcher& fetcher, const Clock& clock,
        sandbox::Workers* workers)
      : flags_(&flags),
        fetcher_(&fetcher),
        workers_(workers),
        extractor_(clock),
        output_(std::nullopt) {}

  /// Errors (Usage): the output cannot be written.
  [[nodiscard]] Status check(const site::SiteProfile& profile) {
    const listing::SiteCheck site = listing::check_site(
        profile, *fetcher_, [&](listing::PageRole role, const fetch::Page& page) {
          return workers_ == nullptr ? read_page(role, page, profile, extractor_)
                                     : read_page(role, page, profile, *workers_);
        });
    if (is_left_out(site)) return {};
    std::string out = site.site + "\n";
    for (const listing::PageCheck& page : site.pages) {
      note(page);
      complain_of(site.site, page);
      out += shown(page);
    }
    return output_.write(out);
  }

  [[nodiscard]] ExitStatus status() const {
    if (pages_here_ == 0) return may_succeed_later_ ? ExitStatus::TryLater : ExitStatus::AtFault;
    return faults_ == 0 ? ExitStatus::Done : ExitStatus::InPart;
  }
  [[nodiscard]] bool has_seen_nothing() const { return pages_here_ == 0 && faults_ == 0; }

 private:
  /// True for a site that --from has no page of.
  [[nodiscard]] bool is_left_out(const listing::SiteCheck& site) const {
    return flags_->from && flags_->sites.empty() &&
           std::ranges::all_of(site.pages, [](const listing::PageCheck& page) {
             return page.error && page.error->kind == ErrorKind::NotFound;
           });
  }

  void note(const listing::PageCheck& page) {
    const listing::Verdict verdict = listing::verdict_of(page);
    if (verdict != listing::Verdict::Fits) ++faults_;
    if (verdict != listing::Verdict::Unreachable) ++pages_here_;
    if (page.error) may_succeed_later_ = may_succeed_later_ || may_succeed_later(*page.error);
  }

  const CheckFlags* flags_;
  fetch::Fetcher* fetcher_;
  sandbox::Workers* workers_;
  listing::Extractor extractor_;
  Output output_;
  std::size_t faults_ = 0;
  std::size_t pages_here_ = 0;
  bool may_succeed_later_ = false;
};

/// Prints what matched on each site's pages, and complains of what is missing. With `from`, sites
/// without a saved page are left out, unless they are named. Done: all fit. InPart: something that
/// is required does not match, or a page is missing. TryLater, AtFault: there was no page at all.
ExitStatus check_sites(const CheckFlags& flags, const Settings& settings) {
  const auto profiles = profiles_of(flags, settings.catalog);
  if (!profiles) return give_up(profiles.error());
  const SystemClock clock;
  const auto workers =
      start_page_workers(settings.config.sandbox, listing::reading_work(*profiles, clock), clock);
  if (!workers) return give_up(workers.error());
  const auto fetcher =
      open_pages(flags.from, network_options(settings, flags.network), clock, tell_waits());
  if (!fetcher) return give_up(fetcher.error());
  fetch::RobotsFilter polite(**fetcher, clock, {.failure_lifetime = kRun});
  const bool is_bound = !flags.from && settings.config.network.robots == config::RobotsPolicy::Obey;
  Check check(flags, is_bound ? polite : **fetcher, clock, workers->get());
  for (const site::SiteProfile* profile : *profiles) {
    if (Status status = check.check(*profile); !status) return give_up(status.error());
  }
  if (flags.from && check.has_seen_nothing()) complain(*flags.from + ": holds no page of any site");
  return check.status();
}

ExitStatus run_sites(const SitesFlags& flags) {
  const Result<Settings> settings = load_settings(flags.config, flags.checked.sites);
  if (!settings) return give_up(settings.error());
  return flags.check ? check_sites(flags.checked, *settings) : list_sites(flags, *settings);
}

void add_check_flags(CLI::App& command, SitesFlags& flags) {
  CLI::Option* check = command.add_flag(
      "--check", flags.check, "Read each site's front pages and newest story; say what matched");
  add_value(command, "--site", flags.checked.sites, "NAME",
            "Check only this site: a name or an address (repeatable)")
      ->allow_extra_args(false)
      ->needs(check);
  add_value(command, "--from", flags.checked.from, "DIR",
            "Check saved pages instead of the network: DIR/HOST/PATH[.html]")
      ->needs(check);
  add_network_flags(command, flags.checked.network);
}

}  // namespace

RunCommand add_sites_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "sites", "List the site profiles: name, hosts, what was last seen of them; or check them");
  auto flags = std::make_shared<SitesFlags>();
  add_value(*command, "--config", flags->config, "FILE", "Configuration whose profiles count");
  add_value(*command, "--root", flags->root, "DIR", "The mirror that has seen them");
  add_check_flags(*command, *flags);
  command->footer("Examples:\n  newshole sites --root /var/gopher\n  newshole sites --check");
  return [flags] { return run_sites(*flags); };
}

}  // namespace newshole::converter
