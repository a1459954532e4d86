#pragma once
// Which stories a feed or a sitemap lists: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and
// 1.1, sitemaps, those of news, and indexes of them.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "extract/article.h"
#include "fetch/page.h"
#include "url/url.h"

namespace newshole::listing {

enum class FeedKind { Rss, Atom, JsonFeed, Sitemap, SitemapIndex };

/// The kind that the bytes are by their root element or their version, in whatever charset; nothing
/// where they are no feed.
[[nodiscard]] std::optional<FeedKind> feed_kind(std::string_view bytes);

struct FeedItem {
  extract::Story story;  ///< without a title: its first words, else those of its address
  std::string id;        ///< guid, Atom's and JSON's id, rdf:about; empty: none is stated
  std::string content;   ///< HTML of the text in full, UTF-8 as it came; empty: the feed has none
};

/// All text is one line of clean UTF-8 and not empty; what the feed does not state is nothing.
struct Feed {
  FeedKind kind = FeedKind::Rss;
  std::optional<std::string> title;
  std::optional<url::Url> web;               ///< the page that it is the feed of
  std::optional<std::string> language;       ///< as stated, BCP 47 or nearly
  std::vector<FeedItem> items;               ///< in the feed's order, each address once
  std::vector<url::Url> sitemaps;            ///< of an index: the latest modified first
  std::optional<std::chrono::seconds> rest;  ///< for so long it asks to be left alone
  std::optional<std::string> damage;  ///< why it was read in part: "line 12: the feed ends early"
};

/// Reads a page as it came or decoded. Addresses are resolved (xml:base, the feed's own page, the
/// feed), without what says where a reader came from, and without a fragment unless it tells items
/// apart. Items without an address, and those that are nothing but their enclosure, are left out.
/// Times have the offset that is stated; where none is, the day alone is known. What stands before
/// a fault or a limit (limits.h) is kept, and `damage` names it. Nothing is fetched, nothing
/// opened. Errors: NotArticle (no feed, or a broken one without items), TooComplex (the same by a
/// limit).
[[nodiscard]] Result<Feed> read_feed(fetch::Page page);

/// Makes the XML library ready. Only a process that has called it, or read a feed, may read feeds
/// in several threads, or once it can open no file; see also text::open_zones.
void prepare_feeds();

}  // namespace newshole::listing
