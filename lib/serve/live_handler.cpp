#include "serve/live_handler.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace newshole::serve {
namespace {

constexpr std::string_view kTooLong = "its selector is longer than gopher allows, 255 bytes";
constexpr std::string_view kTooManyPages = "too many pages are being read, try again later";
constexpr std::string_view kTooManyAskers = "too many wait for this page, try again later";

Result<fetch::Page> page_of(Result<fetch::Answer> answer) {
  if (!answer) return tl::unexpected(answer.error());
  if (auto* page = std::get_if<fetch::Page>(&*answer)) return std::move(*page);
  return fail(ErrorKind::Internal, "the fetcher answered what was not asked");
}

}  // namespace

Result<std::unique_ptr<LiveHandler>> LiveHandler::create(
    const LiveSites& sites, std::unique_ptr<fetch::OpenFetcher> fetcher,
    std::unique_ptr<Worker> worker, const Clock& clock, const LiveOptions& options) {
  auto setter = format::Typesetter::create(menu_view(options.style.edition));
  if (!setter) return tl::unexpected(setter.error());
  auto maker = LiveMaker::create(sites, options.style, clock);
  if (!maker) return tl::unexpected(maker.error());
  std::unique_ptr<LiveHandler> handler(new LiveHandler(sites, clock, options, *std::move(setter)));
  handler->maker_ = *std::move(maker);
  handler->worker_ = std::move(worker);
  handler->fetcher_ = std::move(fetcher);
  return handler;
}

LiveHandler::LiveHandler(const LiveSites& sites, const Clock& clock, const LiveOptions& options,
                         format::Typesetter menus)
    : sites_(&sites),
      clock_(&clock),
      options_(options),
      menu_setter_(std::move(menus)),
      menus_(sites, menu_setter_),
      cache_(options.cache_bytes) {}

LiveHandler::~LiveHandler() {
  close();
}

void LiveHandler::close() {
  const std::scoped_lock no_reply(replying_);
  std::map<std::string, Job> dropped;
  const std::scoped_lock lock(mutex_);
  is_closed_ = true;
  dropped.swap(jobs_);
}

std::size_t LiveHandler::cached_bytes() const {
  const std::scoped_lock lock(mutex_);
  return cache_.bytes();
}

bool LiveHandler::takes(const Request& request) const {
  return is_live_selector(request.selector);
}

void LiveHandler::answer(const Request& request, const gopher::Server& here, Reply reply) {
  const std::string_view below = std::string_view(request.selector).substr(kLiveSelector.size());
  const std::string_view words = typed_words(request);
  const bool is_typed = below.size() <= 1;
  if (is_typed && words.empty()) return reply(to_answer(menus_.front(), LiveForm::Menu, here));
  const Result<LiveAddress> asked = is_typed
                                        ? parse_typed_address(words).map([](const url::Url& url) {
                                            return LiveAddress{.form = LiveForm::Menu, .url = url};
                                          })
                                        : parse_live_selector(request.selector);
  const Result<LiveTarget> target =
      asked.and_then([this](const LiveAddress& address) { return sites_->target_of(address.url); });
  if (target) return answer_page(*target, {asked->form, here, std::move(reply)});
  const std::string_view subject = is_typed ? words : below.substr(1);
  const Error& error = target.error();
  const LivePage page =
      asked && error.kind != ErrorKind::Usage
          ? menus_.failure(outcome_of(error), subject, error.message, asked->url.text)
          : menus_.how_to_ask(subject, error);
  reply(to_answer(page, LiveForm::Menu, here));
}

void LiveHandler::answer_page(const LiveTarget& target, Asker asker) {
  const auto refuse = [&](Outcome outcome, std::string_view cause) {
    const LivePage page = menus_.failure(outcome, target.url.text, cause, target.url.text);
    asker.reply(to_answer(page, asker.form, asker.here));
  };
  if (!selector_of(target, LiveForm::Menu)) return refuse(Outcome::TooLong, kTooLong);
  std::shared_ptr<const LivePage> page;
  switch (join(target, asker, page)) {
    case Joined::AtOnce:
      return asker.reply(to_answer(*page, asker.form, asker.here));
    case Joined::First:
      return fetch(target);
    case Joined::Behind:
      return;
    case Joined::TooManyPages:
      return refuse(Outcome::Busy, kTooManyPages);
    case Joined::TooManyAskers:
      return refuse(Outcome::Busy, kTooManyAskers);
  }
}

/// Takes the asker, or gives the page.
LiveHandler::Joined LiveHandler::join(const LiveTarget& target, Asker& asker,
                                      std::shared_ptr<const LivePage>& page) {
  const std::string& key = target.url.text;
  const std::scoped_lock lock(mutex_);
  if (is_closed_) return Joined::Behind;
  page = cache_.find(key, clock_->tick());
  if (page) return Joined::AtOnce;
  const auto known = jobs_.find(key);
  if (known == jobs_.end() && !has_room_for(target.url)) return Joined::TooManyPages;
  Job& job = jobs_[key];
  if (job.askers.size() >= options_.max_askers_per_page) return Joined::TooManyAskers;
  job.target = target;
  job.askers.push_back(std::move(asker));
  return known == jobs_.end() ? Joined::First : Joined::Behind;
}

bool LiveHandler::has_room_for(const url::Url& url) const {
  const auto of_host = std::count_if(jobs_.begin(), jobs_.end(), [&](const auto& job) {
    return job.second.target.url.host == url.host;
  });
  return jobs_.size() < options_.max_pages &&
         static_cast<std::size_t>(of_host) < options_.max_pages_per_host;
}

void LiveHandler::fetch(const LiveTarget& target) {
  fetch::Request request{.url = url::without_fragment(target.url)};
  request.deadline = clock_->tick() + options_.max_time;
  request.may_follow = [sites = sites_](const url::Url& to) -> Status {
    const Result<LiveTarget> found = sites->target_of(to);
    if (found) return {};
    return fail(ErrorKind::RedirectRefused,
                "a redirect leads to where we do not go: " + found.error().message);
  };
  fetcher_->ask(std::move(request), [this, key = target.url.text](Result<fetch::Answer> answer) {
    take(key, std::move(answer));
  });
}

// Tasks are copied, a page had better not be.
void LiveHandler::take(const std::string& key, Result<fetch::Answer> answer) {
  auto page = std::make_shared<const Result<fetch::Page>>(page_of(std::move(answer)));
  worker_->post([this, key, page = std::move(page)] { make(key, *page); });
}

void LiveHandler::make(const std::string& key, const Result<fetch::Page>& page) {
  LiveTarget target;
  {
    const std::scoped_lock lock(mutex_);
    const auto job = jobs_.find(key);
    if (job == jobs_.end()) return;
    target = job->second.target;
  }
  const auto made = std::make_shared<const LivePage>(maker_->make(target, page));
  const std::scoped_lock replies(replying_);
  for (const Asker& asker : finish(key, made)) {
    asker.reply(to_answer(*made, asker.form, asker.here));
  }
}

std::vector<LiveHandler::Asker> LiveHandler::finish(const std::string& key,
                                                    const std::shared_ptr<const LivePage>& page) {
  const std::scoped_lock lock(mutex_);
  const auto job = jobs_.find(key);
  if (job == jobs_.end()) return {};
  const bool is_good = page->outcome == Outcome::Menu;
  cache_.put(key, page, clock_->tick() + (is_good ? options_.fresh : options_.fresh_failure));
  std::vector<Asker> askers = std::move(job->second.askers);
  jobs_.erase(job);
  return askers;
}

}  // namespace newshole::serve
