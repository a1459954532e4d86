#pragma once
// Which sites a list of subscriptions names: OPML 1.0 and 2.0, as feed readers export it.

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "fetch/page.h"

namespace newshole::listing {

/// Both are one line of clean UTF-8 and not empty.
struct Subscription {
  std::string address;               ///< as stated, which need be none; mostly a feed's
  std::optional<std::string> title;  ///< what the list calls it
};

struct Subscriptions {
  std::vector<Subscription> all;      ///< in the list's order, each address once
  std::optional<std::string> damage;  ///< why it was read in part: "line 12: it ends early"
};

/// Reads the outlines of a list, however deep, as it came or decoded: xmlUrl, whatever the type,
/// else htmlUrl, and title, else text; names of attributes in any case. "feed:" before an address
/// is dropped. Outlines without an address (folders), and those in comments (isComment), are left
/// out. What stands before and behind faulty markup is kept, and `damage` names the fault. Nothing
/// is fetched, nothing opened. Errors: NotArticle (no OPML, or it names no site), TooComplex (it
/// goes beyond a limit, see limits.h: nothing of it is given).
[[nodiscard]] Result<Subscriptions> read_opml(fetch::Page page);

}  // namespace newshole::listing
