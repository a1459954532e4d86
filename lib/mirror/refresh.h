#pragma once
// One refresh of a mirror: it fetches the front pages of sites, asks for the stories that are new
// or due, and publishes them with their menus.

#include <span>

#include "base/stop.h"
#include "config/config.h"
#include "fetch/fetcher.h"
#include "sandbox/workers.h"
#include "site/profile.h"

namespace newshole::mirror {

/// How much a failure is to the operator.
enum class Gravity {
  Serious,  ///< what was to be done is not all done
  Minor,    ///< of few of a site's stories
  Known     ///< he was told in an earlier run
};

/// Something that failed. The rest of the run went on.
struct Failure {
  std::string site;
  std::string subject;  ///< the URL or file that failed
  Error error;
  Gravity gravity = Gravity::Serious;
  std::optional<UtcTime> since = {};  ///< when it first failed, if that was in an earlier run
};

struct SiteReport {
  std::string site;
  std::size_t listed = 0;      ///< stories on the front pages
  std::size_t fetched = 0;     ///< story pages asked for
  std::size_t added = 0;       ///< stories that are new in the mirror
  std::size_t changed = 0;     ///< stories whose text changed
  std::size_t unchanged = 0;   ///< asked for, and the same as before
  std::size_t gone = 0;        ///< stories that the site took down; the mirror keeps them
  std::size_t newly_gone = 0;  ///< of these, the ones that were there when last asked for
  std::size_t failing = 0;     ///< listed stories that failed, in this run or when tried last
  std::size_t held = 0;        ///< texts that shrank so much that they wait for the next run
  std::size_t rebuilt = 0;     ///< stories that were set again from the state
  std::size_t removed = 0;     ///< stories older than the configuration keeps, or not to be kept
  std::size_t unknown_characters = 0;  ///< characters of new texts that became "?" in the charset
  /// No front page came with stories, or none of its stories is in the mirror.
  bool front_page_failed = false;
  /// The site's part ended early, as its failure says: the state has none of it.
  bool ended_early = false;
  double seconds = 0;  ///< that the site took, by the clock's ticks
  /// When a front page last came, in this run or before; nothing: never.
  std::optional<UtcTime> last_success;
  fetch::Traffic traffic;
};

/// A story that the run removed, since the operator took it down.
struct RemovedStory {
  std::string site;
  std::string url;
  std::size_t files = 0;  ///< that it had, in all editions
};

/// Something that the operator is to know, and that is no failure.
struct Notice {
  std::string site;
  std::string message;
};

struct Report {
  std::vector<SiteReport> sites;
  std::vector<Failure> failures;
  std::vector<Notice> notices;
  std::vector<RemovedStory> taken_down;
  std::vector<std::string> files_written;  ///< relative to the root; in a dry run: would be
  std::size_t bytes_written = 0;
  fetch::Traffic traffic;
};

/// A page of stories came, or failed.
struct Arrival {
  std::string_view url;
  std::string_view waiting_for;       ///< the first URL without an answer; empty: all have one
  std::size_t bytes_on_the_wire = 0;  ///< of the run so far
};

/// What became of a story, as a reader would tell it.
enum class Event {
  Added,
  Changed,  ///< its text
  Gone      ///< the site took it down; the mirror keeps it
};
struct News {
  std::string_view site;
  Event event;
  std::string_view headline;
  std::string_view url;
};

/// Gets word of each step, for a progress line or --verbose; itself it shows nothing. Views are
/// valid during the call.
class Progress {
 public:
  virtual ~Progress() = default;
  /// The site's front pages are asked for.
  virtual void began(std::string_view /*site*/) {}
  virtual void listed(std::string_view /*site*/, std::size_t /*stories*/,
                      std::size_t /*to_fetch*/) {}
  virtual void fetched(const Arrival& /*arrival*/) {}
  virtual void wrote(std::string_view /*file*/) {}
  virtual void heard(const News& /*news*/) {}
};

enum class Mode { Publish, DryRun };

enum class Task {
  Refresh,
  Rebuild,   ///< sets all stories and menus again from the state; fetches nothing
  TakeDown,  ///< removes what the operator took down, and no more; fetches nothing
};

/// Whether a run may remove more than half of a site's stories.
enum class Removal { Careful, Forced };

/// Whether front pages that ask to be left alone for a while are (Cache-Control, a feed's ttl or
/// sy:updatePeriod), and those that the site says are gone for good.
enum class Visit {
  Due,  ///< they are
  Now   ///< all are asked for: somebody waits
};

/// Where the pages of the fetcher come from.
enum class PageSource {
  Sites,   ///< the sites, whose robots.txt is obeyed unless the configuration says not
  Folder,  ///< saved pages
};

struct RefreshOptions {
  config::Config config;
  std::vector<const site::SiteProfile*> profiles;  ///< the sites of this run
  /// Of each front page, whatever the configuration and the site's profile say.
  std::optional<std::size_t> story_limit;
  Mode mode = Mode::Publish;
  PageSource source = PageSource::Sites;
  Task task = Task::Refresh;
  Removal removal = Removal::Careful;
  Visit visit = Visit::Due;  ///< of pages from a folder always Now
  /// Once it is requested no further site is begun; a fetcher that heeds it too ends the site at
  /// work. Null: nobody stops the run.
  const Stop* stop = nullptr;
  /// After so long no page is read any more; the next run reads what is left.
  std::chrono::milliseconds max_run = std::chrono::minutes(10);
  /// That do page_work of the same configuration and profiles. Null: pages are read in this
  /// process.
  sandbox::Workers* workers = nullptr;
};

/// The work of workers that read the pages of a mirror's sites. What it is given must outlive them.
[[nodiscard]] sandbox::Work page_work(const config::Config& config,
                                      std::span<const site::SiteProfile* const> profiles,
                                      const Clock& clock);

/// Refreshes all sites once. What the operator took down (store/takedowns.h) is removed where it is
/// there, and neither asked for nor named. The failure of a story or site is in the report, and the
/// run goes on; a story or menu that cannot be made stays as it was. Files whose bytes do not
/// change are not written. A disk that fails ends the run: with a report if something was published
/// before, else with an error. Errors: Busy (another run holds the lock), Io (the root or its state
/// cannot be written).
[[nodiscard]] Result<Report> refresh(const RefreshOptions& options, fetch::Fetcher& fetcher,
                                     const Clock& clock, Progress& progress);

/// `--report`: one JSON object, indented, with a line end. Its keys: `sites`, for each what
/// SiteReport has, under the same names, `last_success` as RFC 3339 has it or null; `failures`, for
/// each `site`, `subject`, `reason` (a word), `message`, `told_before` (in an earlier run) and
/// `since` (as RFC 3339 has it; null: this run); `files_written`, `bytes_written`; and
/// what Traffic has, under the same names, as in each site; `notices`, where there are some,
/// for each `site` and `message`. config/report.schema.json describes it
/// to programs.
[[nodiscard]] std::string to_json(const Report& report);

}  // namespace newshole::mirror
