#pragma once
// The pages that readers ask for on demand, as selectors and as people type them.

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "serve/request.h"
#include "url/url.h"

namespace newshole::serve {

/// Where all of them begin; with words, an address is looked for.
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
/// to be had over HTTPS. Neither word has a dot, so no host is taken for one. "?" and "#" are
/// percent-encoded, since clients take them for something else, and "%3F" and "%23" once more, so
/// that each page has a selector of its own. Nothing if that is longer than kLongestSelector.
[[nodiscard]] std::optional<std::string> live_selector(const url::Url& url, LiveForm form);

/// Whether a selector is of this kind: kLiveSelector, one below it, or it and "?" with words, as
/// clients send what stands so in a URL (GOPHER.md section 3).
[[nodiscard]] bool is_live_selector(std::string_view selector);

/// What the selector asks for; "?" and "#" may also stand as they are. Errors: Usage.
[[nodiscard]] Result<LiveAddress> parse_live_selector(std::string_view selector);

/// What somebody typed: an http or https address, or one without its scheme, which is https then;
/// blanks, quotes and angle brackets around it are passed over. Errors: Usage.
[[nodiscard]] Result<url::Url> parse_typed_address(std::string_view words);

/// The words of a search of kLiveSelector, without what a Gopher+ client adds; empty if nobody
/// typed any.
[[nodiscard]] std::string_view typed_words(const Request& request);

}  // namespace newshole::serve
