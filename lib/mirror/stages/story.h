#pragma once
// A story on its way through a refresh, as values: what a front page lists and the state knows of
// it, and what its page came to. Pure. Internal to this module.

#include <functional>
#include <set>
#include <variant>

#include "config/fingerprints.h"
#include "extract/article.h"
#include "fetch/fetcher.h"
#include "listing/feed_text.h"
#include "store/records.h"

namespace newshole::mirror {

/// Whether the mirror has the files of a story that the state knows; see StoryForms::is_missing.
enum class Files { Present, Missing };

/// Whether the list that names a story was read in this run, or is known to be as it was.
enum class ListState { Read, Known };

/// Whether a story that failed in the runs before is tried in this one.
enum class Retry { Due, Resting };

/// A story that the front pages list.
struct Listed {
  extract::Story story;
  std::string path;  ///< of its text: the record's, or one that no other story has
  std::optional<store::StoryRecord> before;  ///< as the state has it; nothing: it is new
  Files files = Files::Present;              ///< of `before`
  ListState list = ListState::Read;
  listing::FeedText text = {};  ///< as the list has it
  Retry retry = Retry::Due;
};

/// The facts that decide, besides its own, about each story of a site.
struct Rules {
  config::Fingerprints current;
  std::vector<std::string> hosts;  ///< where redirects of its pages may lead
  config::NoArchive no_archive = config::NoArchive::Show;
  /// Folders of sections that the mirror has.
  std::set<std::string> sections = {};
  /// The whole text of a feed needs no page: no profile says how pages of the site are to be read.
  bool takes_whole_texts = false;
  std::function<Status(const url::Url& target)> may_follow = {};  ///< as fetch::Request has it
  std::optional<std::chrono::seconds> pause = {};                 ///< the same
};

/// Whether the story's files were made, and its page read, as they would be today. Any other is
/// fetched whole, whatever the site says of it.
[[nodiscard]] bool is_up_to_date(const Listed& listed, const Rules& rules);

/// The folder of a section: the one that it had before names were readable if the mirror has that.
[[nodiscard]] std::string section_folder_of(const std::string& section, const Rules& rules);

/// The time at which the story was first seen, mended where the clock was wrong then or is wrong
/// now: no later than `now`, and no earlier than the day that the site gives the story, once that
/// is there.
[[nodiscard]] UtcTime mended_first_seen(const store::StoryRecord& story, UtcTime now);

/// When the article was published, else updated; nothing: it tells a day at most. Where the profile
/// reads days without a time, the start of one is no time.
[[nodiscard]] std::optional<UtcTime> instant_of(const extract::Article& article,
                                                const site::SiteProfile& profile);

/// The text that the mirror has of a story before its page is read.
struct KnownText {
  std::uint64_t content = 0;  ///< fingerprint of the article; 0: none is known
  bool no_archive = false;    ///< its page said "noarchive"
  bool is_settled = false;    ///< the same text would change no file, no record and no menu
  std::uint64_t content_elsewhere = 0;  ///< see store::StoryRecord
  extract::TextOrigin origin = extract::TextOrigin::Page;
  std::int64_t words = 0;  ///< see store::StoryRecord
};
[[nodiscard]] KnownText known_text(const Listed& listed, const Rules& rules);

/// The facts of a page that decide about its story.
struct NewText {
  std::uint64_t content = 0;           ///< fingerprint of the article
  std::int64_t words = 0;              ///< of its text
  fetch::Validators validators;        ///< of the page
  std::optional<std::string> section;  ///< as the page names it
  std::optional<UtcTime> published;    ///< as the page dates it
  std::optional<UtcTime> instant;      ///< see store::StoryRecord
  bool no_archive = false;             ///< it says "noarchive"
  extract::TextOrigin origin = extract::TextOrigin::Page;
  std::optional<extract::Overruled> overruled;  ///< of a page that the site's profile does not fit
  std::string headline;                         ///< as the page has it
};

/// The text of a settled story is the known one.
struct SameText {
  fetch::Validators validators;                 ///< of the page
  std::optional<extract::Overruled> overruled;  ///< see NewText
};

/// The result of a request for a story. Errors: the fetcher's, and those of reading the page.
using Outcome = Result<std::variant<NewText, SameText, fetch::NotModified>>;

/// A story as it is to be published.
struct Printed {
  extract::Article article;
  std::string stored;  ///< the article, as the state keeps it
  /// The bytes of its text in each edition, without marks and foot; empty: it has none.
  std::vector<std::string> files;
  std::size_t unknown_characters = 0;  ///< of the text that became "?" in the editions' charsets
};

}  // namespace newshole::mirror
