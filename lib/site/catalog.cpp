#include "site/catalog.h"

#include <algorithm>
#include <utility>

#include "site/suggestion.h"

namespace newshole::site {
namespace {

std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".json") files.push_back(entry->path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<Catalog> Catalog::load(std::span<const std::filesystem::path> folders,
                              const DrawBanner& draw) {
  Catalog catalog;
  for (const std::filesystem::path& folder : folders) {
    for (const std::filesystem::path& file : json_files(folder)) {
      Result<SiteProfile> profile = load_profile(file, draw);
      if (!profile) return tl::unexpected(profile.error());
      if (catalog.by_name(profile->name)) continue;
      catalog.profiles_.push_back(*std::move(profile));
    }
  }
  std::ranges::sort(catalog.profiles_, {}, &SiteProfile::name);
  return catalog;
}

Result<const SiteProfile*> Catalog::by_name(std::string_view name) const {
  const auto found = std::ranges::find(profiles_, name, &SiteProfile::name);
  if (found != profiles_.end()) return &*found;
  std::vector<std::string> names;
  for (const SiteProfile& profile : profiles_) names.push_back(profile.name);
  return fail(ErrorKind::Usage,
              "no site profile \"" + std::string(name) + "\"" + suggestion(name, names));
}

const SiteProfile* Catalog::by_host(std::string_view host) const {
  const auto found = std::ranges::find_if(profiles_, [host](const SiteProfile& profile) {
    return std::ranges::find(profile.hosts, host) != profile.hosts.end();
  });
  return found == profiles_.end() ? nullptr : &*found;
}

}  // namespace newshole::site
