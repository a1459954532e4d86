#include "serve/live/handler.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace newshole::serve {
namespace {

constexpr std::string_view kTooLong = "its selector is longer than gopher allows, 255 bytes";
constexpr std::string_view kTooManyPages = "too many pages are being read, try again later";
constexpr std::string_view kTooManyAskers = "too many wait for this page, try again later";

Error busy(std::string_view cause) {
  return {ErrorKind::Busy, std::string(cause)};
}

/// No server hears of a fragment.
std::string address_of(const LiveTarget& target) {
  return url::without_fragment(target.url).text;
}

/// Tasks are copied, a page had better not be.
std::shared_ptr<const Result<fetch::Page>> shared(Result<fetch::Page> page) {
  return std::make_shared<const Result<fetch::Page>>(std::move(page));
}

Result<fetch::Page> page_of(Result<fetch::Answer> answer) {
  if (!answer) return tl::unexpected(answer.error());
  if (auto* page = std::get_if<fetch::Page>(&*answer)) return std::move(*page);
  return fail(ErrorKind::Internal, "the fetcher answered what was not asked");
}

}  // namespace

Result<std::unique_ptr<LiveHandler>> LiveHandler::create(
    const LiveSites& sites, std::unique_ptr<fetch::OpenFetcher> fetcher, const Clock& clock,
    const LiveOptions& options) {
  auto setter = format::Typesetter::create(press::menu_view(options.style.edition));
  if (!setter) return tl::unexpected(setter.error());
  auto maker = LiveMaker::create(sites, options.style, clock);
  if (!maker) return tl::unexpected(maker.error());
  std::unique_ptr<LiveHandler> handler(new LiveHandler(sites, clock, options, *std::move(setter)));
  handler->maker_ = *std::move(maker);
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
      front_(menus_.front()),
      cache_(options.cache_bytes),
      worker_(std::min<std::size_t>(options.threads, 1)) {}

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
  const bool is_typed = below.size() <= 1 || below.front() == '?';
  if (is_typed && words.empty()) return reply(to_answer(front_, LiveForm::Menu, here));
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

void LiveHandler::answer_page(LiveTarget target, Asker asker) {
  asker.target = std::move(target);
  if (!selector_of(asker.target, LiveForm::Menu)) {
    return refuse(asker, Outcome::TooLong, kTooLong);
  }
  const std::string address = address_of(asker.target);
  const Joined joined = join(asker);
  if (const auto* page = std::get_if<std::shared_ptr<const LivePage>>(&joined)) {
    asker.reply(to_answer(**page, asker.form, asker.here));
  } else if (const auto* error = std::get_if<Error>(&joined)) {
    refuse(asker, outcome_of(*error), error->message);
  } else if (const auto* fetched = std::get_if<Fetched>(&joined)) {
    make_later(address, *fetched);
  } else if (std::holds_alternative<IsFirst>(joined)) {
    fetch(address);
  }
}

void LiveHandler::refuse(const Asker& asker, Outcome outcome, std::string_view cause) const {
  const std::string& url = asker.target.url.text;
  const LivePage page = menus_.failure(outcome, url, cause, url);
  asker.reply(to_answer(page, asker.form, asker.here));
}

/// Takes the asker where he has to wait; whoever is first has to see to it that his page comes.
LiveHandler::Joined LiveHandler::join(Asker& asker) {
  const std::string& key = asker.target.url.text;
  const std::string address = address_of(asker.target);
  const std::scoped_lock lock(mutex_);
  if (is_closed_) return Waits();
  if (auto page = cache_.find(key, clock_->tick())) return page;
  const auto known = jobs_.find(address);
  const bool is_first = known == jobs_.end();
  if (is_first && !has_room_for(asker.target.url)) return busy(kTooManyPages);
  if (!is_first && known->second.askers.size() >= options_.max_askers_per_page) {
    return busy(kTooManyAskers);
  }
  Job& job = jobs_[address];
  job.host = asker.target.url.host;
  job.askers.push_back(std::move(asker));
  if (!is_first) return Waits();
  const auto whole = cache_.find(address, clock_->tick());
  if (whole && whole->source) return whole->source;
  return IsFirst();
}

bool LiveHandler::has_room_for(const url::Url& url) const {
  const auto of_host = std::count_if(jobs_.begin(), jobs_.end(),
                                     [&](const auto& job) { return job.second.host == url.host; });
  return jobs_.size() < options_.max_pages &&
         static_cast<std::size_t>(of_host) < options_.max_pages_per_host;
}

void LiveHandler::fetch(const std::string& address) {
  const Result<url::Url> url = url::parse_url(address);
  if (!url) return make_later(address, shared(tl::unexpected(url.error())));
  fetch::Request request{.url = *url};
  request.deadline = clock_->tick() + options_.max_time;
  request.may_follow = [sites = sites_](const url::Url& to) -> Status {
    const Result<LiveTarget> found = sites->target_of(to);
    if (found) return {};
    return fail(ErrorKind::RedirectRefused,
                "a redirect leads to where we do not go: " + found.error().message);
  };
  fetcher_->ask(std::move(request), [this, address](Result<fetch::Answer> answer) {
    make_later(address, shared(page_of(std::move(answer))));
  });
}

void LiveHandler::make_later(const std::string& address, Fetched fetched) {
  worker_.post([this, address, fetched = std::move(fetched)](std::size_t /*thread*/) {
    make(address, fetched);
  });
}

// Others may join while a page is made, who ask for another part of what was fetched.
void LiveHandler::make(const std::string& address, const Fetched& fetched) {
  Pages made;
  do {
    while (const std::optional<LiveTarget> target = unmade(address, made)) {
      made.emplace(target->url.text,
                   std::make_shared<const LivePage>(maker_->make(*target, fetched)));
      make_whole(*target, fetched, made);
    }
  } while (!finish(address, made));
}

/// What one of the askers waits for.
std::optional<LiveTarget> LiveHandler::unmade(const std::string& address, const Pages& made) const {
  const std::scoped_lock lock(mutex_);
  const auto job = jobs_.find(address);
  if (job == jobs_.end()) return std::nullopt;
  const auto asker =
      std::find_if(job->second.askers.begin(), job->second.askers.end(),
                   [&](const Asker& each) { return !made.contains(each.target.url.text); });
  if (asker == job->second.askers.end()) return std::nullopt;
  return asker->target;
}

/// Whoever reads a part of a page is likely to read others, and the page has come whole.
void LiveHandler::make_whole(const LiveTarget& part, const Fetched& fetched, Pages& made) {
  if (part.url.fragment.empty() || !*fetched) return;
  const Result<LiveTarget> whole = sites_->target_of(url::without_fragment(part.url));
  if (!whole || made.contains(whole->url.text)) return;
  made.emplace(whole->url.text, std::make_shared<const LivePage>(maker_->make(*whole, fetched)));
}

/// Tells all askers; false if there is one whose page is not made yet.
bool LiveHandler::finish(const std::string& address, const Pages& made) {
  const std::scoped_lock replies(replying_);
  std::vector<Asker> askers;
  {
    const std::scoped_lock lock(mutex_);
    keep(made);
    const auto job = jobs_.find(address);
    if (job == jobs_.end()) return true;
    for (const Asker& asker : job->second.askers) {
      if (!made.contains(asker.target.url.text)) return false;
    }
    askers = std::move(job->second.askers);
    jobs_.erase(job);
  }
  for (const Asker& asker : askers) {
    asker.reply(to_answer(*made.at(asker.target.url.text), asker.form, asker.here));
  }
  return true;
}

void LiveHandler::keep(const Pages& made) {
  const Tick now = clock_->tick();
  for (const auto& [key, page] : made) {
    const bool is_good = page->outcome == Outcome::Menu;
    cache_.put(key, page, now + (is_good ? options_.fresh : options_.fresh_failure));
  }
}

}  // namespace newshole::serve
