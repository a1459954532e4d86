#pragma once
// The mirror that a run works on, and one site's part of it. Internal to this module.

#include <set>

#include "mirror/disk/workspace.h"
#include "mirror/refresh.h"
#include "pages/stories/story_forms.h"
#include "press/press.h"
#include "press/reader.h"
#include "store/fresh_articles.h"

namespace newshole::mirror {

/// An edition of the mirror and what sets its pages.
struct EditionSetter {
  const config::Edition* edition = nullptr;
  press::Press press;
};

/// The tools of one thread that makes stories.
struct StoryTools {
  press::Reader reader;
  std::vector<EditionSetter> editions;  ///< by the configuration's order
  sandbox::Workers* workers = nullptr;  ///< that read pages; null: the thread does
};

/// The time of a run.
struct RunTime {
  const Clock& clock;  ///< outlives the run
  Tick end;            ///< after which no page is read
};

/// What it refers to outlives the run.
struct OpenMirror {
  const config::Config& config;
  std::vector<std::string> sites;  ///< that the root leads to; see sites_of_mirror
  store::State& state;
  Publisher& publisher;
  Report& report;
  Progress& progress;
  store::FreshArticles fresh = {};  ///< of the site whose turn it is
  std::set<std::string> kept = {};  ///< files that `keeps` found

  /// Stages a file. Where something that is not ours stands in its way, that is a failure of `site`
  /// in the report. Errors: Io.
  [[nodiscard]] Status put(const std::string& site, const std::string& path,
                           std::string_view bytes);

  /// Stages a file above the sites, unless the operator's own stands there. Errors: Io.
  [[nodiscard]] Status put_at_root(const std::string& path, std::string_view bytes);
  /// Whether a file above the sites is the operator's own and so stays: a greeting, for instance.
  [[nodiscard]] bool keeps(const std::string& path);

  /// Publishes what is staged; each file is reported. Errors: Io.
  [[nodiscard]] Status publish();
  /// The same; a file that is in `reported` was reported before, and the others are added to it.
  [[nodiscard]] Status publish_once(std::set<std::string>& reported);

  /// Reports what a batch that failed has published all the same.
  void report_visible();

  void fail(Failure failure) { report.failures.push_back(std::move(failure)); }
};

/// One site's part of a mirror, while a transaction changes it. What it refers to outlives all that
/// it is handed to.
struct SiteMirror {
  const site::SiteProfile& profile;
  OpenMirror& all;
  std::vector<EditionSetter>& editions;
  const pages::StoryForms& forms;
  store::Transaction& transaction;

  [[nodiscard]] const std::string& name() const { return profile.name; }
  [[nodiscard]] store::State& state() const { return all.state; }
  [[nodiscard]] Publisher& publisher() const { return all.publisher; }
  [[nodiscard]] pages::SiteScope scope_of(const EditionSetter& setter) const {
    return {{all.config, *setter.edition}, profile};
  }
  void fail(const std::string& subject, const Error& error) const {
    all.fail({profile.name, subject, error});
  }
};

/// The sites whose front pages the root leads to, each once: the configuration's, in its order. A
/// run of a site that the configuration does not name adds that site, and leaves out those of the
/// configuration that are not in the mirror. Errors: Io.
[[nodiscard]] Result<std::vector<std::string>> sites_of_mirror(const RefreshOptions& options,
                                                               store::State& state);

/// Who may look into the private folder of a mirror with this configuration.
[[nodiscard]] Passage passage_of(const config::Config& config);

/// Removes the files that no menu names any more (State::pending_removals). Not within a
/// transaction. Errors: Io.
[[nodiscard]] Status remove_pending(OpenMirror& mirror);

/// Publishes the files above the sites: the menu that leads to each if there are several, and the
/// server's own, which are removed where the root is not the server's. Not within a transaction.
/// Errors: Io.
[[nodiscard]] Status publish_root(OpenMirror& mirror, std::vector<EditionSetter>& editions);

}  // namespace newshole::mirror
