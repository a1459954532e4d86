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
};

[[nodiscard]] bool has_text(const listing::ListedText& listed);

/// True where the feed has the story whole, and no profile says how pages of its site are read.
[[nodiscard]] bool needs_no_page(const listing::FeedText& text, const site::SiteProfile* profile);

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

 private:
  std::vector<extract::Story> stories_;
  listing::FeedText text_;
  StoryParts parts_;
};

}  // namespace newshole::press
