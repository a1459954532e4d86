#include "fetch/curl/curl_fetcher.h"

#include <utility>

#include "fetch/curl/curl_engine.h"

namespace newshole::fetch {

CurlFetcher::CurlFetcher(std::unique_ptr<CurlEngine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(const NetworkOptions& options,
                                                         const Clock& clock, Jitter jitter,
                                                         OnWait on_wait) {
  auto engine =
      CurlEngine::create(options, {&clock, std::move(jitter), std::move(on_wait), Life::Run});
  if (!engine) return tl::unexpected(engine.error());
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(*std::move(engine)));
}

void CurlFetcher::ask(Request request, OnAnswer on_answer) {
  engine_->add(std::move(request), std::move(on_answer));
}

void CurlFetcher::wait_until(const std::function<bool()>& is_done) {
  while (!is_done() && engine_->is_busy()) {
    if (is_stopped()) {
      engine_->stop();
    } else {
      engine_->turn();
    }
  }
}

Traffic CurlFetcher::traffic() const {
  return engine_->traffic();
}

}  // namespace newshole::fetch
