#pragma once
// Where things stand in a mirror: from names of others (URLs, sections) to names of files. Pure.
//
// A story stands where its site has it, so that links can be guessed: letters become lower case,
// ".", "~", "+" and "," become "-", what addresses end in (".html", "/", "/index.html") is left
// out. A segment that holds anything else, is longer than 80 bytes or a name of our own (gophermap;
// archive and the like beside the front page) is made plain, cut to 60 bytes, and marked with "-"
// and 12 hex digits of its fingerprint. No other name looks marked. So the paths of two stories may
// be equal: each story has further ones, and a mirror gives it the first that no other story has.

#include "site/profile.h"
#include "url/url.h"

namespace newshole::pages {

/// Bytes of a story's path, so that a selector with a prefix of up to 74 bytes stays below RFC
/// 1436's 255.
inline constexpr std::size_t kMaxStoryPath = 180;

/// One file or folder name for `segment`: [a-z0-9_-], 1 to 80 bytes, not starting with "-".
[[nodiscard]] std::string safe_name(std::string_view segment);

/// The folder's name of a section, whose case and punctuation do not count:
/// "politics-and-elections".
[[nodiscard]] std::string section_name(std::string_view section);
/// The one that it had before names were readable; mirrors that have it keep it.
[[nodiscard]] std::string former_section_name(std::string_view section);

/// The paths that a story may have, the best first: "SITE/2025/09/19/tech/SLUG.txt", relative to
/// the root; at least one. A query marks the last name; the name of an item of a page goes on where
/// the page's path ends; a path that would be too long is folded into one marked name below SITE.
[[nodiscard]] std::vector<std::string> story_paths(const url::Url& url,
                                                   const site::SiteProfile& profile);
/// The one of them that it had before paths were readable: one that no other story had.
[[nodiscard]] std::string former_story_path(const url::Url& url, const site::SiteProfile& profile);

/// What the address of the story with this path may be, relative to its site, the likeliest first:
/// "/2025/09/19/tech/SLUG", the same with "/", with ".html".
[[nodiscard]] std::vector<std::string> addresses_of(std::string_view path,
                                                    const site::SiteProfile& profile);

/// The folder of a story's menu: "SITE/2025/09/19/tech/SLUG" for the path above. It is no other
/// menu's, since names of our own are marked where a story has them.
[[nodiscard]] std::string story_folder(std::string_view story_path);

}  // namespace newshole::pages
