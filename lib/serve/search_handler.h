#pragma once
// Answers searches (search/service.h) on threads of their own, since the server's thread must not
// wait: each search has a time limit, only so many may wait for a thread, and they get one in turn
// from each client. Equal searches within a minute are made once.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "config/config.h"
#include "pages/search_address.h"
#include "search/service.h"
#include "serve/answer.h"
#include "serve/limits/fair_queue.h"
#include "serve/live/page.h"

namespace newshole::serve {

struct SearchLimits {
  std::size_t threads = 2;
  std::size_t max_waiting = 64;                ///< a search beyond them is answered "busy"
  std::size_t max_per_address = 2;             ///< waiting or being made, of one network
  std::chrono::milliseconds time{2'000};       ///< for one search
  std::chrono::milliseconds patience{10'000};  ///< a search that waited longer is too
  std::chrono::milliseconds fresh{60'000};     ///< in which an equal search gets the same answer
  std::size_t cache_bytes = std::size_t{1} << 20;
};

/// Takes [/PREFIX][/EDITION][/SITE]/search with words behind the tab, and further pages of it.
class SearchHandler final : public Handler {
 public:
  /// `config.root` is the mirror; `clock` must outlive the handler. `indexes` is another path to
  /// the folder of the mirror's search indexes, for a process that may not open its own.
  SearchHandler(config::Config config, const Clock& clock, const SearchLimits& limits = {},
                std::filesystem::path indexes = {});

  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const Asker& asker, Reply reply) override;

  /// Drops the searches that wait for a thread, then waits for the others. Not for a reply to call.
  void close() override;

 private:
  struct Waiting {
    Request request;
    Asker asker;
    Reply reply;
    Tick since;
  };
  using Queue = FairQueue<std::shared_ptr<const Waiting>>;

  [[nodiscard]] Queue::Room enter(std::shared_ptr<const Waiting> waiting);
  [[nodiscard]] std::optional<Queue::Turn> next();
  void work();
  [[nodiscard]] Answer answer_of(const Waiting& waiting);
  [[nodiscard]] std::shared_ptr<const LivePage> page_of(const Request& request);
  [[nodiscard]] std::shared_ptr<const LivePage> known(const std::string& key,
                                                      const std::string& index);
  [[nodiscard]] LivePage search(const search::Question& question) const;

  config::Config config_;
  const Clock& clock_;
  SearchLimits limits_;
  std::filesystem::path indexes_;
  std::mutex mutex_;  // of all below but the threads
  bool is_closed_ = false;
  Queue queue_;
  LiveCache cache_;
  std::string index_;   // of which the cache's answers are
  ThreadPool threads_;  // last: its tasks use the others
};

}  // namespace newshole::serve
