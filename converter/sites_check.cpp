#include "sites_check.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/join.h"
#include "explanation.h"
#include "fetch/robots/robots_filter.h"
#include "listing/extractor.h"
#include "listing/site_check.h"
#include "page_source.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

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

void complain_of(const std::string& site, const listing::PageCheck& page) {
  const std::string subject = site + ": " + page.url + ": ";
  if (page.error) {
    complain(subject + std::string(reason_name(page.error->kind)) + ": " + page.error->message);
  } else if (!page.missing.empty()) {
    complain(subject + "nothing matches for " + joined(page.missing, ", "));
  }
}

/// Checks sites one after the other, and counts the results.
class Check {
 public:
  Check(const CheckFlags& flags, fetch::Fetcher& fetcher, const Clock& clock)
      : flags_(&flags), fetcher_(&fetcher), extractor_(clock), output_(std::nullopt) {}

  /// Errors (Usage): the output cannot be written.
  [[nodiscard]] Status check(const site::SiteProfile& profile) {
    const listing::SiteCheck site = listing::check_site(profile, *fetcher_, extractor_);
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
    if (page.error) may_succeed_later_ = may_succeed_later_ || may_succeed_later(page.error->kind);
  }

  const CheckFlags* flags_;
  fetch::Fetcher* fetcher_;
  listing::Extractor extractor_;
  Output output_;
  std::size_t faults_ = 0;
  std::size_t pages_here_ = 0;
  bool may_succeed_later_ = false;
};

}  // namespace

ExitStatus check_sites(const CheckFlags& flags, const Settings& settings) {
  const auto profiles = profiles_of(flags, settings.catalog);
  if (!profiles) return give_up(profiles.error());
  const SystemClock clock;
  const auto fetcher = flags.from
                           ? open_saved_pages(*flags.from)
                           : open_network(network_options(settings.config.network, flags.network),
                                          clock, tell_waits());
  if (!fetcher) return give_up(fetcher.error());
  fetch::RobotsFilter polite(**fetcher, clock, {.failure_lifetime = kRun});
  const bool is_bound = !flags.from && settings.config.network.robots == config::RobotsPolicy::Obey;
  Check check(flags, is_bound ? polite : **fetcher, clock);
  for (const site::SiteProfile* profile : *profiles) {
    if (Status status = check.check(*profile); !status) return give_up(status.error());
  }
  if (flags.from && check.has_seen_nothing()) complain(*flags.from + ": holds no page of any site");
  return check.status();
}

}  // namespace newshole::converter
