#include "mirror/story_maker.h"

#include <chrono>
#include <utility>

#include "extract/stored_article.h"
#include "pages/story_forms.h"

namespace newshole::mirror {
namespace {

constexpr std::size_t kMostWaitingBytes = std::size_t{2} << 20;

std::future<StoryMaker::Outcome> ready(StoryMaker::Outcome outcome) {
  std::promise<StoryMaker::Outcome> promise;
  promise.set_value(std::move(outcome));
  return promise.get_future();
}

}  // namespace

SetStory set_story(const extract::Article& article, const site::SiteProfile& profile,
                   const std::optional<UtcTime>& text_changed,
                   std::vector<EditionSetter>& editions) {
  SetStory set;
  for (EditionSetter& setter : editions) {
    if (!pages::has_text_view(*setter.edition)) {
      set.files.emplace_back();
      continue;
    }
    press::Press::Text text =
        setter.press.text(article, {.profile = &profile, .changed_here = text_changed});
    set.files.push_back(std::move(text.bytes));
    set.unknown_characters += text.unknown_characters;
  }
  return set;
}

StoryMaker::StoryMaker(const site::SiteProfile& profile, std::span<StoryTools> tools, UtcTime now,
                       OnMade on_made)
    : profile_(&profile), tools_(tools), now_(now), on_made_(std::move(on_made)) {}

void StoryMaker::add(std::size_t index, Result<fetch::Answer> answer, const KnownText& known) {
  auto* page = answer ? std::get_if<fetch::Page>(&*answer) : nullptr;
  if (page != nullptr) {
    const std::size_t bytes = page->html.size();
    waiting_bytes_ += bytes;
    waiting_.push_back({index, bytes, start(std::move(*page), known)});
  } else if (answer) {
    waiting_.push_back({index, 0, ready(fetch::NotModified{})});
  } else {
    waiting_.push_back({index, 0, ready(tl::unexpected(std::move(answer.error())))});
  }
  while (may_hand_on()) hand_on();
}

void StoryMaker::finish() {
  while (!waiting_.empty()) hand_on();
}

std::future<StoryMaker::Outcome> StoryMaker::start(fetch::Page page, const KnownText& known) {
  Task task([this, page = std::move(page), known](StoryTools& tools) mutable {
    return make(page, known, tools);
  });
  std::future<Outcome> outcome = task.get_future();
  bool is_anybody_free = false;
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    is_anybody_free = tasks_.size() <= idle_;
  }
  has_task_.notify_one();
  if (!is_anybody_free && threads_.size() < tools_.size()) {
    StoryTools& tools = tools_[threads_.size()];
    threads_.emplace_back([this, &tools](const std::stop_token& stop) { work(stop, tools); });
  }
  return outcome;
}

StoryMaker::Outcome StoryMaker::make(fetch::Page& page, const KnownText& known,
                                     StoryTools& tools) const {
  Result<extract::Article> article = tools.reader.article(page, profile_);
  if (!article) return tl::unexpected(std::move(article.error()));
  const std::uint64_t content = extract::content_fingerprint(*article);
  if (known.is_settled && known.content == content) return SameText{std::move(page.validators)};
  MadeStory story{.stored = extract::to_stored(*article),
                  .content = content,
                  .words = static_cast<std::int64_t>(extract::count_words(*article)),
                  .text_changed = known.text_changed,
                  .validators = std::move(page.validators)};
  if (known.content != 0 && known.content != story.content) story.text_changed = now_;
  SetStory set = set_story(*article, *profile_, story.text_changed, tools.editions);
  story.files = std::move(set.files);
  story.unknown_characters = set.unknown_characters;
  story.article = *std::move(article);
  return story;
}

void StoryMaker::work(const std::stop_token& stop, StoryTools& tools) {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    const bool has_task = has_task_.wait(lock, stop, [this] { return !tasks_.empty(); });
    --idle_;
    if (!has_task || stop.stop_requested()) return;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task(tools);
    lock.lock();
  }
}

bool StoryMaker::may_hand_on() const {
  if (waiting_.empty()) return false;
  return waiting_bytes_ > kMostWaitingBytes ||
         waiting_.front().outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

void StoryMaker::hand_on() {
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= first.bytes;
  on_made_(first.index, first.outcome.get());
}

}  // namespace newshole::mirror
