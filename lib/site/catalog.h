#pragma once
// All profiles of the configured folders.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "site/profile.h"
#include "url/url.h"

namespace newshole::site {

class Catalog {
 public:
  /// Reads every *.json of the folders; of two with one name the earlier folder's counts. A folder
  /// that is not there is no error. Errors: those of `load_profile`.
  [[nodiscard]] static Result<Catalog> load(std::span<const std::filesystem::path> folders,
                                            const DrawBanner& draw = {});

  /// The same for a caller that needs these names only: a file that holds none of them is not read,
  /// unless one of the names is found nowhere.
  [[nodiscard]] static Result<Catalog> load(std::span<const std::filesystem::path> folders,
                                            std::span<const std::string> names,
                                            const DrawBanner& draw = {});

  /// Adds the sites of a configuration's file that are addresses, and puts profiles that it changes
  /// in the place of those that were read. Errors: those of load_configured_sites.
  [[nodiscard]] Status add_configured(const std::filesystem::path& file, const DrawBanner& draw);

  /// Adds the site that is nothing but an address, unless there is one of its name. Errors (Usage):
  /// no address.
  [[nodiscard]] Status add_address(const std::string& address, const DrawBanner& draw);

  /// By name, in alphabetical order.
  [[nodiscard]] std::span<const SiteProfile> profiles() const { return profiles_; }

  /// The pauses that profiles ask for, by host; of several the longest.
  [[nodiscard]] std::map<std::string, std::chrono::milliseconds, std::less<>> pauses() const;

  /// `name` may be an address that was added. Errors (Usage): unknown, with a suggestion where one
  /// is near.
  [[nodiscard]] Result<const SiteProfile*> by_name(std::string_view name) const;

  /// The profile that reads the page at `url`; of several the one of the earlier folder, in it the
  /// first by name. Nothing (nullptr) where no profile does.
  [[nodiscard]] const SiteProfile* by_url(const url::Url& url) const;

 private:
  /// Empty: any file may.
  using MayHold = std::function<bool(const std::filesystem::path& file)>;
  [[nodiscard]] static Result<Catalog> load_files(std::span<const std::filesystem::path> folders,
                                                  const MayHold& may_hold, const DrawBanner& draw);
  /// In the place of one of its name, else as the last in rank.
  void put(SiteProfile profile);

  std::vector<SiteProfile> profiles_;
  std::vector<std::size_t> by_rank_;  // indices into profiles_, those of earlier folders first
};

}  // namespace newshole::site
