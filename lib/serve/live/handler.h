#pragma once
// Pages read on demand: one fetch for all who ask, kept for a short while.

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "fetch/open_fetcher.h"
#include "serve/handler.h"
#include "serve/live/address.h"
#include "serve/live/cache.h"
#include "serve/live/maker.h"
#include "serve/live/sites.h"

namespace newshole::serve {

struct LiveOptions {
  LiveStyle style;
  std::chrono::milliseconds max_time{15'000};  ///< for a fetch, robots.txt and redirects included
  std::chrono::milliseconds fresh{300'000};    ///< in which a page is not fetched again
  std::chrono::milliseconds fresh_failure{30'000};  ///< and what went wrong not tried again
  std::size_t cache_bytes = std::size_t{16} << 20;
  std::size_t max_pages = 32;             ///< on their way or waiting for their turn
  std::size_t max_pages_per_host = 16;    ///< of them, those of one host
  std::size_t max_askers_per_page = 512;  ///< who wait for one of them
  std::size_t threads = 1;                 ///< to make pages: 1, or 0 for those of the fetcher
};

/// Takes kLiveSelector and what is below it. A page that nobody asks for any more once it is there
/// is kept all the same. Where there are too many, of pages or askers, that is said at once.
class LiveHandler final : public Handler {
 public:
  /// `sites` and `clock` must outlive it. Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<LiveHandler>> create(
      const LiveSites& sites, std::unique_ptr<fetch::OpenFetcher> fetcher, const Clock& clock,
      const LiveOptions& options);
  /// May wait for a page that is being made, and as the fetcher does.
  ~LiveHandler() override;
  LiveHandler(const LiveHandler&) = delete;
  LiveHandler& operator=(const LiveHandler&) = delete;
  LiveHandler(LiveHandler&&) = delete;
  LiveHandler& operator=(LiveHandler&&) = delete;

  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const gopher::Server& here, Reply reply) override;
  [[nodiscard]] std::vector<gopher::MenuItem> offers() const override { return live_offers(); }
  void close() override;

  /// Of what is kept.
  [[nodiscard]] std::size_t cached_bytes() const;

 private:
  using Fetched = std::shared_ptr<const Result<fetch::Page>>;
  using Pages = std::map<std::string, std::shared_ptr<const LivePage>>;  // by their keys

  struct Asker {
    LiveForm form = LiveForm::Menu;
    gopher::Server here;
    Reply reply;
    LiveTarget target = {};
  };
  struct Job {
    std::string host;
    std::vector<Asker> askers;
  };

  LiveHandler(const LiveSites& sites, const Clock& clock, const LiveOptions& options,
              format::Typesetter menus);
  /// How somebody who asks comes to his page.
  struct Waits {};
  struct IsFirst {};
  using Joined = std::variant<Waits, IsFirst, Fetched, std::shared_ptr<const LivePage>, Error>;

  void answer_page(LiveTarget target, Asker asker);
  void refuse(const Asker& asker, Outcome outcome, std::string_view cause) const;
  [[nodiscard]] Joined join(Asker& asker);
  [[nodiscard]] bool has_room_for(const url::Url& url) const;
  void fetch(const std::string& address);
  void make_later(const std::string& address, Fetched fetched);
  void make(const std::string& address, const Fetched& fetched);
  [[nodiscard]] std::optional<LiveTarget> unmade(const std::string& address,
                                                 const Pages& made) const;
  void make_whole(const LiveTarget& part, const Fetched& fetched, Pages& made);
  [[nodiscard]] bool finish(const std::string& address, const Pages& made);
  void keep(const Pages& made);

  const LiveSites* sites_;
  const Clock* clock_;
  LiveOptions options_;
  format::Typesetter menu_setter_;  // of the server's thread
  LiveMenus menus_;
  LivePage front_;
  std::unique_ptr<LiveMaker> maker_;  // of the worker's thread
  std::mutex replying_;               // held while askers are told, from before they are known
  mutable std::mutex mutex_;          // of the three below
  LiveCache cache_;
  std::map<std::string, Job> jobs_;  // by the address that is fetched
  bool is_closed_ = false;
  // Last, in this order: what the fetcher answers while it ends becomes a task, which uses the
  // rest.
  ThreadPool worker_;
  std::unique_ptr<fetch::OpenFetcher> fetcher_;
};

}  // namespace newshole::serve
