#pragma once
// One site's part of a run: the order of its stages. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mirror/menus/site_menus.h"
#include "mirror/site_mirror.h"
#include "mirror/stages/decision.h"
#include "mirror/stages/front_pages.h"
#include "mirror/stages/rebuild.h"
#include "mirror/stages/story_maker.h"
#include "mirror/stages/story_writer.h"
#include "pages/story_forms.h"

namespace newshole::mirror {

/// Where the stories of a run come from.
struct Source {
  fetch::Fetcher* fetcher = nullptr;
  std::vector<StoryTools>* tools = nullptr;  ///< of each thread that makes stories
  UtcTime now;

  [[nodiscard]] press::Reader& reader() const { return tools->front().reader; }
  [[nodiscard]] std::vector<EditionSetter>& editions() const { return tools->front().editions; }
};

class SiteRefresh {
 public:
  /// All that is handed in must outlive it.
  SiteRefresh(const RefreshOptions& options, const Source& source, OpenMirror& mirror,
              const site::SiteProfile& profile, SiteReport& report);
  ~SiteRefresh() = default;
  SiteRefresh(const SiteRefresh&) = delete;
  SiteRefresh& operator=(const SiteRefresh&) = delete;
  SiteRefresh(SiteRefresh&&) = delete;
  SiteRefresh& operator=(SiteRefresh&&) = delete;

  /// Refreshes the site, or rebuilds it if that is the run's task, in one transaction of the state:
  /// afterwards the state is as it was, or has all that was published. Once, and the state's
  /// pending removals are still to be carried out. A failure of the site or of a story is in the
  /// report; errors are those of the disk (Io), which end the site's part.
  [[nodiscard]] Status run();

 private:
  /// The site as the state has it now; nothing: it has never been mirrored.
  using SiteAfter = Result<std::optional<store::SiteRecord>>;

  /// The listed stories after those that were asked for have their fates.
  struct MadeStories {
    Fates fates;
    std::vector<store::StoryRecord> front;  ///< those in the mirror, in order
  };

  SiteAfter refresh_or_rebuild(Remembered before);
  SiteAfter refresh(Remembered before);
  SiteAfter refresh_listed(FrontPages pages, const Remembered& before);
  SiteAfter publish_front_page(const MadeStories& made, const Remembered& before);
  SiteAfter rebuild(const Remembered& before);
  SiteAfter publish_known(const Remembered& before);
  Status rebuild_stories(Stories which);
  void mend_clock(std::vector<Listed>& listed);
  Result<MadeStories> make_stories(const std::vector<Listed>& listed, const FrontPages& pages);
  Result<Decision> carry_out(const Listed& listed, const Made& made);
  Status remove_old_stories();
  Status publish_menus(std::span<const store::StoryRecord> front, UtcTime last_change);
  void fail(const std::string& subject, const Error& error);

  const RefreshOptions* options_;
  Source source_;
  const site::SiteProfile* profile_;
  Rules rules_;
  pages::StoryForms forms_;  // at this address, as the transaction: `site_` names them
  store::Transaction transaction_;
  SiteMirror site_;
  SiteMenus menus_;
  StoryWriter writer_;
  SiteReport* report_;
};

}  // namespace newshole::mirror
