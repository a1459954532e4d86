#pragma once
// URLs through curl's URL API (RFC 3986): what curl accepts is what is fetched.

#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::url {

/// An absolute http or https URL in canonical form: scheme and host lower case, no default port, a
/// path of at least "/" without dot segments, blanks and non-ASCII bytes percent-encoded, no user
/// information. A value; compare by `text`.
struct Url {
  std::string text;      ///< the whole, fragment included
  std::string scheme;    ///< "http" or "https"
  std::string host;      ///< lower case, without port; IPv6 in brackets
  std::string port;      ///< decimal, never empty
  std::string path;      ///< as sent: percent-encoded, starts with "/"
  std::string query;     ///< without "?", empty if there is none
  std::string fragment;  ///< without "#", empty if there is none
};

/// An absolute URL of at most 8000 bytes. Errors (Usage): no URL, another scheme, no host, user
/// information, a bad port, control characters.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// The target of `reference`, an attribute of a page at `base` (RFC 3986 section 5; surrounding
/// white space and inner line breaks are dropped as browsers do).
[[nodiscard]] Result<Url> resolve(const Url& base, std::string_view reference);

/// A link as it is shown: `resolve` for http and https; mailto:, gopher:, gemini:, ftp: and tel:
/// without blanks and control characters. Errors for all other schemes (javascript:, data:).
[[nodiscard]] Result<std::string> resolve_link(const Url& base, std::string_view reference);

[[nodiscard]] Url without_fragment(Url url);

/// `url` without the parameters of its query that only say where a reader came from ("utm_source",
/// "fbclid", "at_campaign"): with or without them it is the address of one page.
[[nodiscard]] Url without_tracking(Url url);

/// `url` with another path (must start with "/"), no query and no fragment.
[[nodiscard]] Result<Url> with_path(const Url& url, std::string_view path);

}  // namespace newshole::url
