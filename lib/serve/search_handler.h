#pragma once
// Answers searches (search/service.h) in threads of its own, so that none keeps the server's
// from serving: each has a time limit, and only so many may wait.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "pages/search_address.h"
#include "serve/handler.h"

namespace newshole::serve {

struct SearchLimits {
  std::size_t threads = 2;
  std::size_t max_waiting = 64;                ///< more are told to come later
  std::chrono::milliseconds time{2'000};       ///< for one search
  std::chrono::milliseconds patience{10'000};  ///< who has waited longer is told to come later
};

/// Takes [/PREFIX][/EDITION][/SITE]/search with words behind the tab, and further pages of it.
class SearchHandler final : public Handler {
 public:
  /// `config.root` is the mirror; `clock` must outlive the handler. `indexes` leads to the folder
  /// of its search indexes where its own path is closed to us.
  SearchHandler(config::Config config, const Clock& clock, const SearchLimits& limits = {},
                std::filesystem::path indexes = {});
  SearchHandler(const SearchHandler&) = delete;
  SearchHandler& operator=(const SearchHandler&) = delete;
  SearchHandler(SearchHandler&&) = delete;
  SearchHandler& operator=(SearchHandler&&) = delete;
  ~SearchHandler() override { SearchHandler::close(); }

  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const gopher::Server& here, Reply reply) override;

  /// Drops who waits, and waits for who is at work. Not from a reply.
  void close() override;

 private:
  struct Waiting {
    Request request;
    gopher::Server here;
    Reply reply;
    Tick since;
  };

  void work();
  [[nodiscard]] Answer answer_of(const Waiting& waiting) const;
  [[nodiscard]] Answer search(const Waiting& waiting) const;

  config::Config config_;
  const Clock& clock_;
  SearchLimits limits_;
  std::filesystem::path indexes_;
  std::mutex mutex_;
  std::condition_variable comes_;
  std::deque<Waiting> waiting_;
  bool has_ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace newshole::serve
