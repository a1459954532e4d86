#pragma once
// Pages of stories to what stands in the mirror, on a thread of its own, so that the line is never
// left alone while a page is converted.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>

#include "base/error.h"
#include "extract/extractor.h"
#include "fetch/fetcher.h"
#include "format/typesetter.h"
#include "site/profile.h"

namespace newshole::mirror {

struct MadeStory {
  extract::Article article;
  std::uint64_t content = 0;           ///< fingerprint of the article
  std::string bytes;                   ///< of its file, in the edition's charset
  std::size_t unknown_characters = 0;  ///< of the text that became "?" in that charset
  fetch::Validators validators;        ///< of the page
};

/// Takes answers and hands on what they come to, in the same order and in the caller's thread. What
/// is handed in must outlive it, and nobody else may use the extractor and the typesetter
/// meanwhile.
class StoryMaker {
 public:
  using Outcome = Result<std::variant<MadeStory, fetch::NotModified>>;
  using OnMade = std::function<void(std::size_t index, Outcome outcome)>;

  StoryMaker(const site::SiteProfile& profile, extract::Extractor& extractor,
             format::Typesetter& typesetter, OnMade on_made);
  /// What was not handed on is dropped.
  ~StoryMaker() = default;
  StoryMaker(const StoryMaker&) = delete;
  StoryMaker& operator=(const StoryMaker&) = delete;
  StoryMaker(StoryMaker&&) = delete;
  StoryMaker& operator=(StoryMaker&&) = delete;

  /// Hands on those that are done; waits for some only when too many bytes lie here.
  void add(std::size_t index, Result<fetch::Answer> answer);
  /// Hands on all that are left.
  void finish();

 private:
  using Task = std::packaged_task<Outcome()>;
  struct Waiting {
    std::size_t index;
    std::size_t bytes;
    std::future<Outcome> outcome;
  };

  [[nodiscard]] std::future<Outcome> start(fetch::Page page);
  [[nodiscard]] Outcome make(fetch::Page& page);
  void work(const std::stop_token& stop);
  [[nodiscard]] bool may_hand_on() const;
  void hand_on();

  const site::SiteProfile* profile_;
  extract::Extractor* extractor_;
  format::Typesetter* typesetter_;
  OnMade on_made_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable_any has_task_;
  std::deque<Task> tasks_;
  std::jthread thread_;  // started by the first page; last, so that it ends first
};

}  // namespace newshole::mirror
