#pragma once
// A page as it came, and the one place where its bytes become UTF-8.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "fetch/preferences.h"
#include "url/url.h"

namespace newshole::fetch {

/// What tells one version of a page from another (RFC 9110 section 8.8), as the site gave it.
struct Validators {
  std::string etag;           ///< the value of ETag, quotes included
  std::string last_modified;  ///< of Last-Modified, else of X-Last-Modified

  friend bool operator==(const Validators&, const Validators&) = default;
};

/// What led to a page, all of it together.
enum class Redirects {
  None,
  Permanent,  ///< 301 and 308 alone: the page has moved for good
  Temporary   ///< others, pages that lead on by themselves included
};

/// Fetchers give pages as they came, since decoding is work on strangers' bytes: whoever reads a
/// page decodes it first, in a worker where there is one.
struct Page {
  url::Url url;            ///< where it is, after redirects
  std::string html;        ///< UTF-8; of a page that is not decoded the bytes that came
  std::string charset;     ///< that its header names, as it stands there; empty: none
  std::string encoding;    ///< what it was decoded from, WHATWG name; empty: it is not decoded
  std::string media_type;  ///< "text/html"; empty if unknown
  Validators validators;
  /// For so long it is fresh, as its header says (Cache-Control, Age); nothing: it does not say.
  std::optional<std::chrono::seconds> max_age = {};
  Redirects redirects = Redirects::None;  ///< that led to `url`
  Preferences preferences;                ///< as the header states them
  Preferences site_preferences;           ///< as the site's robots.txt states them for this page
};

/// A page as it came. `content_type` is the header's value, empty if unknown: a media type that is
/// neither HTML, XHTML, plain text, XML nor JSON is an error (NotArticle).
[[nodiscard]] Result<Page> arrived_page(url::Url url, std::string bytes,
                                        std::string_view content_type);

/// True where a page's media type is that of feeds and sitemaps (XML, JSON): no article for sure.
[[nodiscard]] bool is_declared_list(const Page& page);

/// Makes the bytes UTF-8; `charset` counts, and what the page says of itself. Leaves a page alone
/// that is decoded.
void decode(Page& page);

/// An arrived page, decoded.
[[nodiscard]] Result<Page> make_page(url::Url url, std::string bytes,
                                     std::string_view content_type);

}  // namespace newshole::fetch
