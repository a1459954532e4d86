#include "serve/search_handler.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "text/charset/output_charset.h"

namespace newshole::serve {
namespace {

Outcome outcome_of(ErrorKind kind) {
  if (kind == ErrorKind::NotFound) return Outcome::NotFound;
  return kind == ErrorKind::Timeout ? Outcome::Timeout : Outcome::Failed;
}

}  // namespace

SearchHandler::SearchHandler(config::Config config, const Clock& clock, const SearchLimits& limits,
                             std::filesystem::path indexes)
    : config_(std::move(config)),
      clock_(clock),
      limits_(limits),
      indexes_(std::move(indexes)),
      queue_({.places = std::max<std::size_t>(limits.threads, 1),
              .most = limits.max_waiting + limits.threads,
              .most_of_network = limits.max_per_address}),
      cache_(limits.cache_bytes),
      threads_(limits.threads) {}

bool SearchHandler::takes(const Request& request) const {
  return pages::parse_search_selector(config_, request.selector).has_value();
}

void SearchHandler::answer(const Request& request, const Asker& asker, Reply reply) {
  auto waiting =
      std::make_shared<const Waiting>(Waiting{request, asker, std::move(reply), clock_.tick()});
  const Queue::Room room = enter(waiting);
  if (room == Queue::Room::Full) return waiting->reply(error_answer(Outcome::Busy));
  if (room == Queue::Room::FullOfNetwork) return waiting->reply(error_answer(Outcome::TooMany));
  waiting = nullptr;
  threads_.post([this](std::size_t /*thread*/) { work(); });
}

SearchHandler::Queue::Room SearchHandler::enter(std::shared_ptr<const Waiting> waiting) {
  const std::scoped_lock lock(mutex_);
  const std::string& network = waiting->asker.network;
  const Queue::Room room = queue_.room_for(network);
  if (room == Queue::Room::Free && !is_closed_) queue_.push(network, waiting);
  return room;
}

void SearchHandler::close() {
  std::deque<std::shared_ptr<const Waiting>> dropped;
  {
    const std::scoped_lock lock(mutex_);
    is_closed_ = true;
    dropped = queue_.take_all();
  }
  dropped.clear();
  threads_.close();
}

// Whoever finishes a search goes on with the next, so that none waits for a thread that is free.
void SearchHandler::work() {
  while (const std::optional<Queue::Turn> turn = next()) {
    turn->work->reply(answer_of(*turn->work));
    const std::scoped_lock lock(mutex_);
    queue_.finish(turn->network);
  }
}

std::optional<SearchHandler::Queue::Turn> SearchHandler::next() {
  const std::scoped_lock lock(mutex_);
  return queue_.next();
}

Answer SearchHandler::answer_of(const Waiting& waiting) {
  if (clock_.tick() - waiting.since > limits_.patience) return error_answer(Outcome::Busy);
  try {
    return to_answer(*page_of(waiting.request), LiveForm::Menu, waiting.asker.here);
  } catch (const std::exception&) {
    // Out of memory, for example: one search fails, and the server goes on.
    return error_answer(Outcome::Failed, waiting.request.selector);
  }
}

std::shared_ptr<const LivePage> SearchHandler::page_of(const Request& request) {
  pages::SearchAddress address = *pages::parse_search_selector(config_, request.selector);
  // A Gopher+ client adds a field of its own behind another tab.
  if (address.words.empty()) address.words = request.words.substr(0, request.words.find('\t'));
  const search::Question question{.config = &config_,
                                  .service = {.kind = config::SearchService::Kind::Serve},
                                  .address = address,
                                  .time = limits_.time,
                                  .indexes = indexes_};
  const std::string key = request.selector + "\t" + address.words;
  const std::string index = search::index_version(question);
  if (auto page = known(key, index)) return page;
  auto page = std::make_shared<const LivePage>(search(question));
  const std::scoped_lock lock(mutex_);
  if (page->outcome == Outcome::Menu && index == index_)
    cache_.put(key, page, clock_.tick() + limits_.fresh);
  return page;
}

std::shared_ptr<const LivePage> SearchHandler::known(const std::string& key,
                                                     const std::string& index) {
  const std::scoped_lock lock(mutex_);
  if (index != index_) cache_ = LiveCache(limits_.cache_bytes);
  index_ = index;
  return cache_.find(key, clock_.tick());
}

LivePage SearchHandler::search(const search::Question& question) const {
  const auto menu = search::search_menu(question, clock_);
  if (!menu) {
    return {.outcome = outcome_of(menu.error().kind),
            .menu = PreparedMenu(search::search_error_menu(menu.error()), text::Charset::Utf8)};
  }
  const config::Edition& edition = *search::edition_of(config_, question.address);
  return {.menu = PreparedMenu(*menu, edition.charset)};
}

}  // namespace newshole::serve
