#pragma once
// Whether a profile still fits its site: detects that a site has changed its pages.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "fetch/fetcher.h"
#include "listing/page_reading.h"
#include "site/profile.h"

namespace newshole::listing {

/// One page, read by a profile.
struct PageCheck {
  std::string url;
  std::vector<extract::FieldTrace> fields;  ///< what matched for each field, or why nothing did
  std::vector<std::string> missing;         ///< fields that the profile requires and the page lacks
  std::optional<extract::Overruled> stories;  ///< of a front page that the profile does not fit
  std::optional<extract::Overruled> words;    ///< of a story that it does not fit
  std::optional<Error> error;  ///< why there is no page, no story on it or no article
};

enum class Verdict {
  Fits,
  Broken,       ///< the page lacks something that the profile requires, or has much more
  Unreachable,  ///< there is no page
};

[[nodiscard]] Verdict verdict_of(const PageCheck& page);

struct SiteCheck {
  std::string site;
  std::vector<PageCheck> pages;  ///< the front pages, then the newest story
};

/// Reads a page of the site, see read_page.
using ReadPage = std::function<PageReading(PageRole role, const fetch::Page& page)>;

/// Fetches the front pages and the newest story that they list: that of the latest day, else the
/// first; where it is gone, another. A headline that only metadata states counts as missing.
[[nodiscard]] SiteCheck check_site(const site::SiteProfile& profile, fetch::Fetcher& fetcher,
                                   const ReadPage& read);

}  // namespace newshole::listing
