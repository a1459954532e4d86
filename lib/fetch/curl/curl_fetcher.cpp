#include "fetch/curl/curl_fetcher.h"

#include <utility>

#include "fetch/curl/curl_engine.h"

namespace newshole::fetch {

CurlFetcher::CurlFetcher(std::unique_ptr<CurlEngine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(const NetworkOptions& options,
                                                         const Clock& clock, Jitter jitter) {
  auto engine = CurlEngine::create(options, clock, std::move(jitter), CurlEngine::Life::Run);
  if (!engine) return tl::unexpected(engine.error());
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(*std::move(engine)));
}

void CurlFetcher::fetch_all(std::span<const Request> requests, const OnAnswer& on_answer) {
  for (std::size_t i = 0; i < requests.size(); ++i) engine_->add(i, requests[i]);
  while (engine_->is_busy()) {
    if (is_stopped()) return engine_->stop(on_answer);
    engine_->turn(on_answer);
  }
}

Traffic CurlFetcher::traffic() const {
  return engine_->traffic();
}

}  // namespace newshole::fetch
