#pragma once
// Pages read on demand: one fetch for all who ask, kept for a short while.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "fetch/fetcher.h"
#include "serve/answer.h"
#include "serve/live/jobs.h"
#include "serve/live/maker.h"
#include "serve/live/sites.h"
#include "serve/live/takedowns.h"

namespace newshole::serve {

struct LiveOptions {
  LiveStyle style;
  std::chrono::milliseconds max_time{15'000};  ///< for a fetch, robots.txt and redirects included
  LiveLimits limits;
  SharedWorkers workers = nullptr;     ///< see LiveMaker
  LiveTakedowns* takedowns = nullptr;  ///< outlives the handler; null: nothing was taken down
  std::size_t threads = 1;             ///< to make pages: 1, or 0 for those of the fetcher
};

/// Takes kLiveSelector and what is below it. All who ask for a page share one fetch of it. A page
/// is kept for a while even if all askers have gone. Where there are too many pages or askers, the
/// answer says so at once.
class LiveHandler final : public Handler {
 public:
  /// `sites` and `clock` must outlive it. Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<LiveHandler>> create(
      const LiveSites& sites, std::unique_ptr<fetch::Fetcher> fetcher, const Clock& clock,
      const LiveOptions& options);
  /// May wait for a page that is being made, and as the fetcher does.
  ~LiveHandler() override;

  [[nodiscard]] bool takes(const Request& request) const override {
    return is_live_selector(request.selector);
  }
  void answer(const Request& request, const Asker& asker, Reply reply) override;
  [[nodiscard]] std::vector<gopher::MenuItem> offers() const override { return live_offers(); }
  void close() override { jobs_.close(); }

  /// The size of the pages that are kept.
  [[nodiscard]] std::size_t cached_bytes() const { return jobs_.cached_bytes(); }

 private:
  using Fetched = LiveJobs::Fetched;

  LiveHandler(const LiveSites& sites, const Clock& clock, const LiveOptions& options,
              format::Typesetter menus);
  [[nodiscard]] Result<LiveTarget> target_of(const url::Url& url) const;
  void answer_page(LiveTarget target, LiveAsker asker);
  void refuse(const LiveAsker& asker, Outcome outcome, std::string_view cause);
  void begin_next();
  void fetch(const LiveJobs::Turn& turn);
  void make_later(const LiveJobs::Turn& turn);
  void make(const std::string& address, const Fetched& fetched);
  void make_whole(const LiveTarget& part, const Fetched& fetched, LiveJobs::Pages& made);
  void make_page(const LiveTarget& target, const Fetched& fetched, LiveJobs::Pages& made);

  const LiveSites* sites_;
  LiveTakedowns* takedowns_;
  std::chrono::milliseconds max_time_;
  format::Typesetter menu_setter_;  // of the server's thread
  LivePage front_;
  std::unique_ptr<LiveMaker> maker_;  // of the worker's thread
  LiveJobs jobs_;
  // Last, in this order: what the fetcher answers while it ends becomes a task, which uses the
  // rest.
  ThreadPool worker_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
};

}  // namespace newshole::serve
