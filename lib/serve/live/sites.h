#pragma once
// Which pages are read on demand, and what each is called.

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
  Any  ///< those of no profile are read without one
};

/// A page that is read.
struct LiveTarget {
  url::Url url;                                ///< the one name of the page: its key
  const site::SiteProfile* profile = nullptr;  ///< null: it is read without one
  bool is_front_page = false;
};

/// A value; thread-safe to share.
class LiveSites {
 public:
  /// `catalog` must outlive it.
  LiveSites(const site::Catalog& catalog, LiveHosts hosts) : catalog_(&catalog), hosts_(hosts) {}

  /// The page at `url`, whichever of its addresses that is: a story on its site's own host, without
  /// what does not tell stories apart; the top of a host is the site's front page. Errors: Usage (a
  /// host that is no name with a dot: an IP address, say), AddressRefused (a port that is not the
  /// scheme's own, a host or path that no profile reads).
  [[nodiscard]] Result<LiveTarget> target_of(const url::Url& url) const;

  /// The same for what a page links to. Nothing where the link leads to what is no page by its
  /// name (a picture, say), or has no selector.
  [[nodiscard]] std::optional<std::string> selector_of_link(std::string_view address) const;

  [[nodiscard]] const site::Catalog& catalog() const { return *catalog_; }

 private:
  const site::Catalog* catalog_;
  LiveHosts hosts_;
};

/// As live_selector has it; a page of a profile is found without its scheme.
[[nodiscard]] std::optional<std::string> selector_of(const LiveTarget& target, LiveForm form);

}  // namespace newshole::serve
