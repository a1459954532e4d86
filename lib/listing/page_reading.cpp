#include "listing/page_reading.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "extract/article_message.h"
#include "fetch/page_message.h"
#include "listing/listing_message.h"
#include "text/clean.h"

namespace newshole::listing {
namespace {

using sandbox::MessageReader;
using sandbox::MessageWriter;

void write(MessageWriter& message, const Discovery& discovery) {
  message.optional_text(discovery.title);
  message.number(discovery.candidates.size());
  for (const Candidate& candidate : discovery.candidates) {
    message.number(static_cast<std::uint64_t>(candidate.kind));
    message.text(candidate.url.text);
  }
}

std::optional<std::string> clean_optional_line(MessageReader& message) {
  auto text = message.optional_text();
  if (text) text = text::clean_line(*text);
  return text;
}

std::optional<Discovery> read_discovery(MessageReader& message) {
  Discovery discovery;
  discovery.title = clean_optional_line(message);
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    const auto kind = static_cast<CandidateKind>(message.number_below(4));
    Result<url::Url> url = url::parse_url(message.text());
    if (!url) return std::nullopt;
    discovery.candidates.push_back({*std::move(url), kind});
  }
  return discovery;
}

void write(MessageWriter& message, const std::vector<Subscription>& subscriptions) {
  message.number(subscriptions.size());
  for (const Subscription& site : subscriptions) {
    message.text(site.address);
    message.optional_text(site.title);
  }
}

std::vector<Subscription> read_subscriptions(MessageReader& message) {
  std::vector<Subscription> subscriptions;
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    Subscription& site = subscriptions.emplace_back();
    site.address = text::clean_line(message.text());
    site.title = clean_optional_line(message);
  }
  return subscriptions;
}

std::string message_of(const PageReading& reading) {
  MessageWriter message;
  message.number(reading.error ? 1 : 0);
  if (reading.error) message.error(*reading.error);
  message.number(reading.article ? 1 : 0);
  if (reading.article) extract::write(message, *reading.article);
  message.number(reading.discovery ? 1 : 0);
  if (reading.discovery) write(message, *reading.discovery);
  extract::write(message, reading.fields);
  write(message, reading.list);
  write(message, reading.subscriptions);
  return message.take();
}

std::optional<PageReading> reading_in(std::string_view bytes) {
  MessageReader message(bytes);
  PageReading reading;
  if (message.number_below(2) == 1) reading.error = message.error();
  if (message.number_below(2) == 1 && !(reading.article = extract::read_article(message)))
    return std::nullopt;
  if (message.number_below(2) == 1 && !(reading.discovery = read_discovery(message)))
    return std::nullopt;
  reading.fields = extract::read_field_traces(message);
  auto list = read_listing(message);
  reading.subscriptions = read_subscriptions(message);
  if (!list || !message.is_whole()) return std::nullopt;
  reading.list = *std::move(list);
  return reading;
}

PageReading failed(Error error) {
  PageReading reading;
  reading.error = std::move(error);
  return reading;
}

PageReading subscriptions_of(fetch::Page page) {
  Result<Subscriptions> list = read_opml(std::move(page));
  if (!list) return failed(std::move(list.error()));
  PageReading reading;
  reading.subscriptions = std::move(list->all);
  reading.list.damage = std::move(list->damage);
  return reading;
}

/// The work of one worker.
class ReadingWork {
 public:
  ReadingWork(std::span<const site::SiteProfile* const> profiles, const Clock& clock)
      : profiles_(profiles.begin(), profiles.end()), clock_(&clock) {}

  void prepare() { extractor_.emplace(*clock_); }

  [[nodiscard]] std::string answer(std::string_view request) {
    MessageReader message(request);
    const auto role = static_cast<PageRole>(message.number_below(4));
    const site::SiteProfile* profile = profile_of(message.text());
    const Result<fetch::Page> page = fetch::read_page(message);
    if (!page) return message_of(failed(page.error()));
    if (profile == nullptr)
      return message_of(failed({ErrorKind::Internal, "the worker knows no such site"}));
    return message_of(read_page(role, *page, *profile, *extractor_));
  }

 private:
  [[nodiscard]] const site::SiteProfile* profile_of(std::string_view name) const {
    if (name.empty()) return &no_rules_;
    const auto found = std::ranges::find(profiles_, name, &site::SiteProfile::name);
    return found == profiles_.end() ? nullptr : *found;
  }

  site::SiteProfile no_rules_;
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
  if (role == PageRole::Subscriptions) return subscriptions_of(std::move(decoded));
  if (role == PageRole::Home) {
    auto discovery = extractor.discover(decoded);
    if (discovery) reading.discovery = *std::move(discovery);
    if (!discovery) reading.error = std::move(discovery.error());
    return reading;
  }
  if (role == PageRole::FrontPage) {
    auto listed = extractor.list(decoded, profile, &reading.fields);
    if (!listed) reading.error = std::move(listed.error());
    if (listed) reading.list = *std::move(listed);
    return reading;
  }
  auto article = extractor.article(decoded, profile, &reading.fields);
  if (article) reading.article = *std::move(article);
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
