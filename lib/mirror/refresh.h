#pragma once
// One refresh of a mirror: fetch, extract, publish (DESIGN.md section 6).

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/stop.h"
#include "config/config.h"
#include "fetch/fetcher.h"
#include "site/profile.h"

namespace newshole::mirror {

/// Something that went wrong, and what it hit; the others went on.
struct Failure {
  std::string site;
  std::string subject;  ///< the URL or file
  Error error;
};

struct SiteReport {
  std::string site;
  std::size_t listed = 0;     ///< stories on the front pages
  std::size_t fetched = 0;    ///< story pages asked for
  std::size_t added = 0;      ///< stories that are new in the mirror
  std::size_t changed = 0;    ///< stories whose text changed
  std::size_t unchanged = 0;  ///< asked for, and the same as before
  std::size_t gone = 0;       ///< stories that the site took down; the mirror keeps them
  std::size_t held = 0;       ///< texts that shrank so much that they wait for the next run
  std::size_t rebuilt = 0;    ///< stories set anew from what is known of them
  std::size_t removed = 0;    ///< stories older than the configuration keeps
  std::size_t unknown_characters = 0;  ///< of the pages' text that became "?" in the charset
  /// No front page came with stories, or none of its stories is in the mirror.
  bool front_page_failed = false;
  /// The refresh ended early, as the site's failure says: nothing of it is in the state.
  bool ended_early = false;
  double seconds = 0;  ///< what the site took, by the clock's ticks
  /// When a front page last came, in this run or before; nothing: never.
  std::optional<UtcTime> last_success;
  fetch::Traffic traffic;
};

struct Report {
  std::vector<SiteReport> sites;
  std::vector<Failure> failures;
  std::vector<std::string>
      files_written;  ///< relative to the root; with a dry run: would be written
  std::size_t bytes_written = 0;
  fetch::Traffic traffic;
};

/// A story that was asked for is here, or failed.
struct Arrival {
  std::string_view url;
  std::string_view waiting_for;       ///< the most urgent one on its way; empty: that was the last
  std::size_t bytes_on_the_wire = 0;  ///< of the run so far
};

/// What happens meanwhile, for a progress line or --verbose. Views are valid during the call.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  virtual ~Progress() = default;
  /// The site's front pages are asked for.
  virtual void began(std::string_view site) = 0;
  virtual void listed(std::string_view site, std::size_t stories, std::size_t to_fetch) = 0;
  virtual void fetched(const Arrival& arrival) = 0;
  virtual void wrote(std::string_view file) = 0;
};

enum class Mode { Publish, DryRun };

enum class Task {
  Refresh,
  Rebuild,  ///< everything anew from the state; nothing is fetched
};

/// Whether a run may remove more than half of a site's stories.
enum class Removal { Careful, Forced };

/// Where the fetcher that is handed in has its pages from.
enum class PageSource {
  Sites,   ///< the sites themselves, whose robots.txt binds us unless the configuration says not
  Folder,  ///< what somebody saved
};

struct RefreshOptions {
  config::Config config;
  std::vector<const site::SiteProfile*> profiles;  ///< the sites of this run
  Mode mode = Mode::Publish;
  PageSource source = PageSource::Sites;
  Task task = Task::Refresh;
  Removal removal = Removal::Careful;
  /// Null, or once asked no further site is begun. A fetcher that heeds it too ends the one at
  /// work.
  const Stop* stop = nullptr;
};

/// Runs once over all profiles. One story's or site's failure is in the report and leaves the rest
/// alone; a story or menu that cannot be made anew stays as it was. A disk that fails ends the run:
/// in the report where something was published before, else as an error. Errors: Busy (another run
/// holds the lock), Io (the root or its state cannot be written). All stories and menus whose bytes
/// do not change are left untouched.
[[nodiscard]] Result<Report> refresh(const RefreshOptions& options, fetch::Fetcher& fetcher,
                                     const Clock& clock, Progress& progress);

/// `--report`: one JSON object, indented, with a line end. Its keys: `sites`, for each what
/// SiteReport has, under the same names; `failures`, for each `site`, `subject`, `reason` (a word)
/// and `message`; `files_written`, `bytes_written`; and what Traffic has, under the same names, as
/// in each site. config/report.schema.json says it to programs.
[[nodiscard]] std::string to_json(const Report& report);

}  // namespace newshole::mirror
