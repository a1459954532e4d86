#pragma once
// Decides which pages are read on demand, and gives each one name.

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "serve/live/address.h"
#include "site/catalog.h"
#include "url/url.h"

namespace newshole::serve {

enum class LiveHosts {
  OfProfiles,
  Any  ///< hosts without a profile are read by the rules for any page
};

/// A page that may be read.
struct LiveTarget {
  url::Url url;                                ///< the one name of the page: its key
  const site::SiteProfile* profile = nullptr;  ///< null: the rules for any page
  bool is_front_page = false;
};

/// A value; thread-safe to share.
class LiveSites {
 public:
  /// `catalog` must outlive it.
  LiveSites(const site::Catalog& catalog, LiveHosts hosts) : catalog_(&catalog), hosts_(hosts) {}

  /// The page at `url`, under one address of the several that it may have: a story has its site's
  /// own host and no part that does not tell stories apart; the top of a host is the site's front
  /// page. Errors: Usage (a host that is no name with a dot, such as an IP address), AddressRefused
  /// (a port that is not the scheme's own, a host or path that no profile reads).
  [[nodiscard]] Result<LiveTarget> target_of(const url::Url& url) const;

  /// The selector of the page that a link leads to. Nothing if the name of the target says that it
  /// is no page (a picture, for example), or if it has no selector.
  [[nodiscard]] std::optional<std::string> selector_of_link(std::string_view address) const;

  [[nodiscard]] const site::Catalog& catalog() const { return *catalog_; }

 private:
  const site::Catalog* catalog_;
  LiveHosts hosts_;
};

/// As live_selector gives it; the selector of a page with a profile needs no scheme.
[[nodiscard]] std::optional<std::string> selector_of(const LiveTarget& target, LiveForm form);

}  // namespace newshole::serve
