#pragma once
// The address that a saved page states itself. Internal to the library.

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "url/url.h"

namespace newshole::extract {

/// Of the page in UTF-8: that of its canonical link, else og:url, else the one that a browser or
/// SingleFile wrote into the page when it was saved. Nothing where it states none that is whole.
/// Only the page's beginning is read, up to its body.
[[nodiscard]] std::optional<url::Url> stated_address(std::string_view html, const Clock& clock);

}  // namespace newshole::extract
