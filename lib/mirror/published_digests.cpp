#include "mirror/published_digests.h"

#include <algorithm>
#include <set>

#include "pages/digest.h"
#include "pages/own_file.h"
#include "site/suggestion.h"
#include "text/dates/dates.h"

namespace newshole::mirror {
namespace {

namespace fs = std::filesystem;
using std::chrono::sys_days;
using Names = std::vector<std::string>;

struct SiteDays {
  std::string site;
  std::set<sys_days> days;  // of its digests, by their names; the last one is one
};

std::string name_of_day(sys_days day) {
  return text::to_rfc3339(UtcTime(day)).substr(0, 10);
}

std::optional<sys_days> day_of(const fs::path& file) {
  if (file.extension() != ".txt") return std::nullopt;
  const auto time = text::parse_iso_time(file.stem().string() + "T00:00:00Z");
  return time ? std::optional(std::chrono::floor<std::chrono::days>(*time)) : std::nullopt;
}

std::vector<fs::path> names_in(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  std::vector<fs::path> entries;
  for (; !error && at != fs::directory_iterator(); at.increment(error))
    entries.push_back(at->path());
  std::ranges::sort(entries);
  return entries;
}

bool is_digest(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(file, error)) &&
         pages::has_own_heading(file, pages::kDigestHeading);
}

std::set<sys_days> days_of(const fs::path& edition, const std::string& site) {
  std::set<sys_days> days;
  for (const fs::path& file : names_in(edition / pages::digest_folder(site))) {
    if (const auto day = day_of(file)) days.insert(*day);
  }
  const auto newest = [&] { return edition / pages::digest_path(site, *days.rbegin()); };
  while (!days.empty() && !is_digest(newest())) days.erase(std::prev(days.end()));
  return days;
}

Names names_of_sites(const config::Config& config, const fs::path& edition) {
  Names names = config.sites;
  for (const fs::path& entry : names_in(edition)) {
    std::string name = entry.filename().string();
    if (std::ranges::find(config.sites, name) == config.sites.end())
      names.push_back(std::move(name));
  }
  return names;
}

std::vector<SiteDays> sites_with_digests(const config::Config& config, const fs::path& edition) {
  std::vector<SiteDays> sites;
  for (std::string& name : names_of_sites(config, edition)) {
    std::set<sys_days> days = days_of(edition, name);
    if (!days.empty()) sites.push_back({std::move(name), std::move(days)});
  }
  return sites;
}

tl::unexpected<Error> no_site(const std::string& site, const std::vector<SiteDays>& sites) {
  Names names;
  for (const SiteDays& each : sites) names.push_back(each.site);
  return fail(ErrorKind::NotFound,
              site + ": the mirror has no digest of this site" + site::suggestion(site, names));
}

Result<const config::Edition*> edition_of(const DigestsWanted& wanted) {
  Names names;
  for (const config::Edition& edition : wanted.config.editions) {
    if (edition.name == wanted.edition) return &edition;
    names.push_back(edition.name);
  }
  return fail(ErrorKind::NotFound,
              wanted.edition + ": no such edition" + site::suggestion(wanted.edition, names));
}

sys_days newest_day(const std::vector<SiteDays>& sites) {
  sys_days newest = *sites.front().days.rbegin();
  for (const SiteDays& each : sites) newest = std::max(newest, *each.days.rbegin());
  return newest;
}

}  // namespace

Result<std::vector<std::string>> published_digests(const DigestsWanted& wanted) {
  const auto edition = edition_of(wanted);
  if (!edition) return tl::unexpected(edition.error());
  const fs::path folder = wanted.config.root / pages::path_in(**edition, "");
  std::vector<SiteDays> sites = sites_with_digests(wanted.config, folder);
  if (sites.empty()) {
    return fail(ErrorKind::NotFound, wanted.config.root.string() +
                                         ": no digest there yet; newshole mirror writes one of "
                                         "each day that has stories");
  }
  if (wanted.site) {
    const auto found = std::ranges::find(sites, *wanted.site, &SiteDays::site);
    if (found == sites.end()) return no_site(*wanted.site, sites);
    sites = {*found};
  }
  const sys_days newest = newest_day(sites);
  const sys_days day = wanted.day.value_or(newest);
  std::vector<std::string> texts;
  for (const SiteDays& each : sites) {
    const fs::path file = folder / pages::digest_path(each.site, day);
    if (each.days.contains(day) && is_digest(file))
      texts.push_back(pages::text_of_own_file(file, pages::kMostOwnBytes));
  }
  if (!texts.empty()) return texts;
  return fail(ErrorKind::NotFound, name_of_day(day) + ": the mirror has no digest of this day; " +
                                       "the newest is of " + name_of_day(newest));
}

}  // namespace newshole::mirror
