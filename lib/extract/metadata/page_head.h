#pragma once
// The title and the base of links that the head element of a page states. Internal to the
// library.

#include <optional>
#include <string>

#include "base/error.h"
#include "html/document.h"
#include "html/node.h"
#include "url/url.h"

namespace newshole::extract {

/// The first node in the head element; nothing where it is empty.
[[nodiscard]] html::Node first_in_head(const html::Document& document);

/// The text of the title element, see `field_text`.
[[nodiscard]] std::optional<std::string> page_title(const html::Document& document);

/// The error of a page that is no article: what is wrong with it, and what it calls itself.
[[nodiscard]] tl::unexpected<Error> no_article(const std::string& what,
                                               const std::optional<std::string>& title);

/// The base of the page's links: its `own` address, unless a base element states another of at most
/// 2000 bytes.
[[nodiscard]] url::Url base_of(const url::Url& own, const html::Document& document);

}  // namespace newshole::extract
