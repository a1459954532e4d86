#include "fetch/curl/background_fetcher.h"

#include <string>
#include <system_error>
#include <utility>

#include "fetch/curl/curl_engine.h"

namespace newshole::fetch {

Result<std::unique_ptr<BackgroundFetcher>> BackgroundFetcher::create(const NetworkOptions& options,
                                                                     const Clock& clock,
                                                                     Jitter jitter, Background kind,
                                                                     OnWait on_wait) {
  const Life life = kind == Background::Run ? Life::Run : Life::Service;
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
    for (Asked& asked : incoming) take(std::move(asked));
    if (is_ending || is_stopped()) {
      engine_->stop();
      if (!is_ending) engine_->idle();
    } else {
      engine_->turn();
    }
  }
}

void BackgroundFetcher::take(Asked asked) {
  engine_->add(std::move(asked.request),
               [this, on_answer = std::move(asked.on_answer)](Result<Answer> answer) {
                 give(on_answer, std::move(answer));
               });
}

// Locked between the answer and the notice, so that nobody who waits misses it.
void BackgroundFetcher::give(const OnAnswer& on_answer, Result<Answer> answer) {
  on_answer(std::move(answer));
  const std::scoped_lock lock(mutex_);
  answered_.notify_all();
}

}  // namespace newshole::fetch
