#pragma once
// The texts of stories that a feed brings along.

#include <cstddef>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "extract/generic/generic_extractor.h"
#include "listing/feeds/feed.h"

namespace newshole::listing {

/// The text of a story as its feed has it.
struct FeedText {
  std::string html;                ///< UTF-8 as it came; empty: the feed has none
  bool is_whole = false;           ///< no excerpt by its length and its end
  fetch::Preferences preferences;  ///< of the site, for the use of the feed
};

/// A story, and what its list says of it. Both outlive this.
struct ListedText {
  const extract::Story* story = nullptr;
  const FeedText* text = nullptr;
};

/// Notices of articles that are from a feed.
inline constexpr const char* kTextOfFeed = "the text is that of the site's feed";
inline constexpr const char* kTextOfFeedAlone =
    "the text is that of the site's feed, and may be a part: the page cannot be read";

/// The text of an item, or its summary where that is all that it has.
[[nodiscard]] FeedText text_of(FeedItem item);

/// The text as an article, with what the list says of the story; its notice is kTextOfFeed. No
/// words are lost but those of boilerplate. Errors: NotArticle (it has no words), TooComplex.
[[nodiscard]] Result<extract::Article> read_feed_text(const ListedText& listed,
                                                      const extract::GenericExtractor& generic,
                                                      const Clock& clock);

/// True where the page is a gate, or the server wants a login or money: no later run is expected to
/// read it. A page that is not there is none of these: its story is gone.
[[nodiscard]] bool is_walled(const Error& error);

/// The longer of what a page and a feed have of a story: the page's unless the feed has a tenth
/// more, or the page is a gate or behind a wall, and the feed has more than a line or two. What the
/// page says of its use holds in any case.
[[nodiscard]] Result<extract::Article> longer_text(Result<extract::Article> of_page,
                                                   Result<extract::Article> of_feed);

}  // namespace newshole::listing
