#pragma once
// Pages of stories to what stands in the mirror, on threads of their own, so that the line is never
// left alone while a page is converted.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "base/error.h"
#include "extract/article.h"
#include "fetch/fetcher.h"
#include "listing/extractor.h"
#include "mirror/run.h"
#include "site/profile.h"

namespace newshole::mirror {

struct MadeStory {
  extract::Article article;
  std::string stored;                   ///< the article, as the state keeps it
  std::uint64_t content = 0;            ///< fingerprint of the article
  std::int64_t words = 0;               ///< of its text
  std::optional<UtcTime> text_changed;  ///< when its text last changed here; nothing: never
  std::vector<std::string> files;       ///< the bytes of its text in each edition; see SetStory
  std::size_t unknown_characters = 0;   ///< of the text that became "?" in the editions' charsets
  fetch::Validators validators;         ///< of the page
};

/// What is known of a story before its page is read.
struct KnownText {
  std::uint64_t content = 0;  ///< 0: nothing
  std::optional<UtcTime> text_changed;
  bool is_settled = false;  ///< the same text would be set, kept and named as it is
};

/// The text of a settled story is the known one.
struct SameText {
  fetch::Validators validators;  ///< of the page
};

/// The bytes of a story's text file in each edition, empty where that has none, and the characters
/// of them that became "?".
struct SetStory {
  std::vector<std::string> files;
  std::size_t unknown_characters = 0;
};
[[nodiscard]] SetStory set_story(const extract::Article& article, const site::SiteProfile& profile,
                                 const std::optional<UtcTime>& text_changed,
                                 std::vector<EditionSetter>& editions);

/// Takes answers and hands on what they come to, in the same order and in the caller's thread. What
/// is handed in must outlive it, and nobody else may use the tools meanwhile, but for the editions'
/// typesetters of titles.
class StoryMaker {
 public:
  using Outcome = Result<std::variant<MadeStory, SameText, fetch::NotModified>>;
  using OnMade = std::function<void(std::size_t index, Outcome outcome)>;

  /// A text that is not the known one changed at `now`. As many threads as tools, started as pages
  /// come that would have to wait.
  StoryMaker(const site::SiteProfile& profile, std::span<StoryTools> tools, UtcTime now,
             OnMade on_made);
  /// What was not handed on is dropped.
  ~StoryMaker() = default;
  StoryMaker(const StoryMaker&) = delete;
  StoryMaker& operator=(const StoryMaker&) = delete;
  StoryMaker(StoryMaker&&) = delete;
  StoryMaker& operator=(StoryMaker&&) = delete;

  /// Hands on those that are done; waits for some only when too many bytes lie here.
  void add(std::size_t index, Result<fetch::Answer> answer, const KnownText& known);
  /// Hands on all that are left.
  void finish();

 private:
  using Task = std::packaged_task<Outcome(StoryTools&)>;
  struct Waiting {
    std::size_t index;
    std::size_t bytes;
    std::future<Outcome> outcome;
  };

  [[nodiscard]] std::future<Outcome> start(fetch::Page page, const KnownText& known);
  [[nodiscard]] Outcome make(fetch::Page& page, const KnownText& known, StoryTools& tools) const;
  void work(const std::stop_token& stop, StoryTools& tools);
  [[nodiscard]] bool may_hand_on() const;
  void hand_on();

  const site::SiteProfile* profile_;
  std::span<StoryTools> tools_;
  UtcTime now_;
  OnMade on_made_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable_any has_task_;
  std::deque<Task> tasks_;
  std::size_t idle_ = 0;               // threads that wait for a task
  std::vector<std::jthread> threads_;  // last, so that they end first
};

}  // namespace newshole::mirror
