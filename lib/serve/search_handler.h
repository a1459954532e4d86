#pragma once
// Answers searches (search/service.h) on threads of their own, since the server's thread must not
// wait: each search has a time limit, and only so many may wait for a thread.

#include <chrono>
#include <cstddef>
#include <filesystem>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "config/config.h"
#include "pages/search_address.h"
#include "serve/answer.h"

namespace newshole::serve {

struct SearchLimits {
  std::size_t threads = 2;
  std::size_t max_waiting = 64;                ///< a search beyond them is answered "busy"
  std::chrono::milliseconds time{2'000};       ///< for one search
  std::chrono::milliseconds patience{10'000};  ///< a search that waited longer is too
};

/// Takes [/PREFIX][/EDITION][/SITE]/search with words behind the tab, and further pages of it.
class SearchHandler final : public Handler {
 public:
  /// `config.root` is the mirror; `clock` must outlive the handler. `indexes` is another path to
  /// the folder of the mirror's search indexes, for a process that may not open its own.
  SearchHandler(config::Config config, const Clock& clock, const SearchLimits& limits = {},
                std::filesystem::path indexes = {});

  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const gopher::Server& here, Reply reply) override;

  /// Drops the searches that wait for a thread, then waits for the others. Not for a reply to call.
  void close() override { threads_.close(); }

 private:
  struct Waiting {
    Request request;
    gopher::Server here;
    Reply reply;
    Tick since;
  };

  [[nodiscard]] Answer answer_of(const Waiting& waiting) const;
  [[nodiscard]] Answer search(const Waiting& waiting) const;

  config::Config config_;
  const Clock& clock_;
  SearchLimits limits_;
  std::filesystem::path indexes_;
  ThreadPool threads_;  // last: its tasks use the others
};

}  // namespace newshole::serve
