#include "site/catalog.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "site/configured_sites.h"
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

std::vector<std::filesystem::path> all_files(std::span<const std::filesystem::path> folders) {
  std::vector<std::filesystem::path> files;
  for (const std::filesystem::path& folder : folders) {
    for (std::filesystem::path& file : json_files(folder)) files.push_back(std::move(file));
  }
  return files;
}

/// Loads profiles of some files, and those that they extend.
class ProfileLoader {
 public:
  ProfileLoader(std::vector<std::filesystem::path> files, const DrawBanner& draw)
      : files_(std::move(files)), draw_(&draw) {}

  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }

  [[nodiscard]] Result<SiteProfile> load(const std::filesystem::path& file) {
    being_read_.push_back(file);
    auto profile =
        load_profile(file, *draw_, [this](const std::string& name) { return find(name); });
    being_read_.pop_back();
    return profile;
  }

 private:
  // A profile of one's own may extend the shipped one of its name: what is being read does not
  // count, so that none extends itself either.
  [[nodiscard]] Result<SiteProfile> find(const std::string& name) {
    for (const std::filesystem::path& file : files_) {
      const bool is_being_read = std::ranges::find(being_read_, file) != being_read_.end();
      if (is_being_read || !may_name(file, {&name, 1})) continue;
      Result<SiteProfile> base = load(file);
      if (!base || base->name == name) return base;
    }
    return fail(ErrorKind::Config, "no other site profile \"" + name + "\"");
  }

  std::vector<std::filesystem::path> files_;
  const DrawBanner* draw_;
  std::vector<std::filesystem::path> being_read_;
};

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
  ProfileLoader loader(all_files(folders), draw);
  for (const std::filesystem::path& file : loader.files()) {
    if (may_hold && !may_hold(file)) continue;
    Result<SiteProfile> profile = loader.load(file);
    if (!profile) return tl::unexpected(profile.error());
    if (std::ranges::find(names, profile->name) != names.end()) continue;
    names.push_back(profile->name);
    catalog.profiles_.push_back(*std::move(profile));
  }
  std::ranges::sort(catalog.profiles_, {}, &SiteProfile::name);
  for (const std::string& name : names) {
    const auto place = std::ranges::lower_bound(catalog.profiles_, name, {}, &SiteProfile::name);
    catalog.by_rank_.push_back(static_cast<std::size_t>(place - catalog.profiles_.begin()));
  }
  return catalog;
}

void Catalog::put(SiteProfile profile) {
  const auto place = std::ranges::lower_bound(profiles_, profile.name, {}, &SiteProfile::name);
  if (place != profiles_.end() && place->name == profile.name) {
    *place = std::move(profile);
    return;
  }
  const auto index = static_cast<std::size_t>(place - profiles_.begin());
  for (std::size_t& rank : by_rank_) rank += rank >= index ? 1U : 0U;
  by_rank_.push_back(index);
  profiles_.insert(place, std::move(profile));
}

Status Catalog::add_configured(const std::filesystem::path& file, const DrawBanner& draw) {
  const FindProfile find = [this](const std::string& name) {
    return by_name(name).map([](const SiteProfile* profile) { return *profile; });
  };
  return load_configured_sites(file, draw, find).map([this](std::vector<SiteProfile> profiles) {
    for (SiteProfile& profile : profiles) put(std::move(profile));
  });
}

Status Catalog::add_address(const std::string& address, const DrawBanner& draw) {
  if (by_name(address)) return {};
  return profile_of_address(address, draw).map([this](SiteProfile profile) {
    put(std::move(profile));
  });
}

std::map<std::string, std::chrono::milliseconds, std::less<>> Catalog::pauses() const {
  std::map<std::string, std::chrono::milliseconds, std::less<>> pauses;
  for (const SiteProfile& profile : profiles_) {
    if (!profile.pause) continue;
    for (const std::string& host : profile.hosts) {
      std::chrono::milliseconds& longest = pauses[host];
      longest = std::max<std::chrono::milliseconds>(longest, *profile.pause);
    }
  }
  return pauses;
}

Result<const SiteProfile*> Catalog::by_name(std::string_view name) const {
  const auto found = std::ranges::find(profiles_, site_name(name), &SiteProfile::name);
  if (found != profiles_.end()) return &*found;
  std::vector<std::string> names;
  for (const SiteProfile& profile : profiles_) names.push_back(profile.name);
  const std::string near = suggestion(name, names);
  const std::string way =
      " (`newshole sites` lists them; a site without one goes by the address of "
      "its front page or feed, https://...)";
  return fail(ErrorKind::Usage,
              "no site profile \"" + std::string(name) + "\"" + (near.empty() ? way : near));
}

const SiteProfile* Catalog::by_url(const url::Url& url) const {
  const auto found = std::ranges::find_if(
      by_rank_, [&](std::size_t index) { return covers(profiles_[index], url); });
  return found == by_rank_.end() ? nullptr : &profiles_[*found];
}

}  // namespace newshole::site
