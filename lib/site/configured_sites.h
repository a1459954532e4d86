#pragma once
// The sites of a configuration (its "sites"): names of profiles, addresses, and objects that change
// parts of either.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "site/json_file.h"
#include "site/profile.h"

namespace newshole::site {

/// True for "http://..." and "https://...": what lists a site's stories, not the name of a profile.
[[nodiscard]] bool is_address(std::string_view site);

/// The name of a site: that of a profile as it is; of an address its host, without "www.", and its
/// path: "thehill.com", "feeds.example.org-news-world". The same for the same address, [a-z0-9.-]+,
/// at most 60 bytes.
[[nodiscard]] std::string site_name(std::string_view site);

/// The profile of a site that is nothing but an address, which lists its stories. Errors (Usage):
/// no address.
[[nodiscard]] Result<SiteProfile> profile_of_address(const std::string& address,
                                                     const DrawBanner& draw);

/// The names of the sites below "sites", in their order. Faults are noted in the file.
[[nodiscard]] std::vector<std::string> read_site_names(JsonObject& configuration);

/// The profiles of the sites below "sites" of a configuration's file that are no profile's name
/// alone. `find` gives profiles by their names, or by addresses whose site_name they have: an
/// address of a site that has a profile is that profile's. Errors (Config): those of load_profile.
[[nodiscard]] Result<std::vector<SiteProfile>> load_configured_sites(
    const std::filesystem::path& file, const DrawBanner& draw, const FindProfile& find);

}  // namespace newshole::site
