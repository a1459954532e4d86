#include "listing/page_reading.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "extract/article_message.h"
#include "fetch/page_message.h"

namespace newshole::listing {
namespace {

using sandbox::MessageReader;
using sandbox::MessageWriter;

std::string message_of(const PageReading& reading) {
  MessageWriter message;
  message.number(reading.error ? 1 : 0);
  if (reading.error) message.error(*reading.error);
  extract::write(message, reading.fields);
  extract::write(message, reading.stories);
  return message.take();
}

std::optional<PageReading> reading_in(std::string_view bytes) {
  MessageReader message(bytes);
  PageReading reading;
  if (message.number_below(2) == 1) reading.error = message.error();
  reading.fields = extract::read_field_traces(message);
  auto stories = extract::read_stories(message);
  if (!stories || !message.is_whole()) return std::nullopt;
  reading.stories = *std::move(stories);
  return reading;
}

PageReading failed(Error error) {
  return {.stories = {}, .fields = {}, .error = std::move(error)};
}

/// The work of one worker.
class ReadingWork {
 public:
  ReadingWork(std::span<const site::SiteProfile* const> profiles, const Clock& clock)
      : profiles_(profiles.begin(), profiles.end()), clock_(&clock) {}

  void prepare() { extractor_.emplace(*clock_); }

  [[nodiscard]] std::string answer(std::string_view request) {
    MessageReader message(request);
    const auto role = static_cast<PageRole>(message.number_below(2));
    const auto profile = std::ranges::find(profiles_, message.text(), &site::SiteProfile::name);
    const Result<fetch::Page> page = fetch::read_page(message);
    if (!page) return message_of(failed(page.error()));
    if (profile == profiles_.end())
      return message_of(failed({ErrorKind::Internal, "the worker knows no such site"}));
    return message_of(read_page(role, *page, **profile, *extractor_));
  }

 private:
  std::vector<const site::SiteProfile*> profiles_;
  const Clock* clock_;
  std::optional<Extractor> extractor_;
};

}  // namespace

PageReading read_page(PageRole role, const fetch::Page& page, const site::SiteProfile& profile,
                      Extractor& extractor) {
  PageReading reading;
  fetch::Page decoded = page;
  fetch::decode(decoded);
  if (role == PageRole::FrontPage) {
    auto stories = extractor.stories(decoded, profile, &reading.fields);
    if (stories) reading.stories = *std::move(stories);
    if (!stories) reading.error = std::move(stories.error());
    return reading;
  }
  auto article = extractor.article(decoded, profile, &reading.fields);
  if (!article) reading.error = std::move(article.error());
  return reading;
}

PageReading read_page(PageRole role, const fetch::Page& page, const site::SiteProfile& profile,
                      sandbox::Workers& workers) {
  MessageWriter request;
  request.number(static_cast<std::uint64_t>(role));
  request.text(profile.name);
  fetch::write(request, page);
  const Result<std::string> answer = workers.answer(request.take());
  if (!answer) return failed(answer.error());
  auto reading = reading_in(*answer);
  if (reading) return *std::move(reading);
  return failed({ErrorKind::TooComplex, "what was read of it is no page"});
}

sandbox::Work reading_work(std::span<const site::SiteProfile* const> profiles, const Clock& clock) {
  auto work = std::make_shared<ReadingWork>(profiles, clock);
  return {.prepare = [work] { work->prepare(); },
          .answer = [work](std::string_view request) { return work->answer(request); }};
}

}  // namespace newshole::listing
