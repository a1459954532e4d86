#pragma once
// Where a site may list its stories, as its home page and its robots.txt say. Nothing here is
// fetched or read: a candidate is a guess until somebody has.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fetch/page.h"
#include "html/document.h"
#include "url/url.h"

namespace newshole::listing {

enum class CandidateKind {
  Given,    ///< the page itself
  Feed,     ///< a feed that it announces (link rel=alternate)
  Link,     ///< a link of it that looks like a feed's
  Sitemap,  ///< a line of robots.txt
};

struct Candidate {
  url::Url url;
  CandidateKind kind = CandidateKind::Given;
};

struct Discovery {
  std::optional<std::string> title;   ///< of the site, one line of clean UTF-8
  std::vector<Candidate> candidates;  ///< without the page itself, each once, the surest first
};

/// What a page calls its site: its og:site_name, else its title, one line of clean UTF-8.
[[nodiscard]] std::optional<std::string> site_title(const html::Document& document);

/// What a decoded page says. Feeds of comments and of podcasts, by their addresses and titles, are
/// none of its candidates. At most 12.
[[nodiscard]] Discovery discover(const fetch::Page& page, const html::Document& document);

/// The sitemaps that a robots.txt names (its "Sitemap:" lines), those of news first. At most 4.
[[nodiscard]] std::vector<Candidate> sitemaps_of(std::string_view robots_txt);

/// Those sitemaps of an index that are worth reading, three at most: those of news first, then in
/// the order of the index, the newest first.
[[nodiscard]] std::vector<url::Url> sitemaps_to_read(std::vector<url::Url> index);

}  // namespace newshole::listing
