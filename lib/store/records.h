#pragma once
// The records of a mirror's state. Text is UTF-8.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "extract/article.h"
#include "fetch/page.h"

namespace newshole::store {

/// A story that has a file in the mirror.
struct StoryRecord {
  std::string url;                            ///< the key, canonical
  std::string path;                           ///< its file, relative to the root
  std::string headline;                       ///< as listed last
  std::string section;                        ///< the name of the section's folder; empty: in none
  std::optional<std::chrono::sys_days> date;  ///< the day that the site gives it
  std::uint64_t content = 0;                  ///< fingerprint of the extracted article
  UtcTime first_seen;
  std::optional<UtcTime> last_fetched;  ///< nothing: to be fetched again
  UtcTime last_changed;
  std::uint64_t layout = 0;             ///< of the site, as its files were made with
  std::uint64_t rules = 0;              ///< of the site, as its page was read with
  fetch::Validators validators;         ///< of the page that its file was made of
  std::optional<UtcTime> text_changed;  ///< when its text last changed here; nothing: never
  std::optional<UtcTime> gone;          ///< since when the site lacks it
  std::optional<UtcTime> held;          ///< since when a much shorter text is in quarantine
  std::int64_t words = 0;               ///< of its text; 0: not counted
  bool no_archive = false;              ///< its page says "noarchive"
  /// Where the text is from; and the fingerprint of the same text as it was read last from anywhere
  /// else, 0: it was not.
  extract::TextOrigin origin = extract::TextOrigin::Page;
  std::uint64_t content_elsewhere = 0;
  /// When the site says that it was published, else updated; nothing: it tells a day at most.
  std::optional<UtcTime> instant;

  friend bool operator==(const StoryRecord&, const StoryRecord&) = default;
};

using StoryRecords = std::vector<StoryRecord>;

struct SiteRecord {
  std::string name;
  std::string title;
  UtcTime last_change;       ///< when a story or the list of stories last changed
  std::uint64_t layout = 0;  ///< fingerprint of what shapes pages besides the stories
  std::uint64_t rules = 0;   ///< fingerprint of how its pages are read
  UtcTime last_success;      ///< when a run last saw its front page
  /// When a run last said that the site's profile does not fit its pages, or that a feed is broken.
  std::optional<UtcTime> misfit_told;
  UtcTime last_news;  ///< when a run last brought stories: their `first_seen`

  friend bool operator==(const SiteRecord&, const SiteRecord&) = default;
};

/// What is known of a front page, and the stories that it listed, for when it has not changed or is
/// left alone.
struct Listing {
  struct Link {
    std::string url;  ///< a story's key
    std::string headline;

    friend bool operator==(const Link&, const Link&) = default;
  };
  std::string page;  ///< the front page's URL, the key
  fetch::Validators validators;
  std::vector<Link> links;          ///< in the page's order
  std::uint64_t rules = 0;          ///< of the site, as the page was read with
  std::optional<UtcTime> answered;  ///< when the site last gave it, or said that it is as it was
  std::optional<UtcTime> read;      ///< when it last came whole
  std::chrono::seconds rest{0};     ///< for so long after `answered` it asks to be left alone
  std::string redirect;             ///< where permanent redirects lead; empty: nowhere
  std::optional<UtcTime> redirect_since;
  std::string moved_to;          ///< what is asked for in its place; empty: the page itself
  std::optional<UtcTime> ended;  ///< when the site said that it is gone for good (410)

  friend bool operator==(const Listing&, const Listing&) = default;
};

/// Something that a run met in vain, and that was no better in the runs since.
struct FailureRecord {
  enum class Of {
    Story,      ///< a story that front pages list
    FrontPage,  ///< a front page, or a sitemap that one names
    Setting,    ///< a key of the configuration
    File        ///< that something else stands in the place of
  };
  Of of = Of::Story;
  std::string subject;   ///< its URL, the key or the path; with `of` unique in a site
  std::string headline;  ///< of a story, as it was listed last; of a setting its value
  std::string cause;     ///< of the last try, for people
  std::string told;      ///< the causes that the operator was told, a word each, blanks between
  UtcTime first_failed;
  UtcTime last_tried;
  UtcTime last_told;
  std::uint64_t rules = 0;  ///< of the site, at the last try

  friend bool operator==(const FailureRecord&, const FailureRecord&) = default;
};

/// A change of a story after it was published here.
struct Correction {
  enum class Kind {
    Changed,    ///< its site changed its words
    TakenDown,  ///< its site lacks it; the mirror keeps it
  };
  std::string url;  ///< the story's key
  UtcTime time;     ///< when a run found it
  Kind kind = Kind::Changed;
  std::string path;        ///< its page, relative to the edition's folder; empty: it has none
  std::string headline;    ///< of the story, then
  std::string difference;  ///< as pages::to_stored gives it; empty: none is known

  friend bool operator==(const Correction&, const Correction&) = default;
};

using Corrections = std::vector<Correction>;

/// A section's folder name and its name for people.
struct Section {
  std::string folder;
  std::string title;
  std::int64_t stories = 0;  ///< that the mirror has of it; 0 where nobody counted

  friend bool operator==(const Section&, const Section&) = default;
};

/// How many stories a day, month or year of the archive has.
struct ArchivePeriod {
  std::chrono::sys_days first;  ///< its first day
  std::int64_t stories = 0;
};

using Periods = std::vector<ArchivePeriod>;

/// The days of the archive next to one.
struct Neighbours {
  std::optional<std::chrono::sys_days> before;
  std::optional<std::chrono::sys_days> after;
};

/// A story by its key.
struct StoryKey {
  std::string site;
  std::string url;
};

/// A day on which a site has stories.
struct DayOfSite {
  std::chrono::sys_days day;
  std::string site;
};

/// The file of the search index as a run left it; an update trusts no other.
struct IndexMark {
  std::int64_t generation = 0;  ///< part of its file's name
  std::int64_t serial = 0;      ///< how often it was written to
  std::int64_t size = 0;        ///< bytes
  std::int64_t modified = 0;    ///< nanoseconds since 1970
};

/// The day under which the archive and the order of sections have a story: its date, but not after
/// the day on which it was first seen, since one in the future would keep it on top until then.
[[nodiscard]] std::chrono::sys_days archive_day(const StoryRecord& story);

/// The time by which lists order the stories of a day: its instant, but not after it was first
/// seen; that where it has none.
[[nodiscard]] UtcTime order_time(const StoryRecord& story);

}  // namespace newshole::store
