#pragma once
// A site's newest stories as an Atom feed (RFC 4287) whose links lead to gopher. Pure.

#include "pages/stories/story_list.h"

namespace newshole::pages {

/// Entries of a feed: of more the first ones count.
inline constexpr std::size_t kFeedStories = 50;

/// Texts are UTF-8, clean or not.
struct FeedEntry {
  std::string url;       ///< the story's own on the web, canonical: its id
  std::string selector;  ///< on the gopher server, prefix included
  std::string headline;
  std::vector<std::string> authors;                ///< names; none: the feed's author counts
  std::string summary;                             ///< how it begins; empty: unknown
  std::optional<UtcTime> published;                ///< of a day without a time: its start
  UtcTime changed;                                 ///< when its text last changed
  std::string section;                             ///< its name for people; empty: none
  gopher::ItemType type = gopher::ItemType::Text;  ///< what the selector leads to
};

/// The entry of a story that menus name by `item`; `sections` are those of the site. Authors and
/// summary are of its article, where that is known.
[[nodiscard]] FeedEntry feed_entry(const store::StoryRecord& story, const StoryItem& item,
                                   const SectionNames& sections,
                                   const std::optional<extract::Article>& article);

struct Feed {
  std::string site;     ///< the site's name for people: the feed's title and author
  std::string tagline;  ///< the subtitle; empty: none
  std::string web;      ///< the site's front page on the web, canonical: the feed's id
  gopher::Server server;
  std::string selector;                ///< of the feed itself, prefix included
  std::string front_page;              ///< selector of the site's menu
  UtcTime last_change;                 ///< of the site in the mirror
  std::span<const FeedEntry> stories;  ///< the newest first
};

/// The bytes of a feed: UTF-8 in any edition, since XML says its charset itself; the same for the
/// same input. Ids are addresses on the web, so that a reader who has seen a story knows it again
/// when host, port, prefix or edition change; links are gopher:// URLs. Texts are cleaned (clean.h)
/// and escaped; what XML 1.0 cannot hold is left out of them (control characters) or is U+FFFD
/// (malformed bytes). In an id what no URI may hold is percent-encoded.
[[nodiscard]] std::string atom_feed(const Feed& feed);

}  // namespace newshole::pages
