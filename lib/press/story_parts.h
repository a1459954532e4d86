#pragma once
// What there is of a story: its page, and the text that its feed has of it.

#include <optional>
#include <vector>

#include "fetch/page.h"
#include "listing/feed_text.h"
#include "press/reader.h"
#include "sandbox/message.h"

namespace newshole::press {

/// Whether a feed's text may stand in for a page that cannot be read: no better copy is known.
enum class StandIn { Allowed, Refused };

struct StoryParts {
  /// Or why there is none; nothing: it was not asked for, since the feed has the whole text.
  std::optional<Result<fetch::Page>> page;
  listing::ListedText listed;  ///< null, or empty: there is no feed, or it has no text
  StandIn stand_in = StandIn::Allowed;
  listing::Before before = {};  ///< words that the profile's rules found of the page
};

[[nodiscard]] bool has_text(const listing::ListedText& listed);

/// True where whole texts of feeds are taken without a look at their pages: no profile says how
/// any part of these is read. Null: there is none.
[[nodiscard]] bool takes_whole_texts(const site::SiteProfile* profile);

/// The longer of page and feed (listing::longer_text); the page of a site whose profile says how it
/// is read, as long as it can be read. Pages are decoded. Errors: those of the page; NotArticle,
/// TooComplex.
[[nodiscard]] Result<extract::Article> read_story(const StoryParts& story,
                                                  const site::SiteProfile* profile, Reader& reader);

void write(sandbox::MessageWriter& message, const StoryParts& story);

/// What `write` wrote, read as a stranger's; it keeps what the parts refer to.
class ArrivedParts {
 public:
  explicit ArrivedParts(sandbox::MessageReader& message);
  ArrivedParts(const ArrivedParts&) = delete;
  ArrivedParts& operator=(const ArrivedParts&) = delete;
  ArrivedParts(ArrivedParts&&) = delete;
  ArrivedParts& operator=(ArrivedParts&&) = delete;
  ~ArrivedParts() = default;

  [[nodiscard]] const StoryParts& parts() const { return parts_; }
  /// True where there is a page, a cause or a text.
  [[nodiscard]] bool is_any() const { return parts_.page || has_text(parts_.listed); }

 private:
  std::vector<extract::Story> stories_;
  listing::FeedText text_;
  StoryParts parts_;
};

}  // namespace newshole::press
