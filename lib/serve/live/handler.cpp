#include "serve/live/handler.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace newshole::serve {
namespace {

constexpr std::string_view kTooLong = "its selector is longer than gopher allows, 255 bytes";

/// Tasks are copied; a page is large.
std::shared_ptr<const Result<fetch::Page>> shared(Result<fetch::Page> page) {
  return std::make_shared<const Result<fetch::Page>>(std::move(page));
}

}  // namespace

Result<std::unique_ptr<LiveHandler>> LiveHandler::create(const LiveSites& sites,
                                                         std::unique_ptr<fetch::Fetcher> fetcher,
                                                         const Clock& clock,
                                                         const LiveOptions& options) {
  auto setter = format::Typesetter::create(press::menu_view(options.style.edition));
  if (!setter) return tl::unexpected(setter.error());
  auto maker = LiveMaker::create(sites, options.style, clock, options.workers);
  if (!maker) return tl::unexpected(maker.error());
  std::unique_ptr<LiveHandler> handler(new LiveHandler(sites, clock, options, *std::move(setter)));
  handler->maker_ = *std::move(maker);
  handler->fetcher_ = std::move(fetcher);
  return handler;
}

LiveHandler::LiveHandler(const LiveSites& sites, const Clock& clock, const LiveOptions& options,
                         format::Typesetter menus)
    : sites_(&sites),
      takedowns_(options.takedowns),
      max_time_(options.max_time),
      menu_setter_(std::move(menus)),
      front_(page_of(Outcome::Menu, live_front(sites.catalog()), menu_setter_)),
      jobs_(options.limits, clock),
      worker_(std::min<std::size_t>(options.threads, 1)) {}

// The worker's thread asks the fetcher.
LiveHandler::~LiveHandler() {
  jobs_.close();
  worker_.close();
}

void LiveHandler::answer(const Request& request, const Asker& asker, Reply reply) {
  const std::string_view below = std::string_view(request.selector).substr(kLiveSelector.size());
  const std::string_view words = typed_words(request);
  const bool is_typed = below.size() <= 1 || below.front() == '?';
  if (is_typed && words.empty()) return reply(to_answer(front_, LiveForm::Menu, asker.here));
  const Result<LiveAddress> asked = is_typed
                                        ? parse_typed_address(words).map([](const url::Url& url) {
                                            return LiveAddress{.form = LiveForm::Menu, .url = url};
                                          })
                                        : parse_live_selector(request.selector);
  const Result<LiveTarget> target =
      asked.and_then([this](const LiveAddress& address) { return target_of(address.url); });
  if (target) return answer_page(*target, {asked->form, asker, std::move(reply)});
  const std::string_view subject = is_typed ? words : below.substr(1);
  const Error& error = target.error();
  // What was taken down here is not pointed to either.
  const bool is_taken_down = error.kind == ErrorKind::TakenDown;
  const gopher::Outline menu =
      asked && error.kind != ErrorKind::Usage
          ? failure_menu(subject, error.message, is_taken_down ? "" : asked->url.text)
          : how_to_ask(sites_->catalog(), subject, error);
  reply(to_answer(page_of(outcome_of(error), menu, menu_setter_), LiveForm::Menu, asker.here));
}

Result<LiveTarget> LiveHandler::target_of(const url::Url& url) const {
  Result<LiveTarget> target = sites_->target_of(url);
  return target && takedowns_ != nullptr ? takedowns_->allowed(*std::move(target)) : target;
}

void LiveHandler::answer_page(LiveTarget target, LiveAsker asker) {
  asker.target = std::move(target);
  if (!selector_of(asker.target, LiveForm::Menu)) {
    return refuse(asker, Outcome::TooLong, kTooLong);
  }
  const LiveJobs::Joined joined = jobs_.join(asker);
  if (const auto* page = std::get_if<std::shared_ptr<const LivePage>>(&joined)) {
    asker.reply(to_answer(**page, asker.form, asker.client.here));
  } else if (const auto* error = std::get_if<Error>(&joined)) {
    refuse(asker, outcome_of(*error), error->message);
  } else {
    begin_next();
  }
}

void LiveHandler::refuse(const LiveAsker& asker, Outcome outcome, std::string_view cause) {
  const std::string& url = asker.target.url.text;
  const LivePage page = page_of(outcome, failure_menu(url, cause, url), menu_setter_);
  asker.reply(to_answer(page, asker.form, asker.client.here));
}

void LiveHandler::begin_next() {
  while (const std::optional<LiveJobs::Turn> turn = jobs_.next()) {
    turn->fetched ? make_later(*turn) : fetch(*turn);
  }
}

void LiveHandler::fetch(const LiveJobs::Turn& turn) {
  fetch::Request request{.url = turn.url};
  request.deadline = turn.since + max_time_;
  request.may_follow = [this](const url::Url& to) -> Status {
    const Result<LiveTarget> found = target_of(to);
    if (found) return {};
    return fail(ErrorKind::RedirectRefused,
                "a redirect leads to where we do not go: " + found.error().message);
  };
  fetcher_->ask(std::move(request), [this, turn](Result<fetch::Answer> answer) {
    make_later({turn.url, shared(fetch::page_of(std::move(answer))), turn.since});
  });
}

void LiveHandler::make_later(const LiveJobs::Turn& turn) {
  worker_.post([this, turn](std::size_t /*thread*/) {
    make(turn.url.text, turn.fetched);
    begin_next();
  });
}

// While a page is made, others may ask for other parts of what was fetched.
void LiveHandler::make(const std::string& address, const Fetched& fetched) {
  LiveJobs::Pages made;
  do {
    while (const std::optional<LiveTarget> target = jobs_.unmade(address, made)) {
      make_page(*target, fetched, made);
      make_whole(*target, fetched, made);
    }
  } while (!jobs_.finish(address, made));
}

/// The whole page is kept too: a reader of a part of a page is likely to ask for others.
void LiveHandler::make_whole(const LiveTarget& part, const Fetched& fetched,
                             LiveJobs::Pages& made) {
  if (part.url.fragment.empty() || !*fetched) return;
  const Result<LiveTarget> whole = sites_->target_of(url::without_fragment(part.url));
  if (whole && !made.contains(whole->url.text)) make_page(*whole, fetched, made);
}

void LiveHandler::make_page(const LiveTarget& target, const Fetched& fetched,
                            LiveJobs::Pages& made) {
  made.emplace(target.url.text, std::make_shared<const LivePage>(maker_->make(target, fetched)));
}

}  // namespace newshole::serve
