#pragma once
// Where things stand in a mirror: from names of others (URLs, sections) to names of files. Pure.
//
// A segment of [a-z0-9_-], at most 80 bytes, stays as it is, so that links can be guessed. Any
// other is made plain (letters lower case, all else "-"), cut to 60 bytes, and marked with "-" and
// 12 hex digits of its fingerprint. Names of our own (gophermap, sections, archive...) and segments
// that look marked already are marked too. So two names are equal only where the segments are, also
// on file systems that fold case.

#include "site/profile.h"
#include "url/url.h"

namespace newshole::pages {

/// Bytes of a story's path, so that a selector with a prefix of up to 74 bytes stays below RFC
/// 1436's 255.
inline constexpr std::size_t kMaxStoryPath = 180;

/// One file or folder name for `segment`: [a-z0-9_-], 1 to 80 bytes, not starting with "-".
[[nodiscard]] std::string safe_name(std::string_view segment);

/// The folder's name of a section, whose case does not count.
[[nodiscard]] std::string section_name(std::string_view section);

/// "SITE/2025/09/19/tech/SLUG.txt", relative to the root. A query, or another origin than that of
/// the profile's first front page, marks the last name; the name of an item of a page goes on where
/// the page's path ends; of a site without rules for stories a path that ends in "/" goes on with
/// "index"; a path that would be too long is folded into one marked name below SITE.
[[nodiscard]] std::string story_path(const url::Url& url, const site::SiteProfile& profile);

/// The folder of a story's menu: "SITE/2025/09/19/tech/SLUG" for the path above. It is no other
/// menu's, since names of our own are marked where a story has them.
[[nodiscard]] std::string story_folder(std::string_view story_path);

}  // namespace newshole::pages
