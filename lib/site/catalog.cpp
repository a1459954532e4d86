#include "site/catalog.h"

#include <algorithm>
#include <fstream>
#include <iterator>

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

// A name may be written with escapes, which start with a backslash; the parser decides on files
// that are long or cannot be read here.
bool may_name(const std::filesystem::path& file, std::span<const std::string> names) {
  std::ifstream in(file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return !in || text.find("\\u") != std::string::npos ||
         std::ranges::any_of(names, [&](const std::string& name) {
           return text.find('"' + name + '"') != std::string::npos;
         });
}

}  // namespace

Result<Catalog> Catalog::load(std::span<const std::filesystem::path> folders,
                              const DrawBanner& draw) {
  return load_files(folders, {}, draw);
}

Result<Catalog> Catalog::load(std::span<const std::filesystem::path> folders,
                              std::span<const std::string> names, const DrawBanner& draw) {
  const auto may_hold = [&](const std::filesystem::path& file) { return may_name(file, names); };
  Result<Catalog> catalog = load_files(folders, may_hold, draw);
  if (!catalog) return catalog;
  const bool are_all_there = std::ranges::all_of(names, [&](const std::string& name) {
    return std::ranges::find(catalog->profiles_, name, &SiteProfile::name) !=
           catalog->profiles_.end();
  });
  return are_all_there ? std::move(catalog) : load(folders, draw);
}

Result<Catalog> Catalog::load_files(std::span<const std::filesystem::path> folders,
                                    const MayHold& may_hold, const DrawBanner& draw) {
  Catalog catalog;
  std::vector<std::string> names;  // in the order of their folders
  for (const std::filesystem::path& folder : folders) {
    for (const std::filesystem::path& file : json_files(folder)) {
      if (may_hold && !may_hold(file)) continue;
      Result<SiteProfile> profile = load_profile(file, draw);
      if (!profile) return tl::unexpected(profile.error());
      if (std::ranges::find(names, profile->name) != names.end()) continue;
      names.push_back(profile->name);
      catalog.profiles_.push_back(*std::move(profile));
    }
  }
  std::ranges::sort(catalog.profiles_, {}, &SiteProfile::name);
  for (const std::string& name : names) {
    const auto place = std::ranges::lower_bound(catalog.profiles_, name, {}, &SiteProfile::name);
    catalog.by_rank_.push_back(static_cast<std::size_t>(place - catalog.profiles_.begin()));
  }
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

const SiteProfile* Catalog::by_url(const url::Url& url) const {
  const auto found = std::ranges::find_if(
      by_rank_, [&](std::size_t index) { return covers(profiles_[index], url); });
  return found == by_rank_.end() ? nullptr : &profiles_[*found];
}

}  // namespace newshole::site
