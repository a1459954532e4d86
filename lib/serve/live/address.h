#pragma once
// The addresses of pages on demand: as selectors, and as people type them.

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "serve/request.h"
#include "url/url.h"

namespace newshole::serve {

/// All selectors of pages on demand begin with it. With search words it opens a typed address.
inline constexpr std::string_view kLiveSelector = "/live";

/// RFC 1436's limit.
inline constexpr std::size_t kLongestSelector = 255;

enum class LiveForm {
  Menu,  ///< with its links
  Text
};

struct LiveAddress {
  LiveForm form = LiveForm::Menu;
  url::Url url;
};

/// "/live/HOST/PATH", "/live/text/HOST/PATH" for its text, "/live/http/HOST/PATH" where it is not
/// to be had over HTTPS. Neither "text" nor "http" has a dot, so that no host has that name. "?"
/// and
/// "#" are percent-encoded, since clients give them another meaning, and "%3F" and "%23" once more,
/// so that each page has a selector of its own. Nothing if it is longer than kLongestSelector.
[[nodiscard]] std::optional<std::string> live_selector(const url::Url& url, LiveForm form);

/// True for kLiveSelector, a selector below it, or kLiveSelector with "?" and words, which is what
/// clients send for a URL with "?" (lib/gopher/CONVENTIONS.md section 3).
[[nodiscard]] bool is_live_selector(std::string_view selector);

/// The page that the selector asks for; "?" and "#" may also be plain. Errors: Usage.
[[nodiscard]] Result<LiveAddress> parse_live_selector(std::string_view selector);

/// Parses an address that a person typed: http or https, or without a scheme, which means https;
/// blanks, quotes and angle brackets around it are ignored. Errors: Usage.
[[nodiscard]] Result<url::Url> parse_typed_address(std::string_view words);

/// The words of a search of kLiveSelector, without the field that a Gopher+ client adds; empty if
/// there are none.
[[nodiscard]] std::string_view typed_words(const Request& request);

}  // namespace newshole::serve
