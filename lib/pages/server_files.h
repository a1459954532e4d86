#pragma once
// The two files that gopher programs look for at the root of a server: robots.txt and caps.txt
// (lib/gopher/CONVENTIONS.md section 4). They speak for the whole server, so a mirror writes them
// only where its root is the server's own, and then no selector has a prefix. Pure.

#include <span>
#include <string>

#include "text/charset/output_charset.h"

namespace newshole::pages {

inline constexpr std::string_view kRobotsFile = "robots.txt";
inline constexpr std::string_view kCapsFile = "caps.txt";

/// `sites` are the folders of sites, `editions` those of the editions beside the first: each one
/// name, without slashes.
struct CrawledFolders {
  std::span<const std::string> sites;
  std::span<const std::string> editions;
};

/// What crawlers may fetch: front pages, sections and stories of the first edition. Archive menus,
/// which grow for ever, and other editions, which are the same stories again, they are asked to
/// leave alone. Each selector stands there with and without its first slash, since gopher crawlers
/// send either. ASCII, LF.
[[nodiscard]] std::string robots_txt(const CrawledFolders& folders);

/// `sites` are the titles of the sites, UTF-8; `contact` whom readers may ask, empty: nobody.
struct ServerFacts {
  std::span<const std::string> sites;
  std::string contact;
  text::Charset charset = text::Charset::Utf8;  ///< of the first edition
};

/// What a client may know of the server: how its selectors are made, whose news it has, whom to
/// ask, and the charset of its texts, in which this file is too. Nothing of the server's software
/// or place, of which a mirror knows nothing. LF; first line "CAPS".
[[nodiscard]] std::string caps_txt(const ServerFacts& facts);

}  // namespace newshole::pages
