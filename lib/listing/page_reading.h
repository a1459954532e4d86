#pragma once
// One page for a check of its site, read in this process or by a worker.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/page.h"
#include "listing/discovery.h"
#include "listing/extractor.h"
#include "listing/feeds/opml.h"
#include "sandbox/workers.h"
#include "site/profile.h"

namespace newshole::listing {

enum class PageRole { FrontPage, Story, Home, Subscriptions };

struct PageReading {
  Listing list;                             ///< of a front page
  std::optional<extract::Article> article;  ///< of a story
  std::optional<Discovery> discovery;       ///< of a home page
  std::vector<Subscription> subscriptions;  ///< of an OPML list, of which `list.damage` may be, too
  extract::FieldTraces fields;              ///< how each field was found, or why not
  std::optional<Error> error;               ///< no story on it, no article; TooComplex
};

[[nodiscard]] PageReading read_page(PageRole role, const fetch::Page& page,
                                    const site::SiteProfile& profile, Extractor& extractor);

/// The same by a worker that does reading_work with this profile among its own; one without a name
/// has no rules, and every worker knows it.
[[nodiscard]] PageReading read_page(PageRole role, const fetch::Page& page,
                                    const site::SiteProfile& profile, sandbox::Workers& workers);

/// What it is given must outlive the workers.
[[nodiscard]] sandbox::Work reading_work(std::span<const site::SiteProfile* const> profiles,
                                         const Clock& clock);

}  // namespace newshole::listing
