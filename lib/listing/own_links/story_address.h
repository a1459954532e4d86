#pragma once
// What the address of a link says of the page that it leads to. Internal to this module.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "url/url.h"

namespace newshole::listing {

enum class AddressKind {
  NoPage,  ///< a file, the page itself, a home page
  Folder,  ///< "/tag/bridges", "/about", "/2025/05/": a page that is no story
  Weak,    ///< "/world", "/?page=x": a section as well as a story
  Plain,   ///< "/world/two-words", "/?p=123", "/story.html"
  Strong,  ///< a day, a long number, or a slug of several words
};

[[nodiscard]] AddressKind address_kind(const url::Url& url);

/// True for hosts of advertisements, shops, forums and the like by their first label.
[[nodiscard]] bool serves_no_stories(std::string_view host);

/// The parts of a path.
[[nodiscard]] std::size_t depth_of(const url::Url& url);

/// The first few folders that a path leads through: "/world" and "/world/2025" of
/// "/world/2025/the-bridge".
[[nodiscard]] std::vector<std::string> folders_above(const url::Url& url);

/// The last part of the path, without an ending: "the-bridge" of "/world/the-bridge.html". It lives
/// as long as `url`.
[[nodiscard]] std::string_view name_in(const url::Url& url);

/// Equal for two addresses of one story: without scheme, "www.", a slash at the end, what asks for
/// its AMP page, and a query behind a path that is that of one story.
[[nodiscard]] std::string story_key(const url::Url& url);

/// True for the AMP page of a story, which has another address, too.
[[nodiscard]] bool is_amp(const url::Url& url);

/// True for two hosts of one owner: "news.example.co.uk" and "www.example.co.uk". Labels of
/// countries' registries are known by their form.
[[nodiscard]] bool are_sisters(std::string_view host, std::string_view other);

/// The section that a path names: of "/news/2025/05/03/world/slug" it is "world".
[[nodiscard]] std::optional<std::string> section_in(const url::Url& url);

}  // namespace newshole::listing
