#pragma once
// All profiles that are at hand.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "site/profile.h"

namespace newshole::site {

class Catalog {
 public:
  /// Reads every *.json of the folders; of two with one name the earlier folder's counts. A folder
  /// that is not there is no error. Errors: those of `load_profile`.
  [[nodiscard]] static Result<Catalog> load(std::span<const std::filesystem::path> folders,
                                            const DrawBanner& draw = {});

  /// By name, in alphabetical order.
  [[nodiscard]] std::span<const SiteProfile> profiles() const { return profiles_; }

  /// Errors (Usage): unknown, with a suggestion where one is near.
  [[nodiscard]] Result<const SiteProfile*> by_name(std::string_view name) const;

  /// Nothing (nullptr) where no profile has the host.
  [[nodiscard]] const SiteProfile* by_host(std::string_view host) const;

 private:
  std::vector<SiteProfile> profiles_;
};

}  // namespace newshole::site
