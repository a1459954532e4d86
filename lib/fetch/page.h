#pragma once
// A page as it came, and the one place where its bytes become UTF-8.

#include <string>
#include <string_view>

#include "base/error.h"
#include "url/url.h"

namespace newshole::fetch {

struct Page {
  url::Url url;            ///< where it is, after redirects
  std::string html;        ///< UTF-8
  std::string encoding;    ///< what it was decoded from, WHATWG name
  std::string media_type;  ///< "text/html"; empty if unknown
};

/// Decodes `bytes`. `content_type` is the header's value, empty if unknown: its charset counts, and
/// a media type that is neither HTML, XHTML nor plain text is an error (NotArticle).
[[nodiscard]] Result<Page> make_page(url::Url url, std::string bytes,
                                     std::string_view content_type);

}  // namespace newshole::fetch
