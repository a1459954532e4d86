#include "fetch/curl/open_curl_fetcher.h"

#include <system_error>
#include <utility>

#include "fetch/curl/curl_engine.h"

namespace newshole::fetch {

Result<std::unique_ptr<OpenCurlFetcher>> OpenCurlFetcher::create(const NetworkOptions& options,
                                                                 const Clock& clock,
                                                                 Jitter jitter) {
  auto engine = CurlEngine::create(options, clock, std::move(jitter), CurlEngine::Life::Open);
  if (!engine) return tl::unexpected(engine.error());
  std::unique_ptr<OpenCurlFetcher> fetcher(new OpenCurlFetcher(*std::move(engine)));
  try {
    fetcher->thread_ = std::thread([robot = fetcher.get()] { robot->run(); });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, std::string("no thread for fetching: ") + error.what());
  }
  return fetcher;
}

OpenCurlFetcher::OpenCurlFetcher(std::unique_ptr<CurlEngine> engine) : engine_(std::move(engine)) {}

OpenCurlFetcher::~OpenCurlFetcher() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  engine_->wake();
  if (thread_.joinable()) thread_.join();
}

void OpenCurlFetcher::ask(Request request, OnAnswer on_answer) {
  {
    const std::scoped_lock lock(mutex_);
    if (!is_ending_) {
      incoming_.push_back({std::move(request), std::move(on_answer)});
      return engine_->wake();
    }
  }
  on_answer(stopped());
}

void OpenCurlFetcher::run() {
  const auto on_answer = [this](std::size_t index, Result<Answer> answer) {
    hand_on(index, std::move(answer));
  };
  for (bool is_ending = false; !is_ending;) {
    std::vector<Asked> incoming;
    {
      const std::scoped_lock lock(mutex_);
      incoming.swap(incoming_);
      is_ending = is_ending_;
    }
    take(std::move(incoming));
    is_ending ? engine_->stop(on_answer) : engine_->turn(on_answer);
  }
}

// The engine looks at the request until it has its answer, so it lies in a place of its own.
void OpenCurlFetcher::take(std::vector<Asked> incoming) {
  for (Asked& asked : incoming) {
    const std::size_t index = next_++;
    const auto place = asked_.emplace(index, std::move(asked)).first;
    engine_->add(index, place->second.request);
  }
}

void OpenCurlFetcher::hand_on(std::size_t index, Result<Answer> answer) {
  const auto place = asked_.find(index);
  const OnAnswer on_answer = std::move(place->second.on_answer);
  asked_.erase(place);
  on_answer(std::move(answer));
}

}  // namespace newshole::fetch
