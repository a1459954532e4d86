#include "fetch/curl/curl_fetcher.h"

#include <system_error>
#include <utility>

#include "fetch/curl/curl_engine.h"

namespace newshole::fetch {

CurlFetcher::CurlFetcher(std::unique_ptr<CurlEngine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(const NetworkOptions& options,
                                                         const Clock& clock, Jitter jitter,
                                                         OnWait on_wait) {
  return CurlEngine::create(options, {&clock, std::move(jitter), std::move(on_wait), Life::Run})
      .map([](auto engine) {
        return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(engine)));
      });
}

void CurlFetcher::ask(Request request, OnAnswer on_answer) {
  engine_->add(std::move(request), std::move(on_answer));
}

void CurlFetcher::wait_until(const std::function<bool()>& is_done) {
  while (!is_done() && engine_->is_busy()) {
    is_stopped() ? engine_->stop() : engine_->turn();
  }
}

Traffic CurlFetcher::traffic() const {
  return engine_->traffic();
}

Result<std::unique_ptr<BackgroundFetcher>> BackgroundFetcher::create(const NetworkOptions& options,
                                                                     const Clock& clock,
                                                                     Jitter jitter, Life life,
                                                                     OnWait on_wait) {
  auto engine = CurlEngine::create(options, {&clock, std::move(jitter), std::move(on_wait), life});
  if (!engine) return tl::unexpected(engine.error());
  std::unique_ptr<BackgroundFetcher> fetcher(new BackgroundFetcher(*std::move(engine)));
  try {
    fetcher->thread_ = std::thread([self = fetcher.get()] { self->run(); });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, std::string("no thread for fetching: ") + error.what());
  }
  return fetcher;
}

BackgroundFetcher::BackgroundFetcher(std::unique_ptr<CurlEngine> engine)
    : engine_(std::move(engine)) {}

BackgroundFetcher::~BackgroundFetcher() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  engine_->wake();
  if (thread_.joinable()) thread_.join();
}

void BackgroundFetcher::ask(Request request, OnAnswer on_answer) {
  {
    const std::scoped_lock lock(mutex_);
    if (!is_ending_) {
      incoming_.push_back({std::move(request), std::move(on_answer)});
      return engine_->wake();
    }
  }
  on_answer(stopped());
}

void BackgroundFetcher::wait_until(const std::function<bool()>& is_done) {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, is_done);
}

void BackgroundFetcher::run() {
  for (bool is_ending = false; !is_ending;) {
    std::vector<Asked> incoming;
    {
      const std::scoped_lock lock(mutex_);
      incoming.swap(incoming_);
      is_ending = is_ending_;
    }
    for (Asked& asked : incoming) {
      engine_->add(std::move(asked.request),
                   [this, on_answer = std::move(asked.on_answer)](Result<Answer> answer) {
                     give(on_answer, std::move(answer));
                   });
    }
    if (is_ending || is_stopped()) {
      engine_->stop();
      if (!is_ending) engine_->idle();
    } else {
      engine_->turn();
    }
  }
}

// Locked between the answer and the notice, so that nobody who waits misses it.
void BackgroundFetcher::give(const OnAnswer& on_answer, Result<Answer> answer) {
  on_answer(std::move(answer));
  const std::scoped_lock lock(mutex_);
  answered_.notify_all();
}

}  // namespace newshole::fetch
