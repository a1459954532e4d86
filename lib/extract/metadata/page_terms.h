#pragma once
// What the head element of a page states of the use of the page. Internal to this module.

#include <optional>
#include <string>

#include "fetch/page.h"
#include "html/document.h"
#include "url/url.h"

namespace newshole::extract {

struct PageTerms {
  std::optional<std::string> copyright;  ///< clean; of a meta element, and no address
  fetch::Preferences preferences;
};

/// From the first 1000 elements of the head. For preferences the page's header goes before its
/// elements, and these before robots.txt. `url` is the page's own.
[[nodiscard]] PageTerms page_terms(const fetch::Page& page, const html::Document& document,
                                   const url::Url& url);

}  // namespace newshole::extract
