#pragma once
// What the parts of one run share. Internal to this module.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mirror/disk/publisher.h"
#include "mirror/refresh.h"
#include "pages/menus.h"
#include "pages/story_forms.h"
#include "press/press.h"
#include "press/reader.h"
#include "store/fresh_articles.h"
#include "store/state.h"

namespace newshole::mirror {

/// One form of the mirror and what sets its pages.
struct EditionSetter {
  const config::Edition* edition = nullptr;
  press::Press press;
};

/// What one thread makes stories with.
struct StoryTools {
  press::Reader reader;
  std::vector<EditionSetter> editions;  ///< by the configuration's order
};

struct Run {
  const RefreshOptions* options = nullptr;
  fetch::Fetcher* fetcher = nullptr;
  Progress* progress = nullptr;
  const Clock* clock = nullptr;
  UtcTime now;
  std::vector<std::string> sites;  ///< see sites_of_mirror
  store::State* state = nullptr;
  store::Transaction* transaction = nullptr;  ///< of the site whose turn it is
  Publisher* publisher = nullptr;
  std::vector<StoryTools>* story_tools = nullptr;  ///< of each thread that makes stories
  press::Reader* reader = nullptr;                 ///< of the first of them
  std::vector<EditionSetter>* editions = nullptr;  ///< the same
  Report* report = nullptr;
  store::FreshArticles* fresh = nullptr;     ///< of the site whose turn it is
  const pages::StoryForms* forms = nullptr;  ///< the same
};

/// Publishes what is staged and says so in the report.
[[nodiscard]] Status publish_staged(const Run& run);

/// Stages a file. One that cannot stand there, for something of others does, is reported as a
/// failure of `site`. Errors: Io.
[[nodiscard]] Status put(const Run& run, const std::string& site, const std::string& path,
                         std::string_view bytes);

/// Removes the files that no menu names any more (State::pending_removals). Not within a
/// transaction.
[[nodiscard]] Status remove_pending(const Run& run);

/// The sites whose front pages the root leads to, each once: the configuration's, in its order. If
/// this run is about another, that too, and of the configuration's those that are in the mirror.
/// Errors: Io.
[[nodiscard]] Result<std::vector<std::string>> sites_of_mirror(const RefreshOptions& options,
                                                               store::State& state);

/// Brings the search index to what the state knows (search/update.h); a failure of the index is one
/// in the report. A dry run does nothing. Errors: Io, those of the state.
[[nodiscard]] Status update_index(const Run& run);

/// The same, with an index that is built anew.
[[nodiscard]] Status rebuild_index(const Run& run);

/// What a site's menus are made with in one edition.
[[nodiscard]] pages::MenuMaker menu_maker(const Run& run, const site::SiteProfile* profile,
                                          EditionSetter& setter);

}  // namespace newshole::mirror
