#pragma once
// Makes a page on demand from a fetched page.

#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "fetch/page.h"
#include "press/press.h"
#include "press/reader.h"
#include "sandbox/workers.h"
#include "serve/live/menus.h"
#include "serve/live/page.h"
#include "serve/live/sites.h"
#include "serve/wire_text.h"

namespace newshole::serve {

/// How pages look: as in an edition of a mirror.
struct LiveStyle {
  config::Edition edition;
  WireForm text = WireForm::Lines;
};

using SharedWorkers = std::shared_ptr<sandbox::Workers>;

/// Keeps what is costly to create. One thread uses it, not necessarily the one that creates it.
class LiveMaker {
 public:
  /// `workers` do live_work with the same sites and style; null: the thread reads pages itself.
  /// `sites` and `clock` must outlive it. Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<LiveMaker>> create(const LiveSites& sites,
                                                                 LiveStyle style,
                                                                 const Clock& clock,
                                                                 SharedWorkers workers = nullptr);

  /// What is read at `target`: a story as a menu with its links, which lead on to pages that are
  /// read too where they are, and as a text; a front page, or another page that lists stories, as a
  /// menu of them; else a menu with the error. `page`, never null, is what was fetched for it.
  [[nodiscard]] LivePage make(const LiveTarget& target,
                              const std::shared_ptr<const Result<fetch::Page>>& page);

  /// The answer of a worker to what make() asks it.
  [[nodiscard]] std::string answer(std::string_view request);

 private:
  LiveMaker(const LiveSites& sites, LiveStyle style, const Clock& clock, press::Press press);
  [[nodiscard]] Result<LivePage> ask(const LiveTarget& target, const fetch::Page& page) const;
  [[nodiscard]] Result<LivePage> read(const LiveTarget& target, fetch::Page page);
  [[nodiscard]] Result<LivePage> story(const LiveTarget& target, const fetch::Page& page,
                                       const site::SiteProfile* profile);
  [[nodiscard]] Result<LivePage> stories(const fetch::Page& page, const site::SiteProfile* profile);
  [[nodiscard]] gopher::Outline story_menu(const extract::Article& article,
                                           const LiveTarget& target,
                                           const site::SiteProfile* profile);
  void lead_to_live_page(gopher::MenuItem& item) const;
  void add_ways_on(gopher::Outline& menu, const url::Url& url, const site::SiteProfile* profile);

  const LiveSites* sites_;
  LiveStyle style_;
  const Clock* clock_;
  press::Reader reader_;
  press::Press press_;
  SharedWorkers workers_;
};

/// The work of workers that make pages on demand. `sites` and `clock` must outlive them.
[[nodiscard]] sandbox::Work live_work(const LiveSites& sites, const LiveStyle& style,
                                      const Clock& clock);

}  // namespace newshole::serve
