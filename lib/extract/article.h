#pragma once
// The content of a story without its layout: the schema of `--format json`.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fetch/preferences.h"
#include "text/dates/dates.h"
#include "url/url.h"

namespace newshole::extract {

enum class BlockKind { Paragraph, Heading, ListItem, Quote, Preformatted, Table, Caption, Note };

struct Link {
  std::string text;     ///< clean UTF-8, never empty
  std::string url;      ///< absolute
  std::size_t end = 0;  ///< where the link's text ends in the block's text, in bytes

  friend bool operator==(const Link&, const Link&) = default;
};

/// A piece of the body. `text` is clean UTF-8 (text/clean.h): "\n" is a line break; U+00A0 holds
/// words together. A table has a line for each row, its cells separated by tabs.
struct Block {
  BlockKind kind = BlockKind::Paragraph;
  std::string text;
  std::optional<int> level;    ///< heading 1 to 6; depth of a quote or list item from 1, and
                               ///< of a paragraph that goes on in a list item; 0 for a table
                               ///< whose first row is no header
  std::optional<int> ordinal;  ///< of an item of an ordered list
  std::vector<Link> links;     ///< by `end`

  friend bool operator==(const Block&, const Block&) = default;
};

/// Whose rules read a page. Of one that was read without a profile the text shows names and times
/// in one form, whatever the page prints.
enum class Reading { ByProfile, Generic };

/// Where the text of a story is from, where it can be read in more than one way. A FeedExcerpt
/// stands in for a page that cannot be read.
enum class TextOrigin { Page, PageWithoutRules, Feed, FeedExcerpt };

[[nodiscard]] constexpr bool is_of_feed(TextOrigin origin) {
  return origin == TextOrigin::Feed || origin == TextOrigin::FeedExcerpt;
}

/// What the rules of a profile found of a page, and what was found without them and took its place:
/// stories of a front page, words of a story.
struct Overruled {
  std::size_t by_rules = 0;
  std::size_t without_rules = 0;

  friend bool operator==(const Overruled&, const Overruled&) = default;
};

/// All text is clean UTF-8 and not empty; a field that the page lacks is nothing.
struct Article {
  std::string url;  ///< empty where it is unknown
  std::optional<std::string> full_url;
  std::string site;
  std::string headline;
  std::optional<std::string> byline;
  std::vector<std::string> authors;
  std::optional<text::DateOrTime> published;
  std::optional<text::DateOrTime> updated;
  std::optional<std::string> timestamp;  ///< as printed; of a Generic reading without labels
  std::optional<std::string> source;     ///< as printed in the story, without its label
  std::optional<std::string> publisher;  ///< of the page, as its data states it
  std::optional<std::string> copyright;  ///< "© 2025 The News": who holds it, as the page states it
  std::optional<std::string> section;
  std::optional<std::string> language;  ///< BCP 47, as the page states it
  std::optional<std::string> notice;    ///< for readers: paywalled, a live blog
  Reading reading = Reading::ByProfile;
  TextOrigin origin = TextOrigin::Page;
  std::optional<Overruled> overruled;  ///< of a page that its site's profile does not fit
  fetch::Preferences preferences;      ///< of the site, for the use of this page
  std::vector<Block> blocks;
};

/// Words of all blocks: runs between white space that hold a letter or a digit.
[[nodiscard]] std::size_t count_words(const Article& article);

/// Bytes of the text of all blocks: a measure of length in any script.
[[nodiscard]] std::size_t count_bytes(const Article& article);

/// When it was published, else updated; nothing: the page tells a day at most.
[[nodiscard]] std::optional<UtcTime> instant_of(const Article& article);

/// A fingerprint of all fields but `preferences`, `origin` and `overruled`: articles that differ in
/// one have different ones.
[[nodiscard]] std::uint64_t content_fingerprint(const Article& article);

/// An entry of a front page, a feed or a sitemap. All text is one line of clean UTF-8 and not
/// empty; what the list does not state is nothing.
struct Story {
  url::Url url;  ///< the key: canonical, see site::canonical_story_url
  std::string headline;
  std::optional<std::string> section;
  std::optional<std::chrono::year_month_day> date;  ///< in UTC
  std::vector<std::string> authors;                 ///< names alone
  std::optional<text::DateOrTime> published;
  std::optional<text::DateOrTime> updated;
  std::optional<std::string> summary;  ///< words alone

  friend bool operator==(const Story& a, const Story& b) {
    return a.url.text == b.url.text && a.headline == b.headline && a.section == b.section &&
           a.date == b.date && a.authors == b.authors && a.published == b.published &&
           a.updated == b.updated && a.summary == b.summary;
  }
};

/// The same of what a list states.
[[nodiscard]] std::optional<UtcTime> instant_of(const Story& story);

}  // namespace newshole::extract
