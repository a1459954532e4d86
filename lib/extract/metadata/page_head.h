#pragma once
// The title and the base of links that the head element of a page states. Internal to the
// library.

#include <optional>
#include <string>

#include "html/document.h"
#include "url/url.h"

namespace newshole::extract {

/// The whole text of the title element.
[[nodiscard]] std::optional<std::string> page_title(const html::Document& document);

/// The base of the page's links: its `own` address, unless a base element states another.
[[nodiscard]] url::Url base_of(const url::Url& own, const html::Document& document);

}  // namespace newshole::extract
