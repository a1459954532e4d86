#include "serve/search_handler.h"

#include <string>
#include <utility>

#include "gopher/dialect.h"
#include "search/service.h"
#include "serve/answers.h"
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
      threads_(limits.threads) {}

bool SearchHandler::takes(const Request& request) const {
  return pages::parse_search_selector(config_, request.selector).has_value();
}

void SearchHandler::answer(const Request& request, const gopher::Server& here, Reply reply) {
  if (threads_.waiting() >= limits_.max_waiting) return reply(error_answer(Outcome::Busy));
  threads_.post([this, waiting = Waiting{request, here, std::move(reply), clock_.tick()}](
                    std::size_t /*thread*/) { waiting.reply(answer_of(waiting)); });
}

Answer SearchHandler::answer_of(const Waiting& waiting) const {
  if (clock_.tick() - waiting.since > limits_.patience) return error_answer(Outcome::Busy);
  try {
    return search(waiting);
  } catch (const std::exception&) {
    // Out of memory, for example: one search fails, and the server goes on.
    return error_answer(Outcome::Failed, waiting.request.selector);
  }
}

Answer SearchHandler::search(const Waiting& waiting) const {
  const Request& request = waiting.request;
  pages::SearchAddress address = *pages::parse_search_selector(config_, request.selector);
  // A Gopher+ client adds a field of its own behind another tab.
  if (address.words.empty()) address.words = request.words.substr(0, request.words.find('\t'));
  const auto menu = search::search_menu({.config = &config_,
                                         .service = {.kind = config::SearchService::Kind::Serve},
                                         .address = address,
                                         .time = limits_.time,
                                         .indexes = indexes_},
                                        clock_);
  const std::string bytes = gopher::to_bytes(menu ? *menu : search::search_error_menu(menu.error()),
                                             gopher::Dialect::Raw, waiting.here);
  if (!menu) return {outcome_of(menu.error().kind), bytes, std::nullopt};
  const config::Edition& edition = *search::edition_of(config_, address);
  return {Outcome::Menu, text::encode(bytes, edition.charset), std::nullopt};
}

}  // namespace newshole::serve
